package io.sealbus.signaturefetcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sealbus.runtime.bus.IncomingRecord;
import io.sealbus.runtime.bus.OutgoingRecord;
import io.sealbus.schemas.AttachmentKind;
import io.sealbus.schemas.Authenticity;
import io.sealbus.schemas.Completeness;
import io.sealbus.schemas.DeadLetterRecord;
import io.sealbus.schemas.EvidenceRecord;
import io.sealbus.schemas.ImageAction;
import io.sealbus.schemas.ImageEventRecord;
import io.sealbus.schemas.ImageRecord;
import io.sealbus.schemas.PlaceRecord;
import io.sealbus.schemas.PlatformRecord;
import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.RecordCodecs;
import io.sealbus.schemas.ReferrerRecord;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.signaturefetcher.registry.Lookup;
import io.sealbus.signaturefetcher.registry.Manifest;
import io.sealbus.signaturefetcher.registry.PulledAttachment;
import io.sealbus.signaturefetcher.registry.PulledPlace;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.evidence.Discovery;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.reference.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
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
  private final Set<RepositoryName> watched = new HashSet<>();
  private StaleEvidence stale;
  private final SourceEvents sources =
      new SourceEvents(codec, this::isWatched, () -> stale.change());
  private final SignatureFetcherHandler handler = handler();

  private boolean isWatched(String repository) {
    return watched.stream().anyMatch(one -> one.toString().equals(repository));
  }

  private SignatureFetcherHandler handler() {
    stale = new StaleEvidence(ledger, demand, sources);
    return TestHandler.of(pulls, demand, ledger, stale, () -> now);
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

  private static PulledPlace place(Digest manifest, Attachment... attachments) {
    return new PulledPlace(
        List.of(attachments).stream().map(one -> new PulledAttachment(one, 7)).toList(),
        Set.of(manifest),
        0);
  }

  private static final Attachment BUNDLE =
      new Attachment(
          "application/vnd.dev.sigstore.bundle.v0.3+json",
          new Digest("sha256:" + "b".repeat(64)),
          Bytes.utf8("bundle"),
          Map.of(),
          new Attachment.Referrer(new Digest("sha256:" + "7".repeat(64)), "type", 1));

  @Test
  void aRecordHasTheNodesPlaceWhereItAlwaysWasAndTheOthersBesideIt() throws Exception {
    pulls.put(ONE, "1.0");
    pulls.attach(ONE.digest(), Place.REFERRERS, new Lookup.Found<>(place(TWO.digest(), BUNDLE)));
    pulls.attach(
        ONE.digest(), Place.ATTESTATIONS, Lookup.Failed.of(ReasonCode.REGISTRY_ERROR, "500"));

    EvidenceRecord record =
        only(handle(event(ImageAction.PUSH).setTag("1.0")), EvidenceRecord.class);

    assertThat(record.getCompleteness()).isEqualTo(Completeness.COMPLETE);
    assertThat(record.getAttachments()).isEmpty();
    assertThat(record.getFailure()).isNull();
    assertThat(record.getPlaces())
        .extracting(PlaceRecord::getKind, PlaceRecord::getCompleteness)
        .containsExactly(
            tuple(AttachmentKind.ATTESTATION_TAG, Completeness.FAILED),
            tuple(AttachmentKind.REFERRER, Completeness.COMPLETE));
    assertThat(record.getPlaces().getFirst().getFailure().getCode()).isEqualTo("REGISTRY_ERROR");
    assertThat(record.getPlaces().getLast().getAttachments().getFirst().getReferrer())
        .isEqualTo(new ReferrerRecord("sha256:" + "7".repeat(64), "type", 1));
  }

  @Test
  void onePlaceThatFailsIsTriedAgainAndIsNoStateOfTheOthers() throws Exception {
    pulls.put(ONE, "1.0");
    pulls.attach(ONE.digest(), Place.REFERRERS, Lookup.Failed.of(ReasonCode.REGISTRY_ERROR, "500"));
    handle(event(ImageAction.PUSH).setTag("1.0"));
    handler.replayed(List.of(PARTITION));
    now = now.plus(Duration.ofHours(1));
    pulls.attachments.clear();

    List<OutgoingRecord<?>> records = handler.retry(ledger.takeDue(now, 10).getFirst());

    assertThat(only(records, EvidenceRecord.class).getPlaces())
        .allMatch(place -> place.getCompleteness() == Completeness.COMPLETE);
    assertThat(ledger.waiting()).isZero();
  }

  @Test
  void theContentDigestTellsPlacesFromEachOther() throws Exception {
    pulls.put(ONE, "1.0");
    pulls.attach(ONE.digest(), Place.REFERRERS, new Lookup.Found<>(place(TWO.digest(), BUNDLE)));
    EvidenceRecord referrer =
        only(handle(event(ImageAction.PUSH).setTag("1.0")), EvidenceRecord.class);
    pulls.attachments.clear();
    pulls.attach(ONE.digest(), Place.ATTESTATIONS, new Lookup.Found<>(place(TWO.digest(), BUNDLE)));
    EvidenceRecord attestation =
        only(handle(event(ImageAction.PUSH).setTag("1.0")), EvidenceRecord.class);

    assertThat(attestation.getContentDigest()).isNotEqualTo(referrer.getContentDigest());
  }

  @Test
  void aPushedReferrerFetchesTheEvidenceOfItsSubjectAndIsNoImage() throws Exception {
    Digest referrer =
        pulls.put(
            FakePulls.manifest(
                FakePulls.IMAGE,
                "{\"artifactType\":\"a/b\",\"layers\":[],\"subject\":{\"digest\":\"%s\"}}"
                    .formatted(ONE.digest())));

    assertThat(keys(handle(event(ImageAction.PUSH).setDigest(referrer.text()))))
        .containsExactly("evidence " + REPOSITORY + "@" + ONE.digest());
  }

  @Test
  void anImageThatClaimsASubjectIsAnImageAllTheSame() throws Exception {
    Digest image =
        pulls.put(
            FakePulls.manifest(
                FakePulls.IMAGE,
                ("{\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\"},"
                        + "\"layers\":[],\"subject\":{\"digest\":\"%s\"}}")
                    .formatted(ONE.digest())));

    assertThat(keys(handle(event(ImageAction.PUSH).setDigest(image.text()))))
        .contains("images " + REPOSITORY + "@" + image, "evidence " + REPOSITORY + "@" + image)
        .contains("evidence " + REPOSITORY + "@" + ONE.digest());
  }

  @Test
  void aDeletedManifestThatBroughtAttachmentsHasThemFetchedAgain() throws Exception {
    pulls.put(ONE, "1.0");
    pulls.attach(ONE.digest(), Place.REFERRERS, new Lookup.Found<>(place(TWO.digest(), BUNDLE)));
    handle(event(ImageAction.PUSH).setTag("1.0"));
    handler.replayed(List.of(PARTITION));
    pulls.attachments.clear();

    List<OutgoingRecord<?>> records =
        handle(event(ImageAction.DELETE).setDigest(TWO.digest().text()));

    assertThat(keys(records)).containsExactly("evidence " + REPOSITORY + "@" + ONE.digest());
    assertThat(only(records, EvidenceRecord.class).getPlaces().getLast().getAttachments())
        .isEmpty();
  }

  private static final Place ELSEWHERE =
      new Place(Discovery.SIGNATURE_TAG, "signatures.example.com/sigs", "");

  @Test
  void aPlaceThatAPolicyAsksForIsLookedAtForEachPush() throws Exception {
    pulls.put(ONE, "1.0");
    demanded.put(ONE.digest(), Set.of(ELSEWHERE));

    EvidenceRecord record =
        only(handle(event(ImageAction.PUSH).setTag("1.0")), EvidenceRecord.class);

    assertThat(record.getPlaces().getLast().getRepository())
        .isEqualTo("signatures.example.com/sigs");
  }

  @Test
  void aPolicyThatAsksForANewPlaceMakesTheImagesItIsAboutStaleAndNoOthers() throws Exception {
    pulls.put(ONE, "1.0");
    pulls.put(TWO, "2.0");
    handle(event(ImageAction.PUSH).setTag("1.0"));
    handle(event(ImageAction.PUSH).setTag("2.0"));
    handler.replayed(List.of(PARTITION));
    assertThat(stale.take(10)).isEmpty();

    demanded.put(ONE.digest(), Set.of(ELSEWHERE));
    stale.change();
    List<StaleEvidence.Stale> first = stale.take(10);

    assertThat(first)
        .containsExactly(new StaleEvidence.Stale(REPOSITORY + "@" + ONE.digest(), PARTITION));
    assertThat(keys(handler.refresh(first.getFirst())))
        .containsExactly("evidence " + REPOSITORY + "@" + ONE.digest());
    stale.change();
    assertThat(stale.take(10)).isEmpty();
  }

  @Test
  void whatIsStaleIsTakenALittleAtATimeAndOnlyOnceItIsKnownWhatThereIs() throws Exception {
    pulls.put(ONE, "1.0");
    pulls.put(TWO, "2.0");
    handle(event(ImageAction.PUSH).setTag("1.0"));
    handle(event(ImageAction.PUSH).setTag("2.0"));
    demanded.put(ONE.digest(), Set.of(ELSEWHERE));
    demanded.put(TWO.digest(), Set.of(ELSEWHERE));
    assertThat(stale.take(10)).isEmpty();

    handler.replayed(List.of(PARTITION));

    assertThat(stale.take(1)).hasSize(1);
    assertThat(stale.waiting()).isOne();
    assertThat(stale.take(0)).isEmpty();
    assertThat(stale.take(10)).hasSize(1);
  }

  @Test
  void evidenceOfAVersionThatKnewOnePlaceIsFetchedAgain() {
    String key = REPOSITORY + "@" + ONE.digest();
    var source =
        new ConsumerRecord<>(
            "evidence", PARTITION, 0L, key.getBytes(StandardCharsets.UTF_8), new byte[1]);
    source.headers().add("sealbus_digest", "sha256:old".getBytes(StandardCharsets.UTF_8));
    ledger.came(
        new IncomingRecord(TopicCatalogue.EVIDENCE, PARTITION, 0, key, new byte[1], source));
    handler.replayed(List.of(PARTITION));

    assertThat(stale.take(10)).containsExactly(new StaleEvidence.Stale(key, PARTITION));
  }

  private void happened(String repository, ImageEventRecord.Builder event, Instant at) {
    ImageEventRecord record =
        event.setRegistry("signatures.example.com").setRepository(repository).build();
    String key = record.getRegistry() + "/" + record.getRepository();
    byte[] value = codec.encode(record);
    var source =
        new ConsumerRecord<byte[], byte[]>(
            "image-events",
            0,
            0L,
            at.toEpochMilli(),
            org.apache.kafka.common.record.TimestampType.CREATE_TIME,
            0,
            0,
            key.getBytes(StandardCharsets.UTF_8),
            value,
            new org.apache.kafka.common.header.internals.RecordHeaders(),
            java.util.Optional.empty());
    sources.records(
        List.of(new IncomingRecord(TopicCatalogue.IMAGE_EVENTS, 0, 0, key, value, source)));
  }

  @Test
  void whatHappensInARepositoryThatAPolicyNamesTouchesTheImagesThatItIsAbout() throws Exception {
    watched.add(new RepositoryName("signatures.example.com", "sigs"));
    pulls.put(ONE, "1.0");
    pulls.put(TWO, "2.0");
    demanded.put(ONE.digest(), Set.of(ELSEWHERE));
    demanded.put(TWO.digest(), Set.of(ELSEWHERE));
    pulls.attach(ONE.digest(), ELSEWHERE, new Lookup.Found<>(place(BUNDLE.digest(), BUNDLE)));
    handle(event(ImageAction.PUSH).setTag("1.0"));
    handle(event(ImageAction.PUSH).setTag("2.0"));
    handler.replayed(List.of(PARTITION));
    Instant later = now.plusSeconds(60);
    String tag = "sha256-" + TWO.digest().hex() + ".sig";
    assertThat(stale.take(10)).isEmpty();

    happened("other", event(ImageAction.PUSH).setTag(tag), later);
    happened("sigs", event(ImageAction.PUSH).setTag(tag), now.minusSeconds(60));
    happened("sigs", event(ImageAction.PUSH).setTag("1.0"), later);
    assertThat(stale.take(10)).isEmpty();

    happened("sigs", event(ImageAction.PUSH).setTag("team-a-" + tag), later);
    assertThat(stale.take(10))
        .extracting(StaleEvidence.Stale::key)
        .containsExactly(REPOSITORY + "@" + TWO.digest());

    now = later.plusSeconds(60);
    happened("sigs", event(ImageAction.DELETE).setDigest(BUNDLE.digest().text()), now);
    assertThat(stale.take(10))
        .extracting(StaleEvidence.Stale::key)
        .contains(REPOSITORY + "@" + ONE.digest());
  }

  private IncomingRecord arriving(long offset, Instant told, ImageEventRecord.Builder event) {
    byte[] bytes = codec.encode(event.build());
    var source =
        new ConsumerRecord<>(
            "image-events",
            PARTITION,
            offset,
            told.toEpochMilli(),
            TimestampType.CREATE_TIME,
            0,
            0,
            REPOSITORY.getBytes(StandardCharsets.UTF_8),
            bytes,
            new RecordHeaders(),
            Optional.empty());
    var record =
        new IncomingRecord(
            TopicCatalogue.IMAGE_EVENTS, PARTITION, offset, REPOSITORY, bytes, source);
    handler.arrived(record);
    return record;
  }

  @Test
  void ofEventsThatHavePiledUpAboutOneTagOneAsks() throws Exception {
    pulls.put(ONE, "1.0");
    Instant yesterday = now.minus(Duration.ofDays(1));
    var first = arriving(0, yesterday, event(ImageAction.PUSH).setTag("1.0"));
    var second = arriving(1, yesterday, event(ImageAction.PUSH).setTag("1.0"));
    var other = arriving(2, yesterday, event(ImageAction.PUSH).setTag("2.0"));

    assertThat(handler.handle(first)).isNotEmpty();
    assertThat(handler.handle(second)).isEmpty();
    assertThat(handler.handle(other)).isNotEmpty();

    // What came after the registry was asked has no answer yet, however old it says it is.
    var later = arriving(3, yesterday, event(ImageAction.PUSH).setTag("1.0"));
    assertThat(handler.handle(later)).isNotEmpty();
  }

  @Test
  void aRegistryThatDidNotAnswerIsAskedForEachEvent() throws Exception {
    pulls.manifests.put("1.0", Lookup.Failed.of(ReasonCode.REGISTRY_ERROR, "500"));
    Instant yesterday = now.minus(Duration.ofDays(1));
    var first = arriving(0, yesterday, event(ImageAction.PUSH).setTag("1.0"));
    var second = arriving(1, yesterday, event(ImageAction.PUSH).setTag("1.0"));
    handler.handle(first);
    pulls.put(ONE, "1.0");

    assertThat(only(handler.handle(second), ImageRecord.class).getDigest()).isNotNull();
  }

  @Test
  void whatWasToldJustNowIsAskedForEvenIfItWasAskedForAlready() throws Exception {
    pulls.put(ONE, "1.0");
    var first = arriving(0, now, event(ImageAction.PUSH).setTag("1.0"));
    var second = arriving(1, now, event(ImageAction.PUSH).setTag("1.0"));

    handler.handle(first);
    pulls.put(TWO, "1.0");

    assertThat(only(handler.handle(second), ImageRecord.class).getDigest())
        .isEqualTo(TWO.digest().text());
  }

  @Test
  void whatIsPushedToAMirrorTouchesTheImageThatIsMirrored() throws Exception {
    var mirror = new RepositoryName("signatures.example.com", "mirrored/app");
    watched.add(mirror);
    pulls.put(ONE, "1.0");
    pulls.put(TWO, "2.0");
    demanded.put(ONE.digest(), Set.of(Place.mirror(mirror.toString())));
    demanded.put(TWO.digest(), Set.of(Place.mirror(mirror.toString())));
    handle(event(ImageAction.PUSH).setTag("1.0"));
    handle(event(ImageAction.PUSH).setTag("2.0"));
    handler.replayed(List.of(PARTITION));
    assertThat(stale.take(10)).isEmpty();

    now = now.plusSeconds(60);
    happened(
        "mirrored/app", event(ImageAction.PUSH).setTag("1.0").setDigest(ONE.digest().text()), now);
    assertThat(stale.take(10))
        .extracting(StaleEvidence.Stale::key)
        .containsExactly(REPOSITORY + "@" + ONE.digest());
  }
}
