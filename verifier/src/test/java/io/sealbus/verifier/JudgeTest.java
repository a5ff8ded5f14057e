package io.sealbus.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sealbus.runtime.bus.TraceContext;
import io.sealbus.schemas.CauseKind;
import io.sealbus.schemas.CauseRecord;
import io.sealbus.schemas.ImageRecord;
import io.sealbus.schemas.RecordCodecs;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.verification.facts.Facts;
import io.sealbus.verifier.Judge.Occasion;
import io.sealbus.verifier.policies.PolicyFeed;
import io.sealbus.verifier.state.VerifierState;
import io.sealbus.verifier.state.Versioned;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.internals.InMemoryKeyValueStore;
import org.junit.jupiter.api.Test;

class JudgeTest {
  private static final String REFERENCE = "r.example.com/a:1";

  private final MockProcessorContext<String, byte[]> context =
      new MockProcessorContext<>(new Properties());
  private int sends;

  /** Says at the first send that another one before it was lost, as Streams does, and once. */
  @SuppressWarnings("unchecked")
  private ProcessorContext<String, byte[]> losing() {
    return (ProcessorContext<String, byte[]>)
        Proxy.newProxyInstance(
            JudgeTest.class.getClassLoader(),
            new Class<?>[] {ProcessorContext.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("forward") && sends++ == 0) {
                throw new StreamsException("a record before this one was lost");
              }
              return method.invoke(context, arguments);
            });
  }

  @Test
  void lossOfAVerdictIsNoFaultOfTheNextImage() {
    var rows = new InMemoryKeyValueStore(VerifierState.STORE);
    rows.init(context.getStateStoreContext(), rows);
    context.addStateStore(rows);
    var state = new VerifierState(context);
    RecordCodecs codecs = RecordCodecs.singleObject();
    var feed = new PolicyFeed(codecs, Facts.none());
    feed.caughtUp();
    var judge = new Judge(state, new Outlet(losing(), codecs), feed::snapshot, codecs, "test");
    ImageRecord image =
        ImageRecord.newBuilder()
            .setRegistry("r.example.com")
            .setRepository("a")
            .setTag("1")
            .setDigest("sha256:" + "a".repeat(64))
            .setObservedAt(Instant.EPOCH)
            .build();
    state.putImage(REFERENCE, new Versioned(1, codecs.codec(TopicCatalogue.IMAGES).encode(image)));
    var occasion =
        new Occasion(
            new CauseRecord(CauseKind.IMAGE_CHANGED, List.of()),
            TraceContext.root(),
            Instant.EPOCH,
            false);

    assertThatExceptionOfType(StreamsException.class)
        .isThrownBy(() -> judge.judge(REFERENCE, occasion));

    assertThat(context.forwarded()).isEmpty();
    assertThat(state.published(REFERENCE)).isNull();
  }
}
