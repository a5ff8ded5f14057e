package io.sealbus.signaturefetcher.registry;

import static io.sealbus.signaturefetcher.registry.RegistryClientTest.code;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.signaturefetcher.registry.Lookup.Found;
import io.sealbus.signaturefetcher.registry.Lookup.NotFound;
import io.sealbus.testkit.Fault;
import io.sealbus.testkit.RecordedRequest;
import io.sealbus.testkit.Repository;
import io.sealbus.testkit.TestImage;
import io.sealbus.testkit.TestKey;
import io.sealbus.testkit.TestRegistry;
import io.sealbus.testkit.TestSigner;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.reference.Digest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Images and what is attached to them, from where registries.conf says. */
class MirrorPullTest {
  private static final String SOURCE = "source.example.com";
  private static final String MIRROR = "mirror.example.com";
  private static final RepositoryName NAME = new RepositoryName(SOURCE, "team/app");
  private static final TestImage IMAGE = TestImage.of("app");
  private static final Digest DIGEST = new Digest(IMAGE.digest());
  private static final TestSigner SIGNER = TestSigner.with(TestKey.of(TestKey.Kind.P256, "k"));

  private final TestRegistry registry = TestRegistry.start();
  private final Repository source = registry.host(SOURCE).repository("team/app");
  private final Repository mirror = registry.host(MIRROR).repository("copy/app");
  private final ClientRig rig = new ClientRig();

  @BeforeEach
  void reach() {
    for (String host : List.of(SOURCE, MIRROR)) {
      rig.plain(host).addresses.put(host, registry.endpointOf(host));
    }
    conf("mirror = [{ location = \"mirror.example.com/copy\" }]");
  }

  @AfterEach
  void stop() {
    rig.close();
    registry.close();
  }

  private void conf(String rest) {
    rig.sources =
        RegistriesConfTest.conf("[[registry]]\nlocation = \"source.example.com/team\"\n" + rest);
  }

  private List<String> hostsAsked() {
    return registry.requests().stream().map(RecordedRequest::host).toList();
  }

  private Lookup<PulledPlace> signatures() {
    return new EvidenceFetch(rig.client(), new ContentCache(0))
        .fetch(NAME, DIGEST, Place.SIGNATURES);
  }

  @Test
  void theMirrorIsAskedFirstAndServesAll() {
    IMAGE.pushTo(mirror, "1.0");
    SIGNER.signAndAttach(mirror, "1.0", IMAGE);
    registry.clearRequests();

    assertThat(rig.client().pullManifest(NAME, DIGEST)).isInstanceOf(Found.class);
    assertThat(rig.client().resolve(NAME, "1.0")).isInstanceOf(Found.class);
    assertThat(((Found<PulledPlace>) signatures()).value().attachments()).hasSize(1);

    assertThat(hostsAsked()).containsOnly(MIRROR);
  }

  @Test
  void whatTheMirrorHasNotComesFromTheSource() {
    IMAGE.pushTo(source, "1.0");
    SIGNER.signAndAttach(source, "1.0", IMAGE);
    registry.clearRequests();

    assertThat(rig.client().pullManifest(NAME, DIGEST)).isInstanceOf(Found.class);
    assertThat(hostsAsked()).containsExactly(MIRROR, SOURCE);
    assertThat(((Found<PulledPlace>) signatures()).value().attachments()).hasSize(1);
  }

  @Test
  void aMirrorThatServesOtherBytesIsPassedOver() {
    IMAGE.pushTo(mirror, "1.0");
    IMAGE.pushTo(source, "1.0");
    registry.inject(Fault.at(MIRROR, "/v2/copy/app/manifests/" + DIGEST).corrupt());

    assertThat(rig.client().pullManifest(NAME, DIGEST)).isInstanceOf(Found.class);
  }

  @Test
  void theSourceHasTheLastWord() {
    registry.inject(Fault.at(MIRROR, "/v2/copy/app/manifests/" + DIGEST).answer(500, ""));
    assertThat(rig.client().pullManifest(NAME, DIGEST)).isInstanceOf(NotFound.class);

    // The mirror has no signature; that the source cannot be asked leaves it open.
    registry.inject(
        Fault.at(SOURCE, "/v2/team/app/manifests/sha256-" + DIGEST.hex() + ".sig").answer(500, ""));
    assertThat(code(signatures())).isEqualTo(ReasonCode.REGISTRY_ERROR);
  }

  @Test
  void aBlockedSourceIsNeverAsked() {
    conf("blocked = true\nmirror = [{ location = \"mirror.example.com/copy\" }]");
    IMAGE.pushTo(source, "1.0");
    registry.clearRequests();

    assertThat(code(rig.client().pullManifest(NAME, DIGEST)))
        .isEqualTo(ReasonCode.REGISTRY_BLOCKED);
    assertThat(code(signatures())).isEqualTo(ReasonCode.REGISTRY_BLOCKED);
    assertThat(hostsAsked()).doesNotContain(SOURCE);

    IMAGE.pushTo(mirror, "1.0");
    assertThat(rig.client().pullManifest(NAME, DIGEST)).isInstanceOf(Found.class);
  }

  @Test
  void aTagIsAskedWhereTagsMayBe() {
    conf("mirror-by-digest-only = true\nmirror = [{ location = \"mirror.example.com/copy\" }]");
    IMAGE.pushTo(mirror, "1.0");
    IMAGE.pushTo(source, "1.0");
    registry.clearRequests();

    rig.client().resolve(NAME, "1.0");
    rig.client().pullManifest(NAME, DIGEST);

    assertThat(hostsAsked()).containsExactly(SOURCE, MIRROR);
  }

  @Test
  void anInsecureMirrorMayBeWithoutTls() {
    IMAGE.pushTo(registry.repository("copy/app"), "1.0");
    String open = registry.address();
    conf("mirror = [{ location = \"%s/copy\", insecure = true }]".formatted(open));
    RegistryClient client = rig.client();

    assertThat(client.pullManifest(NAME, DIGEST)).isInstanceOf(Found.class);

    conf("mirror = [{ location = \"%s/copy\" }]".formatted(open));
    registry.clearRequests();
    rig.client().pullManifest(NAME, DIGEST);
    assertThat(hostsAsked()).containsOnly(SOURCE);
  }

  @Test
  void aClientThatAsksDirectlyKnowsNoMirrors() {
    IMAGE.pushTo(mirror, "1.0");

    assertThat(rig.client().directly().pullManifest(NAME, DIGEST)).isNotInstanceOf(Found.class);
  }
}
