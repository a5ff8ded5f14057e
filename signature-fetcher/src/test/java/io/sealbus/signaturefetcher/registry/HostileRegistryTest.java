package io.sealbus.signaturefetcher.registry;

import static io.sealbus.signaturefetcher.registry.RegistryClientTest.code;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.signaturefetcher.Eventually;
import io.sealbus.signaturefetcher.registry.Lookup.Found;
import io.sealbus.signaturefetcher.registry.Lookup.NotFound;
import io.sealbus.testkit.Content;
import io.sealbus.testkit.Fault;
import io.sealbus.testkit.Pushable;
import io.sealbus.testkit.RecordedRequest;
import io.sealbus.testkit.Repository;
import io.sealbus.testkit.SignatureManifest;
import io.sealbus.testkit.TestImage;
import io.sealbus.testkit.TestIndex;
import io.sealbus.testkit.TestKey;
import io.sealbus.testkit.TestReferrer;
import io.sealbus.testkit.TestRegistry;
import io.sealbus.testkit.TestSignature;
import io.sealbus.testkit.TestSigner;
import io.sealbus.verification.Decision;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.containers.CompiledPolicy;
import io.sealbus.verification.containers.Evaluation;
import io.sealbus.verification.containers.MaterialSource;
import io.sealbus.verification.containers.PolicyJsonReader;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.reference.ImageReference;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a hostile or compromised registry, proxy or mirror can try, and that none of it makes a
 * pass, a stall or a request to where it should not go. A mirror that has the image and not the
 * signature is told by the completeness of mirrors, not here.
 */
@Timeout(60)
class HostileRegistryTest {
  private static final String HOST = "registry.example.com";
  private static final RepositoryName NAME = new RepositoryName(HOST, "team/app");
  private static final TestImage IMAGE = TestImage.of("app");
  private static final TestImage OTHER = TestImage.of("other");
  private static final Digest DIGEST = new Digest(IMAGE.digest());
  private static final String MANIFEST = "/v2/team/app/manifests/" + DIGEST;
  private static final String REFERRERS = "/v2/team/app/referrers/" + DIGEST;
  private static final String SIG_TAG = "sha256-" + DIGEST.hex() + ".sig";
  private static final String SIG = "/v2/team/app/manifests/" + SIG_TAG;
  private static final TestSigner ONE = TestSigner.with(TestKey.of(TestKey.Kind.P256, "one"));
  private static final TestSigner TWO = TestSigner.with(TestKey.of(TestKey.Kind.P256, "two"));
  private static final String BUNDLE_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";

  private final TestRegistry registry = TestRegistry.start();
  private final Repository repository = registry.host(HOST).repository("team/app");
  private final ClientRig rig = new ClientRig();

  @BeforeEach
  void push() {
    rig.plain(HOST).addresses.put(HOST, registry.endpointOf(HOST));
    IMAGE.pushTo(repository, "1.0");
  }

  @AfterEach
  void stop() {
    rig.close();
    registry.close();
  }

  private void sign(TestSigner signer, Pushable image, String reference) {
    SignatureManifest.of(signer.sign(reference, image)).pushTo(repository, image.digest());
  }

  private Lookup<PulledPlace> fetch(Place place) {
    return new EvidenceFetch(rig.client(), new ContentCache(0)).fetch(NAME, DIGEST, place);
  }

  /** The verdict of a node whose policy wants a signature by each of the keys. */
  private Evaluation judged(Digest digest, String identity, TestSigner... signers) {
    String requirements =
        Arrays.stream(signers)
            .map(signer ->
                "{\"type\":\"sigstoreSigned\",\"keyData\":\"%s\",\"signedIdentity\":{\"type\":\"%s\"}}"
                    .formatted(
                        Base64.getEncoder()
                            .encodeToString(
                                signer.key().publicKeyPem().getBytes(StandardCharsets.US_ASCII)),
                        identity))
            .collect(Collectors.joining(","));
    String json =
        "{\"default\":[{\"type\":\"reject\"}],\"transports\":{\"docker\":{\"%s\":[%s]}}}"
            .formatted(HOST, requirements);
    var policy =
        (PolicyJsonReader.Result.Accepted)
            PolicyJsonReader.read(json.getBytes(StandardCharsets.UTF_8));
    try {
      return CompiledPolicy.compile(policy.policy(), MaterialSource.none())
          .evaluate(
              ImageReference.parseImage(NAME + "@" + digest),
              digest,
              false,
              new EvidencePull(new EvidenceFetch(rig.client(), new ContentCache(0)), any -> true)
                  .pull(NAME, digest, Set.of(Place.SIGNATURES))
                  .attached()
                  .at(Place.SIGNATURES),
              Instant.parse("2026-01-01T00:00:00Z"));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private Evaluation judged(TestSigner... signers) {
    return judged(DIGEST, "matchRepository", signers);
  }

  @Test
  void a01ATagThatMovesWhileItIsFetchedChangesNothingOfWhatWasResolved() {
    sign(ONE, IMAGE, NAME.toString());
    RegistryClient client = rig.client();
    var resolved = ((Found<Manifest>) client.resolve(NAME, "1.0")).value();
    OTHER.pushTo(repository, "1.0");

    assertThat(resolved.digest()).isEqualTo(DIGEST);
    assertThat(judged(resolved.digest(), "matchRepository", ONE).decision())
        .isEqualTo(Decision.ALLOWED);
    Digest moved = ((Found<Manifest>) client.resolve(NAME, "1.0")).value().digest();
    assertThat(judged(moved, "matchRepository", ONE).reason().code())
        .isEqualTo(ReasonCode.NO_SIGNATURE);
  }

  @Test
  void a02OtherBytesOnTheSecondGetAreNeverTaken() {
    sign(ONE, IMAGE, NAME.toString());
    // Whether or not a header gives the bytes away.
    registry.inject(
        Fault.at(HOST, MANIFEST)
            .answer(200, OTHER.manifest().bytes())
            .contentType(Content.OCI_MANIFEST)
            .after(1));
    RegistryClient client = rig.client();

    assertThat(client.pullManifest(NAME, DIGEST)).isInstanceOf(Found.class);
    assertThat(code(client.pullManifest(NAME, DIGEST)))
        .isEqualTo(ReasonCode.REGISTRY_CONTENT_MISMATCH);
    String blob = "/v2/team/app/blobs/" + ONE.sign(NAME.toString(), IMAGE).payload().digest();
    registry.inject(Fault.at(HOST, blob).corrupt());
    assertThat(judged(ONE).decision()).isEqualTo(Decision.UNDECIDED);
  }

  @Test
  void a03AHeaderThatAnnouncesAnotherDigestThanTheBytesHaveIsRefused() {
    registry.inject(Fault.at(HOST, MANIFEST).header("Docker-Content-Digest", OTHER.digest()));
    registry.inject(
        Fault.at(HOST, "/v2/team/app/manifests/1.0")
            .header("Docker-Content-Digest", OTHER.digest()));

    assertThat(code(rig.client().pullManifest(NAME, DIGEST)))
        .isEqualTo(ReasonCode.REGISTRY_CONTENT_MISMATCH);
    assertThat(code(rig.client().resolve(NAME, "1.0")))
        .isEqualTo(ReasonCode.REGISTRY_CONTENT_MISMATCH);
  }

  @ParameterizedTest
  @ValueSource(strings = {Content.OCI_MANIFEST, Content.OCI_INDEX})
  void a04AManifestThatIsAnImageAndAnIndexIsNeither(String type) {
    assertThat(parsed(type, "{\"schemaVersion\":2,\"config\":{},\"layers\":[],\"manifests\":[]}"))
        .isInstanceOf(ImageManifest.Invalid.class);
  }

  private static ImageManifest parsed(String type, String json) {
    var bytes = io.sealbus.verification.Bytes.utf8(json);
    return ImageManifest.parse(new Manifest(type, ContentHash.sha256(bytes), bytes));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {Content.OCI_INDEX, "application/vnd.docker.distribution.manifest.v2+json"})
  void a05AContentTypeOtherThanTheManifestsOwnIsRefused(String type) {
    registry.inject(Fault.at(HOST, MANIFEST).contentType(type));

    var served = ((Found<Manifest>) rig.client().pullManifest(NAME, DIGEST)).value();

    assertThat(ImageManifest.parse(served)).isInstanceOf(ImageManifest.Invalid.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sha256:../../x",
        "sha256:" + "A" + "a000000000000000000000000000000000000000000000000000000000000000",
        "sha256:00000000000000000000000000000000000000000000000000000000000000",
        "sha256:00000000000000000000000000000000000000000000000000000000000000000",
        "sha512:0000000000000000000000000000000000000000000000000000000000000000",
        "",
        "sha256:\u0000",
        "sha256:%2e%2e%2f00000000000000000000000000000000000000000000000000000000",
      })
  void a06ADigestThatIsNoneReachesNoPath(String digest) {
    assertThat(Digest.parse(digest)).isEmpty();
    Content list =
        Content.of(
            Content.OCI_INDEX,
            "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"%s\",\"digest\":\"%s\"}]}"
                .formatted(Content.OCI_MANIFEST, digest.replace("\u0000", "\\u0000")));
    registry.inject(
        Fault.at(HOST, REFERRERS).answer(200, list.bytes()).contentType(Content.OCI_INDEX));
    registry.clearRequests();

    assertThat(code(fetch(Place.REFERRERS))).isEqualTo(ReasonCode.ATTACHMENT_INVALID);
    assertThat(registry.requests()).hasSize(1);
  }

  @Test
  void a07AListOfReferrersWithoutEndEnds() {
    registry.inject(Fault.at(HOST, REFERRERS).endlessPages());
    assertThat(code(fetch(Place.REFERRERS))).isEqualTo(ReasonCode.TOO_MANY_REFERRERS);

    registry.inject(
        Fault.at(HOST, REFERRERS).header("Link", "<%s?>; rel=next".formatted(REFERRERS)));
    assertThat(code(fetch(Place.REFERRERS))).isEqualTo(ReasonCode.TOO_MANY_REFERRERS);

    String many =
        IntStream.range(0, 1100)
            .mapToObj(n ->
                "{\"mediaType\":\"%s\",\"digest\":\"sha256:%064d\"}"
                    .formatted(Content.OCI_MANIFEST, n))
            .collect(Collectors.joining(","));
    rig.limits = RegistryLimits.DEFAULTS;
    registry.inject(
        Fault.at(HOST, REFERRERS)
            .answer(200, "{\"schemaVersion\":2,\"manifests\":[" + many + "]}")
            .contentType(Content.OCI_INDEX));
    assertThat(code(fetch(Place.REFERRERS))).isEqualTo(ReasonCode.TOO_MANY_REFERRERS);
  }

  @Test
  void a08ABodyWithoutEndIsBrokenOffAndNothingIsUnpacked() {
    sign(ONE, IMAGE, NAME.toString());
    String blob = "/v2/team/app/blobs/" + ONE.sign(NAME.toString(), IMAGE).payload().digest();
    registry.inject(Fault.at(HOST, blob).endless());
    assertThat(code(fetch(Place.SIGNATURES))).isEqualTo(ReasonCode.ATTACHMENT_INVALID);

    registry.inject(Fault.at(HOST, blob).gzip(2 << 20));
    assertThat(code(fetch(Place.SIGNATURES))).isEqualTo(ReasonCode.REGISTRY_ERROR);

    registry.inject(Fault.at(HOST, MANIFEST).endless());
    assertThat(code(rig.client().pullManifest(NAME, DIGEST)))
        .isEqualTo(ReasonCode.MANIFEST_INVALID);
    registry.inject(Fault.at(HOST, MANIFEST).gzip(2 << 20));
    assertThat(code(rig.client().pullManifest(NAME, DIGEST))).isEqualTo(ReasonCode.REGISTRY_ERROR);
  }

  @Test
  void a09EachPhaseHasADeadline() throws Exception {
    rig.limits = ClientRig.HASTY;
    registry.inject(Fault.at(HOST, MANIFEST).drip(1, Duration.ofSeconds(1)));
    assertThat(code(rig.client().pullManifest(NAME, DIGEST)))
        .isEqualTo(ReasonCode.REGISTRY_TIMEOUT);
    registry.inject(Fault.at(HOST, MANIFEST).delay(Duration.ofSeconds(30)));
    assertThat(code(rig.client().pullManifest(NAME, DIGEST)))
        .isEqualTo(ReasonCode.REGISTRY_TIMEOUT);
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      // TLS never gets past its first message.
      var name = new RepositoryName("127.0.0.1:" + silent.getLocalPort(), "team/app");
      assertThat(code(rig.client().resolve(name, "1.0"))).isEqualTo(ReasonCode.REGISTRY_TIMEOUT);
    }
  }

  @ParameterizedTest
  @CsvSource({"429, 86400, 3600", "429, '', 1", "503, '', 1", "503, -5, 1", "429, 1e9, 1"})
  void a10ABusyRegistryIsNotAskedAgainAndIsBelievedWithinReason(
      int status, String wish, long seconds) {
    registry.inject(
        Fault.at(HOST, "/v2/team/app/manifests/1.0")
            .answer(status, "")
            .header("Retry-After", wish));
    RegistryClient client = rig.client();
    assertThat(code(client.resolve(NAME, "1.0"))).isEqualTo(ReasonCode.REGISTRY_BUSY);
    registry.clearRequests();

    Lookup<Manifest> second = client.pullManifest(NAME, DIGEST);

    assertThat(code(second)).isEqualTo(ReasonCode.REGISTRY_BUSY);
    assertThat(registry.requests()).isEmpty();
    assertThat(((Lookup.Failed<Manifest>) second).retryAfter())
        .isBetween(Duration.ofSeconds(seconds), Duration.ofMillis(seconds * 1250));
    rig.now = rig.now.plusSeconds(seconds + 1);
    assertThat(client.pullManifest(NAME, DIGEST)).isInstanceOf(Found.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/meta-data",
        "http://localhost/x",
        "http://[::1]/x",
        "http://10.0.0.1/x",
        "http://[::ffff:192.168.0.1]/x",
        "http://2130706433/x",
        "http://rebound.example.com/x",
        "file:///etc/passwd",
        "gopher://example.com/x",
      })
  void a11ARedirectLeadsToNoPlaceWithin(String target) throws Exception {
    // DNS says something else each time; what counts is the address that is connected to.
    rig.dns.put("rebound.example.com", InetAddress.getByName("127.0.0.1"));
    registry.inject(Fault.at(HOST, MANIFEST).redirectTo(target));

    assertThat(code(rig.client().pullManifest(NAME, DIGEST)))
        .isEqualTo(ReasonCode.REGISTRY_TARGET_REFUSED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://evil.example.com/token",
        "https://evil.example.com/token",
        "https://registry.example.com.evil.example.com/token",
        "https://registry.example.com@evil.example.com/token",
        "file:///token",
      })
  void a12ATokenServiceElsewhereGetsNoCredentials(String realm) {
    rig.credentials("{\"auths\":{\"" + HOST + "\":{\"username\":\"u\",\"password\":\"hush\"}}}");
    registry.inject(
        Fault.at(HOST, MANIFEST)
            .answer(401, "")
            .header("WWW-Authenticate", "Bearer realm=\"" + realm + "\",service=\"x\""));
    registry.clearRequests();

    assertThat(code(rig.client().pullManifest(NAME, DIGEST)))
        .isEqualTo(ReasonCode.REGISTRY_TARGET_REFUSED);
    assertThat(registry.requests()).hasSize(1).noneMatch(RecordedRequest::authorized);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x.azurecr.io.",
        "x.azurecr.io@evil.example.com",
        "evil@x.azurecr.io",
        "x.azurecr.iо",
        "x.azurecr.io:0",
        "x.azurecr.io:65536",
        "x.azurecr.io:99999",
        "x.azurecr.io:443:443",
        "x..azurecr.io",
        "-x.azurecr.io",
        "x.azurecr.io/evil.example.com",
        "x.azurecr.io#evil.example.com",
        "x.azurecr.io\\evil.example.com",
        "x.azurecr.io%00.evil.example.com",
      })
  void a13AHostThatCouldBeTakenForAnotherIsNone(String registryName) {
    assertThat(RepositoryName.isRegistry(registryName)).isFalse();
    assertThat(RepositoryName.parse(registryName, "team/app")).isEmpty();
    assertThat(CloudRegistries.serves("acr-env", "x.azurecr.io.attacker.com")).isFalse();
  }

  @Test
  void a14AReferrerOfAnotherImageIsIgnoredAndCounted() {
    TestReferrer of = TestReferrer.of(OTHER, BUNDLE_TYPE, Content.of(BUNDLE_TYPE, "{}"));
    of.pushTo(repository);
    registry.inject(
        Fault.at(HOST, REFERRERS).answer(200, list(of.manifest())).contentType(Content.OCI_INDEX));

    PulledPlace place = ((Found<PulledPlace>) fetch(Place.REFERRERS)).value();

    assertThat(place.attachments()).isEmpty();
    assertThat(place.ignored()).isEqualTo(1);
  }

  private static String list(Content... manifests) {
    return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
        .formatted(
            Content.OCI_INDEX,
            Arrays.stream(manifests)
                .map(manifest -> manifest.descriptor().toString())
                .collect(Collectors.joining(",")));
  }

  @Test
  void a15APoisonedFallbackListBringsNothingButWhatIsTrue() {
    registry.referrersApi(false);
    TestReferrer mine = TestReferrer.of(IMAGE, BUNDLE_TYPE, Content.of(BUNDLE_TYPE, "{\"a\":1}"));
    TestReferrer other = TestReferrer.of(OTHER, BUNDLE_TYPE, Content.of(BUNDLE_TYPE, "{\"b\":1}"));
    mine.pushTo(repository);
    other.pushTo(repository);
    TestReferrer.list(
        repository, IMAGE.digest(), other.manifest(), mine.manifest(), OTHER.manifest());

    PulledPlace place = ((Found<PulledPlace>) fetch(Place.REFERRERS)).value();

    assertThat(place.attachments()).hasSize(1);
    assertThat(judged(ONE).reason().code()).isEqualTo(ReasonCode.NO_SIGNATURE);
  }

  @Test
  void a16ASignatureThatIsWithdrawnNoLongerCounts() {
    sign(ONE, IMAGE, NAME.toString());
    assertThat(judged(ONE).decision()).isEqualTo(Decision.ALLOWED);

    repository.deleteTag(SIG_TAG);

    assertThat(judged(ONE).reason().code()).isEqualTo(ReasonCode.NO_SIGNATURE);
  }

  @ParameterizedTest
  @CsvSource({
    "404, NO_SIGNATURE, DENIED",
    "401, REGISTRY_UNAUTHORIZED, UNDECIDED",
    "403, REGISTRY_UNAUTHORIZED, UNDECIDED",
    "500, REGISTRY_ERROR, UNDECIDED",
    "502, REGISTRY_ERROR, UNDECIDED",
    "503, REGISTRY_BUSY, UNDECIDED",
    "429, REGISTRY_BUSY, UNDECIDED",
    "200, ATTACHMENT_INVALID, UNDECIDED",
    "204, REGISTRY_ERROR, UNDECIDED",
    "304, REGISTRY_ERROR, UNDECIDED",
    "451, REGISTRY_ERROR, UNDECIDED",
  })
  void a17OnlyAnAuthoritative404MeansNoSignature(int status, ReasonCode code, Decision decision) {
    registry.inject(Fault.at(HOST, SIG).answer(status, ""));

    Evaluation evaluation = judged(ONE);

    assertThat(evaluation.decision()).isEqualTo(decision);
    assertThat(evaluation.reason().code()).isEqualTo(code);
  }

  @Test
  void a18ASignatureThatWasCopiedFromAnotherImageIsRefused() {
    SignatureManifest.of(ONE.sign(NAME.toString(), OTHER)).pushTo(repository, IMAGE.digest());

    assertThat(judged(ONE).decision()).isEqualTo(Decision.DENIED);
    assertThat(codes(judged(ONE))).contains(ReasonCode.DIGEST_MISMATCH);
  }

  private static List<ReasonCode> codes(Evaluation evaluation) {
    return evaluation.requirements().stream()
        .flatMap(requirement -> requirement.reasons().stream())
        .map(io.sealbus.verification.Reason::code)
        .toList();
  }

  @Test
  void a19ASignatureForAnotherRepositoryCountsAsThePolicySays() {
    sign(ONE, IMAGE, "mirror.example.com/copy/app");

    Evaluation evaluation = judged(ONE);

    assertThat(codes(evaluation)).contains(ReasonCode.IDENTITY_MISMATCH);
    assertThat(evaluation.requirements().toString()).contains("mirror.example.com/copy/app");
  }

  @Test
  void a20AnIndexAndItsImagesAreJudgedEachOnItsOwn() {
    TestImage arm = IMAGE.forArchitecture("arm64");
    TestIndex index = TestIndex.of(IMAGE, arm);
    index.pushTo(repository, "2.0");
    sign(ONE, index, NAME.toString());
    sign(ONE, arm, NAME.toString());

    assertThat(judged(new Digest(index.digest()), "matchRepository", ONE).decision())
        .isEqualTo(Decision.ALLOWED);
    assertThat(judged(ONE).reason().code()).isEqualTo(ReasonCode.NO_SIGNATURE);
    assertThat(judged(new Digest(arm.digest()), "matchRepository", ONE).decision())
        .isEqualTo(Decision.ALLOWED);
    repository.deleteManifest(arm.digest());
    assertThat(rig.client().pullManifest(NAME, new Digest(arm.digest())))
        .isInstanceOf(NotFound.class);
    assertThat(
            parsed(Content.OCI_INDEX, list(Content.of(Content.OCI_INDEX, list(IMAGE.manifest())))))
        .isInstanceOf(ImageManifest.Invalid.class);
    Content[] thousands = new Content[10_000];
    Arrays.fill(thousands, IMAGE.manifest());
    assertThat(parsed(Content.OCI_INDEX, list(thousands)))
        .isInstanceOf(ImageManifest.Invalid.class);
  }

  @Test
  void a21MoreSignaturesThanAreReadAreNoPass() {
    rig.limits = RegistryLimits.DEFAULTS;
    TestSignature good = ONE.sign(NAME.toString(), IMAGE);
    TestSignature[] many = new TestSignature[1001];
    Arrays.fill(many, good.corruptSignature());
    many[1000] = good;
    SignatureManifest.of(many).pushTo(repository, IMAGE.digest());

    assertThat(judged(ONE).decision()).isEqualTo(Decision.UNDECIDED);
  }

  @Test
  void a22ASignatureThatStandsThereTwiceCountsOnce() {
    TestSignature one = ONE.sign(NAME.toString(), IMAGE);
    SignatureManifest.of(one, one).pushTo(repository, IMAGE.digest());
    assertThat(judged(ONE, TWO).decision()).isEqualTo(Decision.DENIED);

    SignatureManifest.of(one, TWO.sign(NAME.toString(), IMAGE)).pushTo(repository, IMAGE.digest());
    assertThat(judged(ONE, TWO).decision()).isEqualTo(Decision.ALLOWED);
  }

  @Test
  void a24AStaleManifestIsJudgedAsWhatItIs() {
    OTHER.pushTo(repository, "1.0");
    // A cache before the registry goes on serving the old image under the tag, and by the digest.
    registry.inject(
        Fault.at(HOST, "/v2/team/app/manifests/1.0")
            .answer(200, IMAGE.manifest().bytes())
            .contentType(Content.OCI_MANIFEST));
    registry.inject(
        Fault.at(HOST, "/v2/team/app/manifests/" + OTHER.digest())
            .answer(200, IMAGE.manifest().bytes())
            .contentType(Content.OCI_MANIFEST));

    assertThat(((Found<Manifest>) rig.client().resolve(NAME, "1.0")).value().digest())
        .isEqualTo(DIGEST);
    assertThat(code(rig.client().pullManifest(NAME, new Digest(OTHER.digest()))))
        .isEqualTo(ReasonCode.REGISTRY_CONTENT_MISMATCH);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void a24ARegistryThatDoesNotAnswerGrowsOldUntilItDoes(int status) {
    RegistryClient client = rig.client();
    assertThat(client.age(HOST::equals)).isEmpty();
    client.resolve(NAME, "1.0");
    rig.now = rig.now.plusSeconds(60);
    registry.inject(Fault.at(HOST, "/v2/team/app/manifests/1.0").answer(status, "{}"));
    client.resolve(NAME, "1.0");

    rig.now = rig.now.plusSeconds(60);
    assertThat(client.age(HOST::equals)).contains(Duration.ofSeconds(120));
    assertThat(client.age("else.example.com"::equals)).isEmpty();

    registry.clearFaults();
    client.resolve(NAME, "1.0");
    assertThat(client.age(HOST::equals)).contains(Duration.ZERO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Type", "Docker-Content-Digest", "Link", "Content-Encoding"})
  void a25AHeaderThatStandsThereTwiceIsRefused(String header) {
    registry.inject(Fault.at(HOST, MANIFEST).repeat(header, "identity"));

    // A header that the true answer does not have stands there once only.
    boolean twice = Set.of("Content-Type", "Docker-Content-Digest").contains(header);
    Lookup<Manifest> lookup = rig.client().pullManifest(NAME, DIGEST);
    if (twice) {
      assertThat(code(lookup)).isEqualTo(ReasonCode.REGISTRY_ERROR);
    } else {
      assertThat(lookup).isInstanceOf(Found.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"schemaVersion\":2,\"layers\":[],\"layers\":[]}",
        "{\"schemaVersion\":2,\"layers\":[]} {}",
        "{\"schemaVersion\":2,\"l\\uD800\":1,\"layers\":[],}",
      })
  void a25JsonThatCanBeReadInTwoWaysIsNotRead(String json) {
    assertThat(parsed(Content.OCI_MANIFEST, json)).isInstanceOf(ImageManifest.Invalid.class);
  }

  @Test
  void a25KeysThatAreNotUtf8AreNotRead() {
    byte[] json = "{\"schemaVersion\":2,\"?\":1,\"layers\":[]}".getBytes(StandardCharsets.UTF_8);
    json[new String(json, StandardCharsets.UTF_8).indexOf('?')] = (byte) 0xff;
    var bytes = io.sealbus.verification.Bytes.copyOf(json);

    assertThat(
            ImageManifest.parse(
                new Manifest(Content.OCI_MANIFEST, ContentHash.sha256(bytes), bytes)))
        .isInstanceOf(ImageManifest.Invalid.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}x",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: a\rSet: b\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\n\r\n",
        "garbage\r\n\r\n",
      })
  void a25AnAnswerThatIsSplitIsNoManifest(String answer) throws Exception {
    try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.startVirtualThread(() -> {
        while (!server.isClosed()) {
          try (var socket = server.accept()) {
            socket.getInputStream().read(new byte[4096]);
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            Thread.sleep(100);
          } catch (Exception e) {
            return;
          }
        }
      });
      String name = "127.0.0.1:" + server.getLocalPort();

      Lookup<Manifest> lookup =
          rig.plain(name).client().pullManifest(new RepositoryName(name, "team/app"), DIGEST);

      assertThat(lookup).isInstanceOf(Lookup.Failed.class);
    }
  }

  @Test
  void everyHealthyPullEndsWhileAHostileRegistryHangs() throws Exception {
    registry.host("hostile.example.com").repository("team/app");
    String hanging = "/v2/team/app/manifests/1.0";
    var release = new CountDownLatch(1);
    registry.inject(Fault.at("hostile.example.com", hanging).holdUntil(release));
    rig.plain("hostile.example.com")
        .addresses
        .putAll(Map.of("hostile.example.com", registry.endpointOf("hostile.example.com")));
    RegistryClient client = rig.client();
    var hostile = new RepositoryName("hostile.example.com", "team/app");
    List<Thread> stuck =
        IntStream.range(0, 50)
            .mapToObj(n -> Thread.startVirtualThread(() -> client.resolve(hostile, "1.0")))
            .toList();

    Eventually.holds(() ->
        registry.count(request -> request.host().equals(hostile.registry()))
            >= rig.limits.concurrency());

    try {
      for (int n = 0; n < 50; n++) {
        assertThat(client.pullManifest(NAME, DIGEST)).isInstanceOf(Found.class);
      }
      assertThat(stuck).allMatch(Thread::isAlive);
    } finally {
      release.countDown();
    }

    for (Thread thread : stuck) {
      thread.join();
    }
  }
}
