package io.sealbus.signaturefetcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.runtime.bus.IncomingRecord;
import io.sealbus.schemas.Authenticity;
import io.sealbus.schemas.ImageAction;
import io.sealbus.schemas.ImageEventRecord;
import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.RecordCodecs;
import io.sealbus.schemas.TopicCatalogue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class SourceSilenceTest {
  private static final String REGISTRY = "registry.example.com";
  private static final String SOURCE = "distribution/main";

  private final RecordCodec<ImageEventRecord> codec =
      RecordCodecs.singleObject().codec(TopicCatalogue.IMAGE_EVENTS);
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final SourceSilence silence = silence(Map.of(SOURCE, Set.of(REGISTRY)));

  private SourceSilence silence(Map<String, Set<String>> configured) {
    return new SourceSilence(codec, configured, Duration.ofHours(1), () -> now);
  }

  private void event(String source, String registry) {
    event(silence, source, registry);
  }

  private void event(SourceSilence to, String source, String registry) {
    byte[] value =
        codec.encode(
            ImageEventRecord.newBuilder()
                .setId("event")
                .setSource(source)
                .setAuthenticity(Authenticity.BEARER)
                .setAction(ImageAction.PUSH)
                .setRegistry(registry)
                .setRepository("team/app")
                .setTag("1.0")
                .setReceivedAt(Instant.EPOCH)
                .build());
    String key = registry + "/team/app";
    var record =
        new ConsumerRecord<>(
            "image-events",
            0,
            0L,
            now.toEpochMilli(),
            TimestampType.CREATE_TIME,
            0,
            0,
            key.getBytes(StandardCharsets.UTF_8),
            value,
            new RecordHeaders(),
            Optional.empty());
    to.records(List.of(new IncomingRecord(TopicCatalogue.IMAGE_EVENTS, 0, 0, key, value, record)));
  }

  private void after(Duration duration) {
    now = now.plus(duration);
  }

  @Test
  void aSourceThatIsHeardIsNotSilentWhateverComparingFinds() {
    event(SOURCE, REGISTRY);
    after(Duration.ofMinutes(59));
    event(ObservedEvents.RECONCILE, REGISTRY);
    after(Duration.ofHours(5));

    assertThat(silence.findings()).isEmpty();
  }

  @Test
  void aSourceIsQuietWhereNothingHappens() {
    event(SOURCE, REGISTRY);
    after(Duration.ofDays(3));

    assertThat(silence.findings()).isEmpty();
  }

  @Test
  void changesThatASourceTellsNothingOfMakeItSilentUntilItIsHeard() {
    event(SOURCE, REGISTRY);
    after(Duration.ofHours(2));
    event(ObservedEvents.RECONCILE, REGISTRY);
    assertThat(silence.findings()).as("a notification may be on its way").isEmpty();
    after(Duration.ofMinutes(2));

    assertThat(silence.findings())
        .singleElement()
        .asString()
        .startsWith("SOURCE_SILENT: " + SOURCE);
    assertThat(silence.count()).isOne();

    event(SOURCE, REGISTRY);
    assertThat(silence.findings()).isEmpty();
  }

  @Test
  void aSourceThatWasNeverHeardIsSilentOnceChangesGoOnForLong() {
    event(ObservedEvents.RECONCILE, REGISTRY);
    after(Duration.ofMinutes(30));
    event(ObservedEvents.RECONCILE, REGISTRY);
    assertThat(silence.findings()).isEmpty();
    after(Duration.ofMinutes(30));
    event(ObservedEvents.RECONCILE, REGISTRY);

    assertThat(silence.findings()).singleElement().asString().contains("never");
  }

  @Test
  void whatIsNewToSealbusOrRunsSomewhereAccusesNobody() {
    event(SOURCE, REGISTRY);
    after(Duration.ofHours(2));
    event(ObservedEvents.DISCOVERY, REGISTRY);
    event(ObservedEvents.PODS + "prod", REGISTRY);
    event(ObservedEvents.RECONCILE, "other.example.com");
    after(Duration.ofHours(2));

    assertThat(silence.findings()).isEmpty();
  }

  @Test
  void aSourceSpeaksForTheRegistriesThatItsEventsName() {
    SourceSilence learning = silence(Map.of());
    event(learning, "harbor/main", REGISTRY);
    after(Duration.ofHours(2));
    event(learning, ObservedEvents.RECONCILE, REGISTRY);
    after(Duration.ofMinutes(2));

    assertThat(learning.findings()).singleElement().asString().contains("harbor/main");
  }
}
