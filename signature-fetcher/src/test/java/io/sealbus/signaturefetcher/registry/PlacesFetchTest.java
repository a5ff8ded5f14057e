package io.sealbus.signaturefetcher.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.signaturefetcher.registry.Lookup.Failed;
import io.sealbus.signaturefetcher.registry.Lookup.Found;
import io.sealbus.testkit.Content;
import io.sealbus.testkit.Fault;
import io.sealbus.testkit.RecordedRequest;
import io.sealbus.testkit.Repository;
import io.sealbus.testkit.SignatureManifest;
import io.sealbus.testkit.TestImage;
import io.sealbus.testkit.TestIndex;
import io.sealbus.testkit.TestKey;
import io.sealbus.testkit.TestReferrer;
import io.sealbus.testkit.TestRegistry;
import io.sealbus.testkit.TestSigner;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.evidence.Discovery;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.reference.Digest;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every place at a registry, honest and hostile. */
class PlacesFetchTest {
  private static final String HOST = "registry.example.com";
  private static final String SOURCE = "signatures.example.com";
  private static final RepositoryName NAME = new RepositoryName(HOST, "team/app");
  private static final TestImage IMAGE = TestImage.of("app");
  private static final Digest DIGEST = new Digest(IMAGE.digest());
  private static final String REFERRERS = "/v2/team/app/referrers/" + DIGEST;
  private static final String BUNDLE_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";
  private static final Content BUNDLE = Content.of(BUNDLE_TYPE, "{\"bundle\":1}");
  private static final Content DSSE = Content.of("application/vnd.dsse.envelope.v1+json", "{}");

  private final TestRegistry registry = TestRegistry.start();
  private final Repository repository = registry.host(HOST).repository("team/app");
  private final Vertx vertx = Vertx.vertx();
  private final RegistryClient client =
      new RegistryClient(
          vertx,
          new RegistrySettings(
              Map.of(HOST, registry.endpointOf(HOST), SOURCE, registry.endpointOf(SOURCE)),
              Set.of(HOST, SOURCE),
              Map.of(),
              new RegistryLimits(
                  1 << 20,
                  1 << 20,
                  1 << 20,
                  Duration.ofSeconds(5),
                  Duration.ofSeconds(5),
                  Duration.ofSeconds(5),
                  8,
                  Duration.ofSeconds(5))),
          CredentialsFile.NONE,
          InstantSource.system());
  private final ContentCache cache = new ContentCache(1 << 20);

  @BeforeEach
  void push() {
    IMAGE.pushTo(repository, "1.0");
  }

  @AfterEach
  void stop() {
    client.close();
    vertx.close().await();
    registry.close();
  }

  private Lookup<PulledPlace> fetch(Place place) {
    return new EvidenceFetch(client, cache).fetch(NAME, DIGEST, place);
  }

  private PulledPlace found(Place place) {
    assertThat(fetch(place)).isInstanceOf(Found.class);
    return ((Found<PulledPlace>) fetch(place)).value();
  }

  private ReasonCode failed(Place place) {
    Lookup<PulledPlace> lookup = fetch(place);
    assertThat(lookup).isInstanceOf(Failed.class);
    return ((Failed<PulledPlace>) lookup).code();
  }

  private static List<String> contents(PulledPlace place) {
    return place.attachments().stream()
        .map(pulled -> String.valueOf(pulled.attachment().content().toUtf8()))
        .toList();
  }

  private void attest(Repository to, String tag, Content... layers) {
    for (Content layer : layers) {
      to.putBlob(layer);
    }
    String list =
        List.of(layers).stream()
            .map(layer -> layer.descriptor().toString())
            .collect(Collectors.joining(","));
    to.putManifest(
        tag, Content.of(Content.OCI_MANIFEST, "{\"schemaVersion\":2,\"layers\":[" + list + "]}"));
  }

  private static String tag(String suffix) {
    return "sha256-" + DIGEST.hex() + suffix;
  }

  // What is asked

  private List<String> asked(Place... places) throws Exception {
    var pull = new EvidencePull(new EvidenceFetch(client, cache), host -> true);
    registry.clearRequests();
    pull.explained(NAME, DIGEST, List.of(places));
    return registry.requests().stream().map(RecordedRequest::path).sorted().toList();
  }

  @Test
  void readsForAdmissionWhatNodesCannotRead() throws Exception {
    Content signature = Content.of(EvidenceFetch.SIMPLE_SIGNING, "{}");
    String docker = "application/vnd.docker.distribution.manifest.v2+json";
    Content manifest =
        Content.of(docker, "{\"schemaVersion\":2,\"layers\":[" + signature.descriptor() + "]}");
    repository.putBlob(signature).putManifest(tag(".sig"), manifest);
    repository.putManifest(tag(".att"), manifest);
    var pull = new EvidencePull(new EvidenceFetch(client, cache), host -> true);
    Place named = Place.signaturesOf("registry.example.com/team/app");

    for (PulledEvidence pulled :
        List.of(
            pull.pull(NAME, DIGEST, Set.of(Place.SIGNATURES)),
            pull.explained(NAME, DIGEST, Set.of(Place.SIGNATURES)))) {
      assertThat(pulled.places().keySet()).containsExactly(Place.SIGNATURES, named);
      assertThat(((Failed<PulledPlace>) pulled.places().get(Place.SIGNATURES)).code())
          .isEqualTo(ReasonCode.ATTACHMENT_INVALID);
      assertThat(contents(((Found<PulledPlace>) pulled.places().get(named)).value()))
          .containsExactly("{}");
    }
    assertThat(contents(found(Place.ATTESTATIONS))).containsExactly("{}");
  }

  @Test
  void readsNothingMoreWhereNobodyCan() throws Exception {
    repository.putManifest(tag(".sig"), Content.of(Content.OCI_MANIFEST, "{\"layers\":{}}"));
    var pull = new EvidencePull(new EvidenceFetch(client, cache), host -> true);

    assertThat(pull.pull(NAME, DIGEST, Set.of(Place.SIGNATURES)).places().keySet())
        .containsExactly(Place.SIGNATURES);
  }

  @Test
  void asksForNothingBesideTheSignaturesOfASignedImage() throws Exception {
    TestSigner.with(TestKey.of(TestKey.Kind.P256, "signer"))
        .signAndAttach(repository, "1.0", IMAGE);

    assertThat(asked(Place.SIGNATURES))
        .hasSize(2)
        .allMatch(path -> path.endsWith(".sig") || path.contains("/blobs/"));
    assertThat(asked(Place.SIGNATURES)).containsExactly("/v2/team/app/manifests/" + tag(".sig"));
  }

  @Test
  void asksWhatThereIsInsteadWhereThereIsNoSignature() throws Exception {
    var beside =
        List.of(
            "/v2/team/app/manifests/" + tag(".att"),
            "/v2/team/app/manifests/" + tag(".sig"),
            REFERRERS);

    assertThat(asked(Place.SIGNATURES)).isEqualTo(beside);
    assertThat(asked(Place.SIGNATURES, Place.ATTESTATIONS, Place.REFERRERS)).isEqualTo(beside);
  }

  @Test
  void asksNothingMoreWhereItIsNotKnownWhetherThereIsASignature() throws Exception {
    registry.inject(Fault.at(HOST, "/v2/team/app/manifests/" + tag(".sig")).answer(403, "{}"));

    assertThat(asked(Place.SIGNATURES)).allMatch(path -> path.endsWith(".sig"));
  }

  @Test
  void whatIsUnderTheTagOfSignaturesAndIsNoneIsNoSignature() throws Exception {
    attest(repository, tag(".sig"), Content.of("text/plain", "x"));

    assertThat(asked(Place.SIGNATURES)).contains(REFERRERS);
  }

  // What is there

  @Test
  void findsAttestationsWhateverTheTypeOfTheirLayers() {
    attest(repository, tag(".att"), DSSE, Content.of("text/plain", "x"));

    assertThat(contents(found(Place.ATTESTATIONS))).containsExactly("{}", "x");
    assertThat(found(Place.SIGNATURES).attachments()).isEmpty();
  }

  @Test
  void findsReferrersWithTheManifestThatBroughtThem() {
    TestReferrer one =
        TestReferrer.of(IMAGE, BUNDLE_TYPE, BUNDLE, Content.of("text/plain", "not a signature"))
            .pushTo(repository);
    TestReferrer other = TestReferrer.of(IMAGE, "", DSSE).pushTo(repository);
    TestReferrer.of(IMAGE, "application/spdx+json", Content.of("application/spdx+json", "{}"))
        .pushTo(repository);

    PulledPlace place = found(Place.REFERRERS);

    assertThat(place.attachments())
        .extracting(pulled -> pulled.attachment().referrer())
        .containsExactly(
            new Attachment.Referrer(new Digest(one.manifest().digest()), BUNDLE_TYPE, 2),
            new Attachment.Referrer(
                new Digest(other.manifest().digest()), "application/vnd.oci.empty.v1+json", 1));
    assertThat(place.ignored()).isZero();
    assertThat(place.manifests()).hasSize(2);
    assertThat(registry.count(request -> request.path().contains("blobs"))).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 400, 406})
  void takesTheFallbackTagWhereTheApiIsMissing(int status) {
    TestReferrer one = TestReferrer.of(IMAGE, BUNDLE_TYPE, BUNDLE).pushTo(repository);
    TestReferrer.list(repository, DIGEST.text(), one.manifest());
    registry.inject(Fault.at(HOST, REFERRERS).answer(status, "nothing here"));

    assertThat(contents(found(Place.REFERRERS))).containsExactly("{\"bundle\":1}");
  }

  @Test
  void takesTheFallbackTagWhereSomethingElseAnswers() {
    registry.inject(
        Fault.at(HOST, REFERRERS).answer(200, "<html>hello</html>").contentType("text/html"));

    assertThat(found(Place.REFERRERS).attachments()).isEmpty();
    assertThat(registry.count(request -> request.path().endsWith(tag("")))).isPositive();
  }

  @Test
  void readsEveryPageOfAList() {
    registry.host(HOST).referrersPerPage(2);
    for (int i = 0; i < 5; i++) {
      TestReferrer.of(IMAGE, "", Content.of(BUNDLE_TYPE, "" + i)).pushTo(repository);
    }

    assertThat(contents(found(Place.REFERRERS))).containsExactly("0", "1", "2", "3", "4");
  }

  @Test
  void findsWhatIsKeptInAnotherRepositoryUnderAPrefix() {
    Repository other = registry.host(SOURCE).repository("sigs");
    TestSigner.with(TestKey.of(TestKey.Kind.P256, "k")).sign(repository.reference(), IMAGE);
    attest(other, "team-a-" + tag(".att"), DSSE);

    assertThat(
            found(new Place(Discovery.ATTESTATION_TAG, SOURCE + "/sigs", "team-a-")).attachments())
        .hasSize(1);
    assertThat(found(new Place(Discovery.ATTESTATION_TAG, SOURCE + "/sigs", "")).attachments())
        .isEmpty();
    assertThat(found(new Place(Discovery.SIGNATURE_TAG, SOURCE + "/none", "")).attachments())
        .isEmpty();
    assertThat(failed(new Place(Discovery.SIGNATURE_TAG, "../x", "")))
        .isEqualTo(ReasonCode.REFERENCE_INVALID);
  }

  @Test
  void findsTheConfigOfAnImageAndOfEveryImageOfAnIndex() {
    TestIndex index = TestIndex.of(IMAGE, IMAGE.forArchitecture("arm64"));
    index.pushTo(repository, "2.0");

    assertThat(contents(found(Place.CONFIG))).containsExactly(IMAGE.config().text());
    var ofIndex =
        (Found<PulledPlace>)
            new EvidenceFetch(client, cache).fetch(NAME, new Digest(index.digest()), Place.CONFIG);
    assertThat(contents(ofIndex.value()))
        .containsExactly(IMAGE.config().text(), IMAGE.forArchitecture("arm64").config().text());
  }

  @Test
  void asksOnceForEachPlaceAndNeverAgainForWhatItHas() throws Exception {
    TestSigner.with(TestKey.of(TestKey.Kind.P256, "k")).signAndAttach(repository, "1.0", IMAGE);
    attest(repository, tag(".att"), DSSE);
    TestReferrer.of(IMAGE, BUNDLE_TYPE, BUNDLE).pushTo(repository);
    var pull = new EvidencePull(new EvidenceFetch(client, cache), any -> true);
    registry.clearRequests();

    PulledEvidence cold = pull.pull(NAME, DIGEST, PulledEvidence.BESIDE);
    // Three places, each with its payload, and one referrer's manifest.
    assertThat(registry.requests()).hasSize(7);
    registry.clearRequests();
    PulledEvidence warm = pull.pull(NAME, DIGEST, PulledEvidence.BESIDE);

    assertThat(registry.requests())
        .extracting(RecordedRequest::path)
        .containsExactlyInAnyOrder(
            "/v2/team/app/manifests/" + tag(".sig"),
            "/v2/team/app/manifests/" + tag(".att"),
            REFERRERS);
    assertThat(warm.attached()).isEqualTo(cold.attached());
  }

  @Test
  void onePlaceThatFailsSpoilsNoOther() throws Exception {
    attest(repository, tag(".att"), DSSE);
    registry.inject(Fault.at(HOST, REFERRERS).answer(403, "{}"));
    registry.inject(Fault.at(HOST, "/v2/team/app/manifests/" + tag(".sig")).answer(500, ""));

    PulledEvidence pulled =
        new EvidencePull(new EvidenceFetch(client, cache), any -> true)
            .pull(NAME, DIGEST, PulledEvidence.BESIDE);

    var outcomes = new HashMap<Place, String>();
    pulled
        .places()
        .forEach((place, lookup) ->
            outcomes.put(
                place,
                lookup instanceof Failed<PulledPlace> failed ? failed.code().name() : "found"));
    assertThat(outcomes)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                Place.SIGNATURES, "REGISTRY_ERROR",
                Place.ATTESTATIONS, "found",
                Place.REFERRERS, "REGISTRY_UNAUTHORIZED"));
  }

  @Test
  void aPlaceThatDoesNotFitBesideTheOthersFailsAlone() throws Exception {
    attest(repository, tag(".sig"), Content.of(EvidenceFetch.SIMPLE_SIGNING, "a".repeat(400_000)));
    attest(repository, tag(".att"), Content.of("text/plain", "b".repeat(400_000)));
    TestReferrer.of(IMAGE, "", BUNDLE).pushTo(repository);

    PulledEvidence pulled =
        new EvidencePull(new EvidenceFetch(client, cache), any -> true)
            .pull(NAME, DIGEST, PulledEvidence.BESIDE);

    assertThat(pulled.places().get(Place.SIGNATURES)).isInstanceOf(Found.class);
    assertThat(pulled.places().get(Place.REFERRERS)).isInstanceOf(Found.class);
    assertThat(((Failed<PulledPlace>) pulled.places().get(Place.ATTESTATIONS)).code())
        .isEqualTo(ReasonCode.EVIDENCE_TOO_LARGE);
  }

  @Test
  void aRegistryThatIsNotConfiguredIsNotAskedForAPolicy() throws Exception {
    var elsewhere = new Place(Discovery.SIGNATURE_TAG, SOURCE + "/sigs", "");

    PulledEvidence pulled =
        new EvidencePull(new EvidenceFetch(client, cache), HOST::equals)
            .pull(NAME, DIGEST, List.of(elsewhere));

    assertThat(((Failed<PulledPlace>) pulled.places().get(elsewhere)).code())
        .isEqualTo(ReasonCode.REGISTRY_NOT_ALLOWED);
    assertThat(registry.requests()).isEmpty();
  }

  // What a hostile registry does

  /** A14. */
  @Test
  void aReferrerOfAnotherSubjectIsIgnoredAndCounted() {
    TestReferrer other =
        TestReferrer.of(TestImage.of("other"), BUNDLE_TYPE, BUNDLE).pushTo(repository);
    registry.inject(list(other.manifest(), IMAGE.manifest()));

    PulledPlace place = found(Place.REFERRERS);

    assertThat(place.attachments()).isEmpty();
    assertThat(place.ignored()).isEqualTo(2);
  }

  private static Fault list(Content... manifests) {
    String descriptors =
        List.of(manifests).stream()
            .map(manifest -> manifest.descriptor().toString())
            .collect(Collectors.joining(","));
    return list(descriptors);
  }

  private static Fault list(String descriptors) {
    return Fault.at(HOST, REFERRERS)
        .answer(200, "{\"schemaVersion\":2,\"manifests\":[" + descriptors + "]}")
        .contentType(Content.OCI_INDEX);
  }

  /** A15. */
  @Test
  void aPoisonedFallbackListBringsWhatIsTrueOfItAndNothingElse() {
    registry.host(HOST).referrersApi(false);
    TestReferrer good = TestReferrer.of(IMAGE, BUNDLE_TYPE, BUNDLE).pushTo(repository);
    TestReferrer foreign = TestReferrer.of(TestImage.of("x"), BUNDLE_TYPE, DSSE).pushTo(repository);
    Content gone = Content.of(Content.OCI_MANIFEST, "{}");
    TestReferrer.list(
        repository, DIGEST.text(), foreign.manifest(), good.manifest(), gone, IMAGE.manifest());

    PulledPlace place = found(Place.REFERRERS);

    assertThat(contents(place)).containsExactly("{\"bundle\":1}");
    assertThat(place.ignored()).isEqualTo(3);
  }

  /** A2, A3. */
  @Test
  void otherBytesUnderAReferrersDigestAreNoReferrerAndNoAbsence() {
    TestReferrer one = TestReferrer.of(IMAGE, BUNDLE_TYPE, BUNDLE).pushTo(repository);
    registry.inject(Fault.at(HOST, "/v2/team/app/manifests/" + one.manifest().digest()).corrupt());

    assertThat(failed(Place.REFERRERS)).isEqualTo(ReasonCode.REGISTRY_CONTENT_MISMATCH);
  }

  /** A4, A5. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"subject\":S,\"layers\":[L],\"manifests\":[]}",
        "{\"subject\":S,\"layers\":[L],\"mediaType\":\"application/vnd.oci.image.index.v1+json\"}",
        "{\"subject\":S,\"subject\":S,\"layers\":[L]}",
        "{\"Subject\":S,\"layers\":[L]}",
        "[]",
        "{\"subject\":\"S\",\"layers\":[L]}",
      })
  void aReferrerThatCanBeReadInTwoWaysIsIgnored(String json) {
    Content manifest =
        Content.of(
            Content.OCI_MANIFEST,
            json.replace("S", IMAGE.manifest().descriptor().toString())
                .replace("[L]", "[" + BUNDLE.descriptor() + "]"));
    repository.putBlob(BUNDLE).putManifest(manifest);
    registry.inject(list(manifest));

    PulledPlace place = found(Place.REFERRERS);

    assertThat(place.attachments()).isEmpty();
    assertThat(place.ignored()).isOne();
  }

  /** A6. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sha256:../../x",
        "sha256:ABCDEF",
        "",
        "sha512:5555555555555555555555555555555555555555555555555555555555555555",
        "sha256:%2e%2e",
      })
  void aListWithADigestThatIsNoneIsRefusedBeforeItReachesAPath(String digest) {
    registry.inject(list("{\"digest\":\"" + digest + "\"}"));

    assertThat(failed(Place.REFERRERS)).isEqualTo(ReasonCode.ATTACHMENT_INVALID);
    assertThat(registry.count(request -> request.path().contains("/manifests/"))).isZero();
  }

  /** A7. */
  @Test
  void moreReferrersThanAreReadAreTooMany() {
    registry.inject(
        list(
            IntStream.range(0, 1025)
                .mapToObj(i -> "{\"digest\":\"sha256:%064x\"}".formatted(i))
                .collect(Collectors.joining(","))));

    assertThat(failed(Place.REFERRERS)).isEqualTo(ReasonCode.TOO_MANY_REFERRERS);
  }

  /** A7. */
  @ParameterizedTest
  @CsvSource({
    "'<?last=1>; rel=\"next\"', TOO_MANY_REFERRERS",
    "'</v2/team/app/referrers/D?last=1>;rel=next', TOO_MANY_REFERRERS",
    "'<http://169.254.169.254/v2/team/app/referrers/D?n=1>; rel=\"next\"', REGISTRY_TARGET_REFUSED",
    "'<//evil.example/v2/team/app/referrers/D?n=1>; rel=\"next\"', REGISTRY_TARGET_REFUSED",
    "'</v2/team/app/manifests/1.0?n=1>; rel=\"next\"', REGISTRY_TARGET_REFUSED",
    "'<file:///etc/passwd>; rel=\"next\"', REGISTRY_TARGET_REFUSED",
    "'nonsense', REGISTRY_TARGET_REFUSED",
  })
  void aLinkThatLeadsNowhereGoodIsNotFollowed(String link, ReasonCode code) {
    registry.inject(list("").header("Link", link.replace("D", DIGEST.text())));

    assertThat(failed(Place.REFERRERS)).isEqualTo(code);
    assertThat(registry.requests()).allMatch(request -> request.path().equals(REFERRERS));
    assertThat(registry.requests().size()).isLessThanOrEqualTo(2);
  }

  /** A7: each page another one, none with anything new. */
  @Test
  void pagesWithoutEndEnd() {
    registry.host(HOST).referrersPerPage(1);
    for (int i = 0; i < 140; i++) {
      TestReferrer.of(IMAGE, "", Content.of("text/plain", "" + i)).pushTo(repository);
    }

    assertThat(failed(Place.REFERRERS)).isEqualTo(ReasonCode.TOO_MANY_REFERRERS);
    assertThat(registry.requests().size()).isLessThan(140);
  }

  /** A8. */
  @Test
  void anAttachmentBeyondTheBoundIsBrokenOff() {
    TestReferrer.of(IMAGE, "", Content.of(BUNDLE_TYPE, "x".repeat((1 << 20) + 1)))
        .pushTo(repository);

    assertThat(failed(Place.REFERRERS)).isEqualTo(ReasonCode.ATTACHMENT_INVALID);
  }

  /** A8: nothing is decompressed. */
  @Test
  void anEncodedListIsRefused() {
    registry.inject(list("").header("Content-Encoding", "gzip"));

    assertThat(failed(Place.REFERRERS)).isEqualTo(ReasonCode.ATTACHMENT_INVALID);
  }

  /** A17. */
  @ParameterizedTest
  @CsvSource({
    "401, REGISTRY_UNAUTHORIZED", "403, REGISTRY_UNAUTHORIZED", "429, REGISTRY_BUSY",
    "500, REGISTRY_ERROR", "503, REGISTRY_BUSY", "301, REGISTRY_TARGET_REFUSED"
  })
  void onlyAnAuthoritative404MeansNone(int status, ReasonCode code) {
    registry.inject(Fault.at(HOST, REFERRERS).answer(status, ""));

    assertThat(failed(Place.REFERRERS)).isEqualTo(code);
    assertThat(registry.count(request -> request.path().endsWith(tag("")))).isZero();
  }

  /** A17. */
  @ParameterizedTest
  @ValueSource(ints = {401, 403, 500})
  void aFallbackTagThatCannotBeAskedForIsNoAbsence(int status) {
    registry.host(HOST).referrersApi(false);
    registry.inject(Fault.at(HOST, "/v2/team/app/manifests/" + tag("")).answer(status, ""));

    assertThat(fetch(Place.REFERRERS)).isInstanceOf(Failed.class);
  }

  /** A21. */
  @Test
  void moreAttachmentsThanAreReadAreRefusedWhole() {
    Content[] layers = IntStream.range(0, 257).mapToObj(i -> DSSE).toArray(Content[]::new);
    attest(repository, tag(".att"), layers);
    TestReferrer.of(IMAGE, "", layers).pushTo(repository);

    assertThat(failed(Place.ATTESTATIONS)).isEqualTo(ReasonCode.EVIDENCE_TOO_LARGE);
    assertThat(failed(Place.REFERRERS)).isEqualTo(ReasonCode.EVIDENCE_TOO_LARGE);
  }

  /** A22. */
  @Test
  void aReferrerThatIsListedTwiceCountsOnce() {
    Content one = TestReferrer.of(IMAGE, "", BUNDLE).pushTo(repository).manifest();
    registry.inject(list(one, one));

    assertThat(found(Place.REFERRERS).attachments()).hasSize(1);
  }

  /** A25. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"manifests\":[],\"manifests\":[]}",
        "{\"manifests\":[]} x",
        "{\"manifests\":{}}",
        "{\"manifests\":[],\"layers\":[]}",
        "{\"manifests\":[],\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\"}",
        "\"\"",
        "",
      })
  void aListThatIsNotStrictIsRefused(String json) {
    registry.inject(Fault.at(HOST, REFERRERS).answer(200, json).contentType(Content.OCI_INDEX));
    assertThat(failed(Place.REFERRERS)).isEqualTo(ReasonCode.ATTACHMENT_INVALID);

    registry.clearFaults().host(HOST).referrersApi(false);
    repository.putManifest(tag(""), Content.of(Content.OCI_INDEX, json));
    assertThat(failed(Place.REFERRERS)).isEqualTo(ReasonCode.ATTACHMENT_INVALID);
  }

  @Test
  void aLayerOfAReferrerThatIsMissingSpoilsThePlace() {
    Content one = TestReferrer.of(IMAGE, "", BUNDLE).pushTo(repository).manifest();
    repository.deleteBlob(BUNDLE.digest());

    assertThat(fetch(Place.REFERRERS)).isInstanceOf(Failed.class);
    assertThat(one.digest()).isNotEmpty();
  }

  @Test
  void whatAnotherRepositoryServesProvesNothingForThisOne() {
    Repository twin = registry.host(HOST).repository("team/twin");
    IMAGE.pushTo(twin);
    attest(twin, tag(".att"), DSSE);
    assertThat(
            ((Found<PulledPlace>)
                    new EvidenceFetch(client, cache)
                        .fetch(new RepositoryName(HOST, "team/twin"), DIGEST, Place.ATTESTATIONS))
                .value()
                .attachments())
        .hasSize(1);
    attest(repository, tag(".att"), DSSE);
    repository.deleteBlob(DSSE.digest());

    assertThat(fetch(Place.ATTESTATIONS)).isInstanceOf(Failed.class);
  }

  @Test
  void aDigestWhoseTagWouldBeTooLongHasNothingUnderIt() {
    var sha512 = new Digest("sha512:" + "5".repeat(128));
    Function<Place, Lookup<PulledPlace>> at =
        place -> new EvidenceFetch(client, cache).fetch(NAME, sha512, place);

    assertThat(PulledEvidence.BESIDE).allMatch(place -> at.apply(place) instanceof Found);
    assertThat(SignatureManifest.tagOf(sha512.text())).hasSizeGreaterThan(128);
  }

  // At a mirror

  private static final Place MIRROR = Place.mirror(SOURCE + "/mirrored/app");
  private static final String MIRRORED = "/v2/mirrored/app/manifests/";

  private Repository mirror() {
    return registry.host(SOURCE).repository("mirrored/app");
  }

  private List<String> asked(String prefix) {
    return registry.requests().stream()
        .map(RecordedRequest::path)
        .filter(path -> path.startsWith(prefix))
        .toList();
  }

  @Test
  void findsTheManifestAtAMirrorAndThenItsSignatures() {
    IMAGE.pushTo(mirror(), "1.0");
    TestSigner.with(TestKey.generate(TestKey.Kind.P256)).signAndAttach(mirror(), "1.0", IMAGE);

    assertThat(found(MIRROR).attachments())
        .extracting(pulled -> pulled.attachment().mediaType())
        .containsExactly(Content.OCI_MANIFEST, EvidenceFetch.SIMPLE_SIGNING);
    assertThat(found(MIRROR).attachments().getFirst().attachment().digest()).isEqualTo(DIGEST);
    assertThat(found(MIRROR).manifests()).contains(DIGEST).hasSize(2);
  }

  @Test
  void findsTheManifestAloneWhereAMirrorLacksTheSignatures() {
    IMAGE.pushTo(mirror(), "1.0");
    TestSigner.with(TestKey.generate(TestKey.Kind.P256)).signAndAttach(repository, "1.0", IMAGE);

    assertThat(found(MIRROR).attachments())
        .extracting(pulled -> pulled.attachment().digest())
        .containsExactly(DIGEST);
  }

  @Test
  void looksForNoSignaturesWhereAMirrorDoesNotHaveTheImage() {
    TestImage.of("other").pushTo(mirror(), "1.0");

    assertThat(fetch(MIRROR)).isEqualTo(new Found<>(PulledPlace.EMPTY));
    assertThat(asked(MIRRORED)).containsExactly(MIRRORED + DIGEST);
  }

  @Test
  void takesAMirrorWithoutTheRepositoryForOneWithoutTheImage() {
    assertThat(fetch(Place.mirror(SOURCE + "/none"))).isEqualTo(new Found<>(PulledPlace.EMPTY));
  }

  @Test
  void asksAMirrorForTheManifestEachTime() {
    IMAGE.pushTo(mirror(), "1.0");
    fetch(MIRROR);
    fetch(MIRROR);

    assertThat(asked(MIRRORED + "sha256:")).hasSize(2);
  }

  @Test
  void failsWhereAMirrorsSignaturesCannotBeHad() {
    IMAGE.pushTo(mirror(), "1.0");
    registry.inject(Fault.at(SOURCE, MIRRORED + tag(".sig")).answer(500, ""));

    assertThat(failed(MIRROR)).isEqualTo(ReasonCode.REGISTRY_ERROR);
  }
}
