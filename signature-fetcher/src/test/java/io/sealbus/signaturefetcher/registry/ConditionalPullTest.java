package io.sealbus.signaturefetcher.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.signaturefetcher.registry.Lookup.Failed;
import io.sealbus.signaturefetcher.registry.Lookup.Found;
import io.sealbus.signaturefetcher.registry.Lookup.NotFound;
import io.sealbus.testkit.Access;
import io.sealbus.testkit.Fault;
import io.sealbus.testkit.Repository;
import io.sealbus.testkit.TestImage;
import io.sealbus.testkit.TestKey;
import io.sealbus.testkit.TestRegistry;
import io.sealbus.testkit.TestSigner;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.reference.Digest;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How little is asked for what is known, and that it is asked for at all. */
class ConditionalPullTest {
  private static final TestImage IMAGE = TestImage.of("app");
  private static final Digest DIGEST = new Digest(IMAGE.digest());

  private final TestRegistry registry = TestRegistry.start();
  private final Repository repository = registry.repository("team/app");
  private final RepositoryName name = new RepositoryName(registry.address(), "team/app");
  private final ClientRig rig = new ClientRig().plain(registry.address());
  private final RegistryClient client = rig.client().keeping(new ContentCache(1 << 20));

  @AfterEach
  void stop() {
    rig.close();
    registry.close();
  }

  private List<String> asked() {
    List<String> asked =
        registry.requests().stream()
            .map(request -> request.method() + " " + request.path().replaceFirst(".*/", ""))
            .toList();
    registry.clearRequests();
    return asked;
  }

  private Digest resolved() {
    return ((Found<Manifest>) client.resolve(name, "1.0")).value().digest();
  }

  @Test
  void aTagThatDidNotMoveCostsAHead() {
    IMAGE.pushTo(repository, "1.0");
    resolved();
    assertThat(asked()).containsExactly("GET 1.0");

    assertThat(resolved()).isEqualTo(DIGEST);
    assertThat(asked()).containsExactly("HEAD 1.0");
    assertThat(client.pullManifest(name, DIGEST)).isInstanceOf(Found.class);
    assertThat(asked()).containsExactly("HEAD " + DIGEST);
  }

  @Test
  void whereNoDigestIsAnnouncedAConditionIsSent() {
    IMAGE.pushTo(repository, "1.0");
    registry.inject(
        Fault.at(registry.address(), "/v2/team/app/manifests/1.0")
            .without("Docker-Content-Digest"));
    resolved();
    asked();

    assertThat(resolved()).isEqualTo(DIGEST);
    assertThat(asked()).containsExactly("GET 1.0");
  }

  @Test
  void aTagThatMovedIsFetched() {
    IMAGE.pushTo(repository, "1.0");
    resolved();
    TestImage other = TestImage.of("other");
    other.pushTo(repository, "1.0");
    asked();

    assertThat(resolved()).isEqualTo(new Digest(other.digest()));
    assertThat(asked()).containsExactly("HEAD 1.0", "GET 1.0");
    IMAGE.pushTo(repository, "1.0");
    asked();
    assertThat(resolved()).isEqualTo(DIGEST);
    assertThat(asked()).containsExactly("HEAD 1.0");
  }

  @Test
  void aTagThatIsGoneIsGoneAndTroubleIsTrouble() {
    IMAGE.pushTo(repository, "1.0");
    resolved();
    repository.deleteTag("1.0");
    assertThat(client.resolve(name, "1.0")).isInstanceOf(NotFound.class);

    IMAGE.pushTo(repository, "1.0");
    registry.inject(
        Fault.at(registry.address(), "/v2/team/app/manifests/1.0").answer(503, "").times(1));
    asked();
    assertThat(client.resolve(name, "1.0")).isInstanceOf(Failed.class);
    // Who wants fewer requests does not get a second one at once.
    assertThat(asked()).containsExactly("HEAD 1.0");
  }

  @Test
  void aManifestThatIsGoneIsGone() {
    IMAGE.pushTo(repository, "1.0");
    resolved();
    repository.deleteManifest(IMAGE.digest());

    assertThat(client.pullManifest(name, DIGEST)).isInstanceOf(NotFound.class);
  }

  @Test
  void anAnnouncedDigestThatIsNotKnownProvesNothing() {
    IMAGE.pushTo(repository, "1.0");
    resolved();
    registry.inject(
        Fault.at(registry.address(), "/v2/team/app/manifests/1.0")
            .onMethod("HEAD")
            .header("Docker-Content-Digest", "sha256:" + "0".repeat(64)));
    asked();

    assertThat(resolved()).isEqualTo(DIGEST);
    assertThat(asked()).containsExactly("HEAD 1.0", "GET 1.0");
  }

  @Test
  void aSignedImageCostsThreeRequestsColdAndTwoHeadsWarm() {
    IMAGE.pushTo(repository, "1.0");
    TestSigner.with(TestKey.of(TestKey.Kind.P256, "k")).signAndAttach(repository, "1.0", IMAGE);
    var evidence = new EvidenceFetch(client, new ContentCache(1 << 20));
    registry.clearRequests();

    resolved();
    evidence.fetch(name, DIGEST, Place.SIGNATURES);
    assertThat(asked()).hasSize(3);
    resolved();
    evidence.fetch(name, DIGEST, Place.SIGNATURES);

    assertThat(asked()).hasSize(2).allMatch(request -> request.startsWith("HEAD"));
  }

  @Test
  void aRegistryWithoutTheReferrersApiIsAskedForItOnce() {
    registry.referrersApi(false);
    IMAGE.pushTo(repository, "1.0");
    var evidence = new EvidenceFetch(client, new ContentCache(0));
    registry.clearRequests();

    evidence.fetch(name, DIGEST, Place.REFERRERS);
    evidence.fetch(name, new Digest(TestImage.of("other").digest()), Place.REFERRERS);
    assertThat(registry.count(request -> request.path().contains("/referrers/"))).isEqualTo(1);

    rig.now = rig.now.plus(ReferrersSupport.KEPT);
    evidence.fetch(name, DIGEST, Place.REFERRERS);
    assertThat(registry.count(request -> request.path().contains("/referrers/"))).isEqualTo(2);
  }

  @Test
  void aFurtherRepositoryIsNotAskedForInVain() {
    registry.protect(Access.bearerWithAnonymousPull("u", "p"));
    IMAGE.pushTo(repository, "1.0");
    IMAGE.pushTo(registry.repository("team/other"), "1.0");
    resolved();
    assertThat(asked()).containsExactly("GET 1.0", "GET token", "GET 1.0");

    client.resolve(new RepositoryName(registry.address(), "team/other"), "1.0");

    assertThat(asked()).containsExactly("GET token", "GET 1.0");
  }

  @Test
  void placesThatAreAskedSideBySideShareOneToken() throws Exception {
    registry.protect(Access.bearerWithAnonymousPull("u", "p"));
    IMAGE.pushTo(repository, "1.0");
    registry.clearRequests();

    new EvidencePull(new EvidenceFetch(client, new ContentCache(0)), any -> true)
        .pull(name, DIGEST, Set.of(Place.SIGNATURES, Place.ATTESTATIONS, Place.REFERRERS));

    assertThat(asked()).filteredOn("GET token"::equals).hasSize(1);
  }
}
