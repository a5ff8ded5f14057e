package io.sealbus.signaturefetcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sealbus.runtime.bus.IncomingRecord;
import io.sealbus.runtime.bus.OutgoingRecord;
import io.sealbus.schemas.Authenticity;
import io.sealbus.schemas.DeadLetterRecord;
import io.sealbus.schemas.EvidenceRecord;
import io.sealbus.schemas.ImageAction;
import io.sealbus.schemas.ImageEventRecord;
import io.sealbus.schemas.ImageRecord;
import io.sealbus.schemas.PlatformRecord;
import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.RecordCodecs;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.signaturefetcher.registry.Lookup;
import io.sealbus.signaturefetcher.registry.Manifest;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.reference.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignatureFetcherHandlerTest {
  private static final String REPOSITORY = "registry.example.com/team/app";
  private static final Manifest ONE = FakePulls.manifest(FakePulls.IMAGE, "{\"layers\":[]}");
  private static final Manifest TWO = FakePulls.manifest(FakePulls.IMAGE, "{\"layers\":[] }");
  private static final int PARTITION = 3;

  private final FakePulls pulls = new FakePulls();
  private final FetchLedger ledger = new FetchLedger("session");
  private final RecordCodec<ImageEventRecord> codec =
      RecordCodecs.singleObject().codec(TopicCatalogue.IMAGE_EVENTS);
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final Map<Digest, Set<Place>> demanded = new HashMap<>();
  private final Demand demand = (repository, digest) -> demanded.getOrDefault(digest, Set.of());
  private final SignatureFetcherHandler handler = handler();

  private SignatureFetcherHandler handler() {
    var metrics = new FetchMetrics(new SimpleMeterRegistry(), ledger);
    var observer =
        new ImageObserver(
            pulls,
            demand,
            ledger,
            new FetchRecords("session"),
            RetrySchedule.DEFAULT,
            new Random(1),
            () -> now,
            metrics);
    return new SignatureFetcherHandler(
        codec,
        AllowedRegistries.of(List.of("registry.example.com")),
        ledger,
        observer,
        () -> now,
        metrics);
  }

  private static ImageEventRecord.Builder event(ImageAction action) {
    return ImageEventRecord.newBuilder()
        .setId("event")
        .setSource("test")
        .setAuthenticity(Authenticity.BEARER)
        .setAction(action)
        .setRegistry("registry.example.com")
        .setRepository("team/app")
        .setReceivedAt(Instant.EPOCH);
  }

  private List<OutgoingRecord<?>> handle(ImageEventRecord.Builder event) throws Exception {
    ImageEventRecord record = event.build();
    return handle(record.getRegistry() + "/" + record.getRepository(), record);
  }

  private List<OutgoingRecord<?>> handle(String key, ImageEventRecord record) throws Exception {
    byte[] bytes = codec.encode(record);
    var source =
        new ConsumerRecord<>(
            "image-events", PARTITION, 0L, key.getBytes(StandardCharsets.UTF_8), bytes);
    return handler.handle(
        new IncomingRecord(TopicCatalogue.IMAGE_EVENTS, PARTITION, 0, key, bytes, source));
  }

  private static List<String> keys(List<OutgoingRecord<?>> records) {
    return records.stream()
        .map(r -> r.topic().name() + " " + r.key() + (r.value() == null ? " gone" : ""))
        .toList();
  }

  private static <V> V only(List<OutgoingRecord<?>> records, Class<V> type) {
    return records.stream()
        .map(OutgoingRecord::value)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aPushedTagBecomesItsImageTheDigestsImageAndTheEvidenceBeforeBoth() throws Exception {
    Digest digest = pulls.put(ONE, "1.0");

    List<OutgoingRecord<?>> records = handle(event(ImageAction.PUSH).setTag("1.0"));

    assertThat(keys(records))
        .containsExactly(
            "evidence " + REPOSITORY + "@" + digest,
            "images " + REPOSITORY + ":1.0",
            "images " + REPOSITORY + "@" + digest);
    ImageRecord image = only(records, ImageRecord.class);
    assertThat(image.getDigest()).isEqualTo(digest.text());
    assertThat(image.getEvent()).isEqualTo("event");
    assertThat(image.getPlatforms()).isEmpty();
  }

  @Test
  void aPushWhoseTagHasMovedBringsBothDigests() throws Exception {
    Digest moved = pulls.put(TWO, "1.0");
    Digest pushed = pulls.put(ONE);

    List<OutgoingRecord<?>> records =
        handle(event(ImageAction.PUSH).setTag("1.0").setDigest(pushed.text()));

    assertThat(only(records, ImageRecord.class).getDigest()).isEqualTo(moved.text());
    assertThat(keys(records)).contains("images " + REPOSITORY + "@" + pushed);
  }

  @Test
  void anIndexBringsTheEvidenceOfEachInstanceAndOfItself() throws Exception {
    String a = "sha256:" + "a".repeat(64);
    Digest index =
        pulls.put(
            FakePulls.manifest(
                FakePulls.INDEX,
                "{\"manifests\":[{\"digest\":\"%s\",\"platform\":{\"os\":\"linux\",\"architecture\":\"arm64\"}}]}"
                    .formatted(a)),
            "1.0");

    List<OutgoingRecord<?>> records = handle(event(ImageAction.PUSH).setTag("1.0"));

    assertThat(keys(records))
        .contains("evidence " + REPOSITORY + "@" + a, "evidence " + REPOSITORY + "@" + index);
    assertThat(only(records, ImageRecord.class).getPlatforms())
        .containsExactly(new PlatformRecord("linux/arm64", a));
  }

  @ParameterizedTest
  @CsvSource({
    "PUSH,,.sig",
    "DELETE,,.sig",
    "PUSH,,.att",
    "DELETE,,.att",
    "PUSH,,''",
    "DELETE,,''",
    "PUSH,team-a-,.sig",
    "DELETE,v1.,.att"
  })
  void aTagOfAttachmentsFetchesTheirSubjectOnly(ImageAction action, String prefix, String suffix)
      throws Exception {
    String hex = "5".repeat(64);
    String tag = (prefix == null ? "" : prefix) + "sha256-" + hex + suffix;

    List<OutgoingRecord<?>> records =
        handle(event(action).setTag(tag).setDigest(ONE.digest().text()));

    assertThat(keys(records)).containsExactly("evidence " + REPOSITORY + "@sha256:" + hex);
    assertThat(pulls.asked).containsExactly("evidence " + REPOSITORY + "@sha256:" + hex);
  }

  @Test
  void anSbomIsNeitherAnImageNorEvidence() throws Exception {
    assertThat(handle(event(ImageAction.PUSH).setTag("sha256-" + "5".repeat(64) + ".sbom")))
        .isEmpty();
    assertThat(pulls.asked).isEmpty();
  }

  @Test
  void aTagThatOnlyLooksLikeASignatureIsAnImage() throws Exception {
    handle(event(ImageAction.PUSH).setTag("sha256-" + "5".repeat(63) + ".sig"));

    assertThat(pulls.asked).hasSize(1);
  }

  @Test
  void whatTheRegistryDoesNotHaveIsGone() throws Exception {
    String digest = ONE.digest().text();

    assertThat(keys(handle(event(ImageAction.DELETE).setTag("1.0"))))
        .containsExactly("images " + REPOSITORY + ":1.0 gone");
    assertThat(keys(handle(event(ImageAction.PUSH).setDigest(digest))))
        .containsExactly(
            "images " + REPOSITORY + "@" + digest + " gone",
            "evidence " + REPOSITORY + "@" + digest + " gone");
  }

  @Test
  void aDeletionThatTheRegistryDeniesChangesNothing() throws Exception {
    Digest digest = pulls.put(ONE, "1.0");

    assertThat(keys(handle(event(ImageAction.DELETE).setTag("1.0"))))
        .contains("images " + REPOSITORY + ":1.0", "images " + REPOSITORY + "@" + digest);
  }

  @Test
  void aRegistryInTroubleTakesNothingAway() throws Exception {
    pulls.manifests.put("1.0", Lookup.Failed.of(ReasonCode.REGISTRY_ERROR, "500"));

    List<OutgoingRecord<?>> records = handle(event(ImageAction.DELETE).setTag("1.0"));

    ImageRecord image = only(records, ImageRecord.class);
    assertThat(records).hasSize(1);
    assertThat(image.getDigest()).isNull();
    assertThat(image.getFailure().getCode()).isEqualTo("REGISTRY_ERROR");
    assertThat(image.getFailure().getAttempts()).isOne();
    assertThat(image.getFailure().getNextAttemptAt()).isAfter(now);
  }

  @Test
  void aDeletedManifestTakesItsTagsAlong() throws Exception {
    Digest digest = pulls.put(ONE, "1.0", "2.0");
    pulls.put(TWO, "3.0");
    for (String tag : List.of("1.0", "2.0", "3.0")) {
      handle(event(ImageAction.PUSH).setTag(tag));
    }
    handler.replayed(List.of(PARTITION));
    pulls.manifests.keySet().removeAll(List.of(digest.text(), "1.0"));
    pulls.put(TWO, "2.0");

    List<String> keys = keys(handle(event(ImageAction.DELETE).setDigest(digest.text())));

    assertThat(keys)
        .contains(
            "images " + REPOSITORY + "@" + digest + " gone",
            "evidence " + REPOSITORY + "@" + digest + " gone",
            "images " + REPOSITORY + ":1.0 gone",
            "images " + REPOSITORY + ":2.0")
        .noneMatch(key -> key.contains(":3.0"));
  }

  @Test
  void aDeletedLayerIsNotAskedFor() throws Exception {
    handler.replayed(List.of(PARTITION));

    assertThat(handle(event(ImageAction.DELETE).setDigest(ONE.digest().text()))).isEmpty();
    assertThat(pulls.asked).isEmpty();
  }

  @Test
  void aDeletedRepositoryTakesAllItsReferencesAlong() throws Exception {
    pulls.put(ONE, "1.0");
    handle(event(ImageAction.PUSH).setTag("1.0"));
    handler.replayed(List.of(PARTITION));
    pulls.manifests.clear();

    assertThat(keys(handle(event(ImageAction.DELETE))))
        .contains(
            "images " + REPOSITORY + ":1.0 gone",
            "images " + REPOSITORY + "@" + ONE.digest() + " gone");
  }

  @Test
  void aDeletionWaitsUntilItIsKnownWhatThereIs() throws Exception {
    ImageEventRecord.Builder event = event(ImageAction.DELETE).setDigest(ONE.digest().text());

    List<OutgoingRecord<?>> records = handle(event);

    assertThat(keys(records)).containsExactly("image-events " + REPOSITORY);
    assertThat(records.getFirst().value()).isEqualTo(event.build());
  }

  @Test
  void anotherRegistryIsNeverAsked() throws Exception {
    List<OutgoingRecord<?>> records =
        handle(event(ImageAction.PUSH).setRegistry("evil.example.com").setTag("1.0"));

    assertThat(only(records, DeadLetterRecord.class).getCode()).isEqualTo("REGISTRY_NOT_ALLOWED");
    assertThat(pulls.asked).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"../etc,1.0,", "team/app,a b,", "team/app,,sha256:..", "team/app,,"})
  void anEventThatNamesNothingIsSetAside(String repository, String tag, String digest)
      throws Exception {
    List<OutgoingRecord<?>> records =
        handle(event(ImageAction.PUSH).setRepository(repository).setTag(tag).setDigest(digest));

    assertThat(only(records, DeadLetterRecord.class).getCode()).isEqualTo("IMAGE_EVENT_INVALID");
    assertThat(pulls.asked).isEmpty();
  }

  @Test
  void anEventUnderTheKeyOfAnotherRepositoryIsSetAside() throws Exception {
    List<OutgoingRecord<?>> records =
        handle("registry.example.com/other", event(ImageAction.PUSH).setTag("1.0").build());

    assertThat(only(records, DeadLetterRecord.class).getCode()).isEqualTo("IMAGE_EVENT_INVALID");
  }

  @Test
  void evidenceThatHasNotChangedIsNotWrittenAgain() throws Exception {
    pulls.put(ONE, "1.0");
    handle(event(ImageAction.PUSH).setTag("1.0"));

    assertThat(keys(handle(event(ImageAction.PUSH).setTag("1.0"))))
        .noneMatch(key -> key.startsWith("evidence"));
  }

  @Test
  void failuresInARowAreCountedUntilOneAttemptSucceeds() throws Exception {
    pulls.put(ONE, "1.0");
    pulls.attach(
        ONE.digest(),
        Place.SIGNATURES,
        new Lookup.Failed<>(ReasonCode.REGISTRY_BUSY, "429", Duration.ofMinutes(5)));
    handle(event(ImageAction.PUSH).setTag("1.0"));
    handler.replayed(List.of(PARTITION));

    var attempts = new ArrayList<Integer>();
    for (int i = 0; i < 3; i++) {
      assertThat(ledger.takeDue(now, 10)).isEmpty();
      now = now.plus(Duration.ofHours(2));
      EvidenceRecord evidence =
          only(handler.retry(ledger.takeDue(now, 10).getFirst()), EvidenceRecord.class);
      assertThat(evidence.getEvent()).isEqualTo("event");
      assertThat(evidence.getFailure().getNextAttemptAt()).isAfter(now.plus(Duration.ofMinutes(5)));
      attempts.add(evidence.getFailure().getAttempts());
    }
    pulls.attachments.clear();
    now = now.plus(Duration.ofHours(2));
    List<OutgoingRecord<?>> last = handler.retry(ledger.takeDue(now, 10).getFirst());

    assertThat(attempts).containsExactly(2, 3, 4);
    assertThat(only(last, EvidenceRecord.class).getFailure()).isNull();
    assertThat(ledger.waiting()).isZero();
  }

  @Test
  void anAttemptThatAnEventForestalledIsNotMade() throws Exception {
    pulls.manifests.put("1.0", Lookup.Failed.of(ReasonCode.REGISTRY_ERROR, "500"));
    handle(event(ImageAction.PUSH).setTag("1.0"));
    handler.replayed(List.of(PARTITION));
    now = now.plus(Duration.ofHours(1));
    FetchLedger.Due due = ledger.takeDue(now, 10).getFirst();
    pulls.put(ONE, "1.0");
    handle(event(ImageAction.PUSH).setTag("1.0"));
    pulls.asked.clear();

    assertThat(handler.retry(due)).isEmpty();
    assertThat(pulls.asked).isEmpty();
  }
}
