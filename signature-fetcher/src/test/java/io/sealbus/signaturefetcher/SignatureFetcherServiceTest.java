package io.sealbus.signaturefetcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.broker.EmbeddedBroker;
import io.sealbus.runtime.bus.BusConfig;
import io.sealbus.runtime.bus.OutgoingRecord;
import io.sealbus.runtime.bus.RecordSender;
import io.sealbus.runtime.bus.TraceContext;
import io.sealbus.runtime.config.Configuration;
import io.sealbus.runtime.service.ServiceHost;
import io.sealbus.schemas.AttachmentKind;
import io.sealbus.schemas.Authenticity;
import io.sealbus.schemas.Completeness;
import io.sealbus.schemas.DeadLetterRecord;
import io.sealbus.schemas.EvidenceRecord;
import io.sealbus.schemas.ImageAction;
import io.sealbus.schemas.ImageEventRecord;
import io.sealbus.schemas.ImageRecord;
import io.sealbus.schemas.PlatformRecord;
import io.sealbus.schemas.PolicyRecord;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.testkit.Content;
import io.sealbus.testkit.Fault;
import io.sealbus.testkit.Repository;
import io.sealbus.testkit.SignatureManifest;
import io.sealbus.testkit.TestImage;
import io.sealbus.testkit.TestIndex;
import io.sealbus.testkit.TestKey;
import io.sealbus.testkit.TestReferrer;
import io.sealbus.testkit.TestRegistry;
import io.sealbus.testkit.TestSigner;
import io.sealbus.testkit.Webhook;
import io.sealbus.verification.ReasonCode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole service: a registry that notifies, a broker, and what stands on the topics. */
class SignatureFetcherServiceTest {
  private static final String SECRET = "one-of-two";

  private static final Content BUNDLE =
      Content.of("application/vnd.dev.sigstore.bundle.v0.3+json", "{}");

  private static final TestKey SIGNER = TestKey.of(TestKey.Kind.P256, "signer");

  @TempDir private static Path directory;
  private static EmbeddedBroker broker;
  private static int tests;

  private final TestRegistry registry = TestRegistry.start();
  private final TestRegistry quiet = TestRegistry.start();
  private final Repository repository = registry.repository("team/app");
  private ServiceHost host;
  private Table<ImageRecord> images;
  private Table<EvidenceRecord> evidence;
  private Table<DeadLetterRecord> deadLetters;

  @BeforeAll
  static void startBroker() {
    broker = EmbeddedBroker.start(EmbeddedBroker.Config.in(directory.resolve("broker")));
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @BeforeEach
  void start() {
    tests++;
    host = startService();
    registry.notify(
        Webhook.to(URI.create("http://127.0.0.1:" + host.port() + "/v1/webhooks/distribution/main"))
            .header("Authorization", "Bearer " + SECRET));
    BusConfig bus = BusConfig.from(configuration());
    images = new Table<>(bus, TopicCatalogue.IMAGES);
    evidence = new Table<>(bus, TopicCatalogue.EVIDENCE);
    deadLetters = new Table<>(bus, TopicCatalogue.DEAD_LETTERS);
  }

  @AfterEach
  void stop() {
    images.close();
    evidence.close();
    deadLetters.close();
    host.close();
    registry.close();
    quiet.close();
  }

  private ServiceHost startService() {
    return ServiceHost.start(
        List.of(SignatureFetcherService.DEFINITION),
        configuration(),
        InstantSource.system(),
        progress -> {});
  }

  private Configuration configuration() {
    Map<String, String> values = new HashMap<>();
    values.put("bus.bootstrap.servers", broker.bootstrapServers());
    values.put("bus.prefix", "test-" + tests);
    values.put("bus.partitions", "3");
    values.put("http.port", "0");
    values.put("state.directory", directory.resolve("state").toString());
    values.put("fetcher.registries", registry.address() + "," + quiet.address());
    values.put("fetcher.registry.plain-http", registry.address() + "," + quiet.address());
    values.put("fetcher.webhook.secrets", "main=old,main=" + SECRET);
    values.put("fetcher.retry.first", "PT0.2S");
    values.put("fetcher.retry.cap", "PT0.5S");
    return Configuration.of(values, ServiceHost.keys(List.of(SignatureFetcherService.DEFINITION)));
  }

  private String byTag(String tag) {
    return repository.reference() + ":" + tag;
  }

  private String byDigest(String digest) {
    return repository.reference() + "@" + digest;
  }

  @Test
  void aSignedIndexBecomesImagesAndEvidenceOfEachInstance() {
    TestImage amd = TestImage.of("one");
    TestImage arm = TestImage.of("one").forArchitecture("arm64");
    TestIndex index = TestIndex.of(amd, arm);
    String digest = index.manifest().digest();
    index.pushTo(repository);
    repository.putManifest("1.0", index.manifest());

    TestSigner.with(SIGNER).signAndAttach(repository, "1.0", index);

    ImageRecord image = images.await(byTag("1.0"), i -> i.getDigest() != null);
    assertThat(image.getDigest()).isEqualTo(digest);
    assertThat(image.getPlatforms())
        .extracting(PlatformRecord::getDigest)
        .containsExactly(amd.manifest().digest(), arm.manifest().digest());
    assertThat(images.await(byDigest(digest), i -> true).getDigest()).isEqualTo(digest);
    evidence.await(byDigest(digest), e -> e.getAttachments().size() == 1);
    evidence.await(
        byDigest(amd.manifest().digest()),
        e -> e.getCompleteness() == Completeness.COMPLETE && e.getAttachments().isEmpty());
    assertThat(images.keys()).noneMatch(key -> key.contains(".sig"));
  }

  @Test
  void aSignatureThatComesLaterReplacesTheEvidenceOfItsImageOnly() throws Exception {
    TestImage image = TestImage.of("one");
    String digest = image.manifest().digest();
    repository.putManifest("1.0", image.manifest());
    EvidenceRecord before = evidence.await(byDigest(digest), e -> true);
    assertThat(before.getAttachments()).isEmpty();

    TestSigner.with(SIGNER).signAndAttach(repository, "1.0", image);

    EvidenceRecord after = evidence.await(byDigest(digest), e -> !e.getAttachments().isEmpty());
    assertThat(after.getContentDigest()).isNotEqualTo(before.getContentDigest());
    assertThat(registry.awaitNotifications(Duration.ofSeconds(20))).isTrue();
    images.await(byTag("1.0"), i -> true);
    assertThat(images.written(byTag("1.0"))).isOne();
  }

  @Test
  void aRegistryInTroubleIsAskedAgainUntilItAnswers() {
    TestImage image = TestImage.of("one");
    String digest = image.manifest().digest();
    Fault atTheTag = Fault.at(registry.address(), "/v2/team/app/manifests/1.0");
    registry.inject(atTheTag.answer(500, "oops"));
    registry.inject(
        Fault.at(registry.address(), "/v2/team/app/manifests/" + digest.replace(':', '-') + ".sig")
            .answer(403, "{}"));

    repository.putManifest("1.0", image.manifest());

    ImageRecord failed =
        images.await(
            byTag("1.0"), i -> i.getFailure() != null && i.getFailure().getAttempts() >= 2);
    assertThat(failed.getDigest()).isNull();
    assertThat(failed.getFailure().getCode()).isEqualTo(ReasonCode.REGISTRY_ERROR.name());

    // The newest strikes first, and has no effect.
    registry.inject(atTheTag);
    assertThat(images.await(byTag("1.0"), i -> i.getDigest() != null).getFailure()).isNull();
    EvidenceRecord unknown =
        evidence.await(byDigest(digest), e -> e.getFailure().getAttempts() >= 3);
    assertThat(unknown.getCompleteness()).isEqualTo(Completeness.FAILED);
    assertThat(unknown.getFailure().getCode()).isEqualTo(ReasonCode.REGISTRY_UNAUTHORIZED.name());

    registry.clearFaults();
    evidence.await(byDigest(digest), e -> e.getCompleteness() == Completeness.COMPLETE);
  }

  @Test
  void attemptsThatAreDueAreMadeAfterARestart() {
    TestImage image = TestImage.of("one");
    registry.inject(Fault.at(registry.address(), "/v2/team/app/manifests/1.0").answer(500, "oops"));
    repository.putManifest("1.0", image.manifest());
    images.await(byTag("1.0"), i -> i.getFailure() != null && i.getFailure().getAttempts() >= 2);

    host.close();
    registry.clearFaults();
    host = startService();

    images.await(byTag("1.0"), i -> i.getDigest() != null);
  }

  @Test
  void aDeletedManifestTakesItsTagsAlong() {
    TestImage image = TestImage.of("one");
    TestImage other = TestImage.of("other");
    String digest = image.manifest().digest();
    repository.putManifest("1.0", image.manifest());
    repository.putManifest("2.0", image.manifest());
    repository.putManifest("3.0", other.manifest());
    images.await(byTag("1.0"), i -> true);
    images.await(byTag("2.0"), i -> true);
    images.await(byTag("3.0"), i -> true);

    repository.deleteManifest(digest);

    images.awaitGone(byDigest(digest));
    images.awaitGone(byTag("1.0"));
    images.awaitGone(byTag("2.0"));
    evidence.awaitGone(byDigest(digest));
    assertThat(images.keys())
        .containsExactlyInAnyOrder(byTag("3.0"), byDigest(other.manifest().digest()));
  }

  @Test
  void aSignedImageCostsThreeRequestsAndThenTwo() throws Exception {
    Repository there = quiet.repository("team/app");
    TestImage image = TestImage.of("one");
    image.pushTo(there, "1.0");
    TestSigner.with(SIGNER).signAndAttach(there, "1.0", image);
    String tag = there.reference() + ":1.0";
    String digest = there.reference() + "@" + image.digest();

    quiet.clearRequests();
    tellOfTag();
    images.await(tag, i -> true);
    assertThat(quiet.requests()).hasSize(3);

    quiet.clearRequests();
    tellOfTag();
    images.await(tag, i -> images.written(tag) == 2);
    assertThat(quiet.requests()).hasSize(2);
    evidence.await(digest, e -> true);
    assertThat(evidence.written(digest)).isOne();

    quiet.clearRequests();
    applyPolicy(
        quiet.address(),
        "\"attestations\":[{\"name\":\"b\",\"predicateType\":\"https://p.example\"}]");
    evidence.await(digest, e -> holds(e, AttachmentKind.ATTESTATION_TAG, 0));
    assertThat(quiet.requests()).hasSize(2);
  }

  private void tellOfTag() throws Exception {
    ImageEventRecord event =
        ImageEventRecord.newBuilder()
            .setId("event")
            .setSource("test")
            .setAuthenticity(Authenticity.BEARER)
            .setAction(ImageAction.PUSH)
            .setRegistry(quiet.address())
            .setRepository("team/app")
            .setTag("1.0")
            .setReceivedAt(Instant.EPOCH)
            .build();
    send(
        OutgoingRecord.of(
            TopicCatalogue.IMAGE_EVENTS, quiet.repository("team/app").reference(), event));
  }

  private void send(OutgoingRecord<?> record) throws Exception {
    BusConfig bus = BusConfig.from(configuration());
    try (var sender = new RecordSender(bus, bus.codecs(), "test", InstantSource.system())) {
      sender.sendAll(List.of(record), TraceContext.root()).get();
    }
  }

  @Test
  void tellsHowOldWhatItKnowsOfARegistryIs() throws Exception {
    repository.putManifest("1.0", TestImage.of("one").manifest());
    images.await(byTag("1.0"), i -> true);

    assertThat(Metrics.of(host))
        .containsPattern(
            "sealbus_fetcher_registry_answer_age_seconds\\{registry=\""
                + registry.address()
                + "\",?\\} [0-9]")
        .contains("sealbus_fetcher_registry_observation_age_seconds");
  }

  @Test
  void anotherRegistryIsNeverContacted() {
    Repository foreign = registry.host("foreign.example.com").repository("team/app");

    foreign.putManifest("1.0", TestImage.of("one").manifest());

    DeadLetterRecord letter = deadLetters.await("distribution/main", d -> true);
    assertThat(letter.getCode()).isEqualTo(ReasonCode.REGISTRY_NOT_ALLOWED.name());
    assertThat(registry.requests()).isEmpty();
  }

  private static boolean holds(EvidenceRecord record, AttachmentKind kind, int attachments) {
    return record.getPlaces().stream()
        .anyMatch(place ->
            place.getKind() == kind
                && place.getCompleteness() == Completeness.COMPLETE
                && place.getAttachments().size() == attachments);
  }

  @Test
  void aReferrerThatComesWithoutATagReachesTheEvidenceAndLeavesItAgain() {
    TestImage image = TestImage.of("one");
    image.pushTo(repository, "1.0");
    evidence.await(byDigest(image.digest()), e -> holds(e, AttachmentKind.REFERRER, 0));

    TestReferrer referrer = TestReferrer.of(image, BUNDLE.mediaType(), BUNDLE).pushTo(repository);
    evidence.await(byDigest(image.digest()), e -> holds(e, AttachmentKind.REFERRER, 1));
    repository.deleteManifest(referrer.manifest().digest());

    evidence.await(byDigest(image.digest()), e -> holds(e, AttachmentKind.REFERRER, 0));
    assertThat(images.keys()).noneMatch(key -> key.contains(referrer.manifest().digest()));
  }

  @Test
  void withoutTheApiTheFallbackTagTellsOfReferrers() {
    registry.referrersApi(false);
    TestImage image = TestImage.of("one");
    image.pushTo(repository, "1.0");
    TestReferrer referrer = TestReferrer.of(image, BUNDLE.mediaType(), BUNDLE).pushTo(repository);

    TestReferrer.list(repository, image.digest(), referrer.manifest());

    evidence.await(byDigest(image.digest()), e -> holds(e, AttachmentKind.REFERRER, 1));
    assertThat(images.keys()).noneMatch(key -> key.contains(":sha256-"));
  }

  @Test
  void aSignatureWhoseManifestIsDeletedIsWithdrawn() {
    TestImage image = TestImage.of("one");
    image.pushTo(repository, "1.0");
    TestSigner.with(SIGNER).signAndAttach(repository, "1.0", image);
    evidence.await(byDigest(image.digest()), e -> e.getAttachments().size() == 1);
    String tag = "sha256-" + image.digest().substring("sha256:".length()) + ".sig";

    repository.deleteManifest(repository.manifest(tag).orElseThrow().digest());

    evidence.await(
        byDigest(image.digest()),
        e -> e.getAttachments().isEmpty() && e.getCompleteness() == Completeness.COMPLETE);
  }

  @Test
  void aPolicyHasImagesFetchedFromWhereItSaysAndWhatComesThereLater() throws Exception {
    Repository source = registry.repository("team/signatures");
    TestImage image = TestImage.of("one");
    TestImage other = TestImage.of("other");
    image.pushTo(repository, "1.0");
    other.pushTo(registry.repository("else/app"), "1.0");
    evidence.await(byDigest(image.digest()), e -> true);
    String elsewhere = registry.repository("else/app").reference() + "@" + other.digest();
    evidence.await(elsewhere, e -> true);

    applyPolicy(
        registry.address(),
        "\"source\":[{\"oci\":\"%s\",\"tagPrefix\":\"team-a-\"}]".formatted(source.reference()));
    EvidenceRecord empty =
        evidence.await(byDigest(image.digest()), e -> holds(e, AttachmentKind.SIGNATURE_TAG, 0));
    String tag = "team-a-sha256-" + image.digest().substring("sha256:".length()) + ".sig";
    TestSigner signer = TestSigner.with(SIGNER);
    var signature = signer.sign(repository.reference(), image);
    source
        .putBlob(signature.payload())
        .putManifest(tag, SignatureManifest.of(signature).manifest());

    evidence.await(byDigest(image.digest()), e -> holds(e, AttachmentKind.SIGNATURE_TAG, 1));
    assertThat(empty.getPlaces().getLast().getRepository()).isEqualTo(source.reference());
    assertThat(evidence.written(elsewhere)).isOne();
    assertThat(images.keys()).noneMatch(key -> key.contains("signatures"));
  }

  /** Applies a policy for the team's images, with an authority that has this member. */
  private void applyPolicy(String address, String member) throws Exception {
    String spec =
        "{\"images\":[{\"glob\":\""
            + address
            + "/team/**\"}],\"authorities\":[{"
            + "\"name\":\"a\",\"key\":{\"data\":\"k\",\"hashAlgorithm\":\"sha256\"},"
            + member
            + "}],\"mode\":\"enforce\"}";
    PolicyRecord policy =
        PolicyRecord.newBuilder()
            .setGroup("policy.sigstore.dev")
            .setVersion("v1beta1")
            .setKind("ClusterImagePolicy")
            .setName("p")
            .setSpec(spec)
            .setDocument("{}")
            .setOrigin("http")
            .setAcceptedAt(Instant.EPOCH)
            .build();
    send(
        OutgoingRecord.of(
            TopicCatalogue.POLICIES, "policy.sigstore.dev/ClusterImagePolicy//p", policy));
  }
}
