package io.sealbus.verifier.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sealbus.schemas.RecordCodecs;
import io.sealbus.verification.facts.Facts;
import io.sealbus.verification.verdict.PolicySet;
import io.sealbus.verifier.clients.AfterFlush;
import io.sealbus.verifier.policies.Fingerprint;
import io.sealbus.verifier.policies.PolicyFeed;
import io.sealbus.verifier.policies.PolicySnapshot;
import io.sealbus.verifier.policies.PolicySnapshot.Entry;
import io.sealbus.verifier.records.VerdictId;
import io.sealbus.verifier.state.Published;
import io.sealbus.verifier.state.SweepCursor;
import io.sealbus.verifier.state.VerifierState;
import io.sealbus.verifier.state.Versioned;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.internals.InMemoryKeyValueStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is noted of a sweep whose task ends in the midst of it. */
class SweepInterruptedTest {
  private static final Published VERDICT =
      new Published(new VerdictId(1, 2, 3, 4), new Fingerprint(5, 6), 7);

  private final MockProcessorContext<Void, Void> context =
      new MockProcessorContext<>(new Properties());
  private final PolicySnapshot newest =
      new PolicySnapshot(7, noPolicies(), Map.of("policy", new Entry("new", List.of())));
  private final List<String> visited = new ArrayList<>();
  private VerifierState state;
  private AfterFlush afterFlush;
  private Sweep sweep;
  private long flushes;

  @BeforeEach
  void open() {
    var rows = new InMemoryKeyValueStore(VerifierState.STORE);
    rows.init(context.getStateStoreContext(), rows);
    context.addStateStore(rows);
    state = new VerifierState(context);
    for (int i = 0; i < 9; i++) {
      state.putImage("r.example.com/a:" + i, new Versioned(i, new byte[0]));
    }
    afterFlush = new AfterFlush(() -> flushes);
    sweep = new Sweep(state, afterFlush, this::flush);
  }

  private static PolicySet noPolicies() {
    var feed = new PolicyFeed(RecordCodecs.singleObject(), Facts.none());
    feed.caughtUp();
    return feed.snapshot().policies();
  }

  private void flush() {
    flushes++;
  }

  /** Visits three images, unless the last of them is the one that fails. */
  private void slice(int failing) {
    afterFlush.catchUp();
    int end = visited.size() + 3;
    sweep.slice(
        newest,
        () -> visited.size() < end,
        (step, policies, uncertainSince) -> {
          if (visited.size() == failing) {
            throw new ProcessorStateException("the disk is full");
          }
          visited.add(step.reference());
          return VERDICT;
        });
  }

  private void giveUp() {
    flush();
    afterFlush.catchUp();
    sweep.handOver();
    sweep.close();
  }

  @Test
  void goesOnAfterTheLastSlice() {
    slice(-1);
    slice(-1);

    giveUp();

    assertThat(state.cursor())
        .isEqualTo(
            new SweepCursor(
                PolicySnapshot.fingerprint(newest.entries()),
                SweepCursor.NOTHING_LOST,
                "r.example.com/a:5"));
    assertThat(state.published("r.example.com/a:5")).isEqualTo(VERDICT);
  }

  @Test
  void doesNotPassImagesOfASliceThatFailed() {
    slice(-1);
    assertThatExceptionOfType(ProcessorStateException.class).isThrownBy(() -> slice(5));

    giveUp();

    assertThat(visited).hasSize(5);
    assertThat(state.published("r.example.com/a:4")).isNull();
    assertThat(state.cursor())
        .isEqualTo(
            new SweepCursor(PolicySnapshot.fingerprint(newest.entries()), 7, "r.example.com/a:2"));
  }
}
