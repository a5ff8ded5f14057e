package io.sealbus.signaturefetcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.signaturefetcher.OneShotPull.NotPulled;
import io.sealbus.signaturefetcher.OneShotPull.Pulled;
import io.sealbus.signaturefetcher.registry.CredentialsFile;
import io.sealbus.signaturefetcher.registry.RegistryClient;
import io.sealbus.signaturefetcher.registry.RegistryLimits;
import io.sealbus.signaturefetcher.registry.RegistrySettings;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.testkit.Content;
import io.sealbus.testkit.Fault;
import io.sealbus.testkit.Repository;
import io.sealbus.testkit.TestImage;
import io.sealbus.testkit.TestIndex;
import io.sealbus.testkit.TestKey;
import io.sealbus.testkit.TestReferrer;
import io.sealbus.testkit.TestRegistry;
import io.sealbus.testkit.TestSigner;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.evidence.Discovery;
import io.sealbus.verification.evidence.Evidence;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.reference.Digest;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OneShotPullTest {
  private static final String HOST = "registry.example.com";
  private static final RepositoryName NAME = new RepositoryName(HOST, "team/app");

  private final TestRegistry registry = TestRegistry.start();
  private final Repository repository = registry.host(HOST).repository("team/app");
  private final Vertx vertx = Vertx.vertx();
  private final RegistryClient client =
      new RegistryClient(
          vertx,
          new RegistrySettings(
              Map.of(HOST, registry.endpointOf(HOST)),
              Set.of(HOST),
              Map.of(),
              RegistryLimits.DEFAULTS),
          CredentialsFile.NONE,
          InstantSource.system());
  private final OneShotPull pull = new OneShotPull(client);

  @AfterEach
  void stop() {
    client.close();
    vertx.close().await();
    registry.close();
  }

  private static ReasonCode code(OneShotPull.Result result) {
    return ((NotPulled) result).reason().code();
  }

  @Test
  void pullsTheInstanceOfThePlatformAndItsEvidence() {
    TestImage amd = TestImage.of("one").forArchitecture("amd64");
    TestImage arm = TestImage.of("one").forArchitecture("arm64");
    TestIndex index = TestIndex.of(amd, arm);
    index.pushTo(repository);
    repository.putManifest("1.0", index.manifest());
    TestSigner.with(TestKey.of(TestKey.Kind.P256, "k")).signAndAttach(repository, "1.0", arm);

    var pulled = (Pulled) pull.pull(NAME, "1.0", "linux/arm64");

    assertThat(pulled.manifest().text()).isEqualTo(index.manifest().digest());
    assertThat(pulled.instance().text()).isEqualTo(arm.manifest().digest());
    assertThat(((Evidence.Complete) pulled.evidence().at(Place.SIGNATURES)).attachments())
        .hasSize(1);
    assertThat(((Pulled) pull.pull(NAME, pulled.manifest(), null)).instance())
        .isEqualTo(pulled.manifest());
    assertThat(code(pull.pull(NAME, "1.0", "linux/s390x")))
        .isEqualTo(ReasonCode.PLATFORM_NOT_FOUND);
  }

  @Test
  void tellsAMissingImageFromTrouble() {
    assertThat(code(pull.pull(NAME, "nope", null))).isEqualTo(ReasonCode.IMAGE_NOT_FOUND);

    registry.inject(Fault.at(HOST, "/v2/team/app/manifests/nope").answer(502, ""));
    assertThat(code(pull.pull(NAME, "nope", null))).isEqualTo(ReasonCode.REGISTRY_ERROR);
  }

  @Test
  void evidenceThatCannotBeHadIsNotNoEvidence() {
    TestImage image = TestImage.of("one");
    repository.putManifest("1.0", image.manifest());
    String digest = image.manifest().digest();
    registry.inject(
        Fault.at(HOST, "/v2/team/app/manifests/" + digest.replace(':', '-') + ".sig").drop());

    var pulled = (Pulled) pull.pull(NAME, new Digest(digest), "linux/amd64");

    assertThat(((Evidence.Unavailable) pulled.evidence().at(Place.SIGNATURES)).reason().code())
        .isEqualTo(ReasonCode.REGISTRY_UNREACHABLE);
  }

  @Test
  void asANodeItAsksForSignaturesAndForNothingElse() {
    TestImage image = TestImage.of("one");
    image.pushTo(repository, "1.0");
    TestSigner.with(TestKey.of(TestKey.Kind.P256, "k")).signAndAttach(repository, "1.0", image);
    registry.clearRequests();

    var pulled = (Pulled) pull.pull(NAME, "1.0", "linux/amd64");

    assertThat(registry.requests())
        .extracting(request -> request.path().replaceAll("sha256.*", ""))
        .containsExactly(
            "/v2/team/app/manifests/1.0", "/v2/team/app/manifests/", "/v2/team/app/blobs/");
    assertThat(pulled.evidence().places()).containsOnlyKeys(Place.SIGNATURES);
  }

  @Test
  void looksAtEveryPlaceThatIsAskedFor() {
    TestImage image = TestImage.of("one");
    TestIndex index = TestIndex.of(image);
    index.pushTo(repository, "1.0");
    TestReferrer.of(index, "a/b", Content.of("application/vnd.dev.sigstore.bundle.v0.3+json", "{}"))
        .pushTo(repository);
    var elsewhere = new Place(Discovery.SIGNATURE_TAG, HOST + "/team/sigs", "p-");
    var asked = new ArrayList<Digest>();
    var everywhere =
        new OneShotPull(
            client,
            digest -> {
              asked.add(digest);
              return Set.of(
                  Place.SIGNATURES, Place.ATTESTATIONS, Place.REFERRERS, Place.CONFIG, elsewhere);
            });
    registry.clearRequests();

    var pulled = (Pulled) everywhere.pull(NAME, "1.0", null);

    assertThat(asked).containsExactly(new Digest(index.digest()));
    assertThat(pulled.evidence().places())
        .hasSize(5)
        .allSatisfy(
            (place, evidence) -> assertThat(evidence).isInstanceOf(Evidence.Complete.class));
    assertThat(((Evidence.Complete) pulled.evidence().at(Place.REFERRERS)).attachments())
        .hasSize(1);
    assertThat(((Evidence.Complete) pulled.evidence().at(Place.CONFIG)).attachments()).hasSize(1);
    // The index; a tag at three places; the referrers, one of them and its layer; an instance and
    // its config.
    assertThat(registry.requests()).hasSize(9);
  }

  @ParameterizedTest
  @CsvSource({
    "linux/arm/v7, linux/arm/v6 linux/arm/v7, 1",
    "linux/arm/v7, linux/arm/v8 linux/arm/v6, 1",
    "linux/arm/v6, linux/arm/v7,",
    "linux/arm64, linux/arm64/v8, 0",
    "linux/arm64/v8, linux/arm64, 0",
    "linux/amd64, windows/amd64 linux/amd64, 1",
    "linux/amd64, linux/amd64/v3,",
    "linux/amd64, linux/arm64 - linux/s390x, 1",
    "linux/amd64, - linux/amd64, 1",
  })
  void choosesAsANodeDoes(String platform, String offered, Integer expected) {
    var instances =
        new java.util.ArrayList<io.sealbus.signaturefetcher.registry.ImageManifest.Instance>();
    for (String one : offered.split(" ")) {
      instances.add(
          new io.sealbus.signaturefetcher.registry.ImageManifest.Instance(
              one.equals("-") ? "" : one,
              new Digest("sha256:" + String.valueOf(instances.size()).repeat(64))));
    }

    assertThat(PlatformChoice.choose(instances, platform).map(Digest::text).orElse(null))
        .isEqualTo(expected == null ? null : "sha256:" + String.valueOf(expected).repeat(64));
  }
}
