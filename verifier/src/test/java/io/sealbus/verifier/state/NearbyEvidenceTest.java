package io.sealbus.verifier.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.verifier.records.EvidenceRow;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.internals.InMemoryKeyValueStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read in one pass is what each look would find. */
class NearbyEvidenceTest {
  private final Counting rows = new Counting();
  private VerifierState state;

  private static final class Counting extends InMemoryKeyValueStore {
    int looks;

    Counting() {
      super(VerifierState.STORE);
    }

    @Override
    public synchronized byte[] get(Bytes key) {
      looks++;
      return super.get(key);
    }
  }

  @BeforeEach
  void open() {
    var context = new MockProcessorContext<Void, Void>(new Properties());
    rows.init(context.getStateStoreContext(), rows);
    context.addStateStore(rows);
    state = new VerifierState(context);
  }

  private static String manifest(String repository, int number) {
    return "r.example.com/%s@sha256:%04d".formatted(repository, number);
  }

  private void put(String repository, int manifests, int bytes) {
    for (int i = 0; i < manifests; i++) {
      state.putEvidence(manifest(repository, i), EvidenceRow.of(i, new byte[bytes], List.of()));
    }
  }

  @Test
  void looksUpTheFirstAndReadsTheRestInOnePass() {
    put("app", 100, 10);

    for (int i = 0; i < 100; i++) {
      EvidenceRow found = state.evidenceNearby(manifest("app", i));
      assertThat(found).isNotNull().extracting(EvidenceRow::offset).isEqualTo((long) i);
    }

    assertThat(rows.looks).isEqualTo(2);
  }

  @Test
  void looksEachUpWhereThereIsTooMuch() {
    put("app", 100, 30_000);

    for (int i = 0; i < 100; i++) {
      assertThat(state.evidenceNearby(manifest("app", i))).isNotNull();
    }

    assertThat(rows.looks).isEqualTo(100);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void findsWhatIsThereNow(int seed) {
    var random = new Random(seed);
    String repository = "a";
    for (int step = 0; step < 5_000; step++) {
      String manifest = manifest(random.nextInt(10) == 0 ? "a-b" : repository, random.nextInt(50));
      switch (random.nextInt(40)) {
        case 0 -> repository = repository.equals("a") ? "a-b" : "a";
        case 1 -> state.forgetNearby();
        case 2, 3 -> state.deleteEvidence(manifest);
        case 4, 5, 6 -> state.putEvidence(manifest, EvidenceRow.of(step, new byte[8], List.of()));
        default -> {
          EvidenceRow expected = state.evidence(manifest);
          EvidenceRow found = state.evidenceNearby(manifest);
          assertThat(found == null ? -1 : found.offset())
              .isEqualTo(expected == null ? -1 : expected.offset());
        }
      }
    }
  }
}
