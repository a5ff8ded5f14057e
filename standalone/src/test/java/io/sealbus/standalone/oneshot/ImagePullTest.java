package io.sealbus.standalone.oneshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealbus.signaturefetcher.registry.CredentialsFile;
import io.sealbus.signaturefetcher.registry.RegistryCertificates;
import io.sealbus.signaturefetcher.registry.RegistryClient;
import io.sealbus.signaturefetcher.registry.RegistryLimits;
import io.sealbus.signaturefetcher.registry.RegistrySettings;
import io.sealbus.standalone.CommandException;
import io.sealbus.testkit.Repository;
import io.sealbus.testkit.TestImage;
import io.sealbus.testkit.TestKey;
import io.sealbus.testkit.TestRegistry;
import io.sealbus.testkit.TestSigner;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.evidence.Evidence;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.reference.ImageReference;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where one image is looked for, as a node with a registries.conf does it. */
class ImagePullTest {
  private static final String SOURCE = "source.example.com";
  private static final String MIRROR = "mirror.example.com";
  private static final TestImage IMAGE = TestImage.of("app");

  private final TestRegistry registry = TestRegistry.start();
  private final Repository source = registry.host(SOURCE).repository("team/app");
  private final Repository mirror = registry.host(MIRROR).repository("team/app");
  private final Vertx vertx = Vertx.vertx();
  @TempDir private Path directory;

  @AfterEach
  void stop() {
    vertx.close().await();
    registry.close();
  }

  private Pulled pull(String conf) throws Exception {
    Path file = Files.writeString(directory.resolve("registries.conf"), conf);
    var settings =
        new RegistrySettings(
            Map.of(SOURCE, registry.endpointOf(SOURCE), MIRROR, registry.endpointOf(MIRROR)),
            Set.of(SOURCE, MIRROR),
            Map.of(),
            RegistryLimits.DEFAULTS,
            NodeSettings.registriesConf(file),
            NodeSettings.proxies(Map.of()),
            RegistryCertificates.NONE);
    try (var client =
        new RegistryClient(vertx, settings, CredentialsFile.NONE, InstantSource.system())) {
      return new ImagePull(client)
          .pull(
              ImageReference.parseImage(SOURCE + "/team/app@" + IMAGE.digest()),
              new PullSettings(List.of(), NodeSettings.registriesD(null), null));
    }
  }

  private static final String MIRRORED =
      "[[registry]]\nlocation = \"source.example.com\"\nmirror = [{ location = \"mirror.example.com\" }]\n";

  private static int signatures(Pulled pulled) {
    assertThat(pulled).isInstanceOf(Pulled.Image.class);
    Evidence evidence = ((Pulled.Image) pulled).evidence().at(Place.SIGNATURES);
    return ((Evidence.Complete) evidence).attachments().size();
  }

  @Test
  void thePlaceThatServesTheImageServesItsSignaturesOrThereAreNone() throws Exception {
    IMAGE.pushTo(mirror, "1.0");
    IMAGE.pushTo(source, "1.0");
    TestSigner.with(TestKey.of(TestKey.Kind.P256, "k")).signAndAttach(source, "1.0", IMAGE);

    assertThat(signatures(pull(MIRRORED))).isZero();
    assertThat(signatures(pull(""))).isEqualTo(1);
    mirror.deleteManifest(IMAGE.digest());
    assertThat(signatures(pull(MIRRORED))).isEqualTo(1);
  }

  @Test
  void aBlockedSourceLeavesTheImageUndecided() throws Exception {
    IMAGE.pushTo(source, "1.0");

    Pulled pulled = pull("[[registry]]\nlocation = \"source.example.com\"\nblocked = true\n");

    assertThat(((Pulled.Unavailable) pulled).reason().code())
        .isEqualTo(ReasonCode.REGISTRY_BLOCKED);
  }

  @Test
  void proxiesAreThoseOfTheEnvironment() {
    var proxies =
        NodeSettings.proxies(
            Map.of(
                "HTTPS_PROXY", "http://upper.example.com",
                "https_proxy", "lower.example.com:3128",
                "NO_PROXY", "example.org"));

    assertThat(proxies.tls()).isEqualTo(URI.create("http://lower.example.com:3128"));
    assertThat(proxies.plain()).isNull();
    assertThatThrownBy(() -> NodeSettings.proxies(Map.of("HTTP_PROXY", "https://u:hush@x/y")))
        .isInstanceOf(CommandException.class)
        .hasMessageNotContaining("hush");
  }
}
