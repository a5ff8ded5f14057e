package io.sealbus.signaturefetcher.registry;

import static io.sealbus.signaturefetcher.registry.RegistryClientTest.code;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.signaturefetcher.registry.Lookup.Found;
import io.sealbus.signaturefetcher.registry.RegistryCertificates.Loaded;
import io.sealbus.signaturefetcher.registry.RegistryCertificates.Refused;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.reference.Digest;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SelfSignedCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS with registries that the system does not know. */
class RegistryCertificatesTest {
  private static final String BLOB = "payload";
  private static final Digest DIGEST = ContentHash.sha256(Bytes.utf8(BLOB));

  private final Vertx vertx = Vertx.vertx();
  private final ClientRig rig = new ClientRig();
  @TempDir private Path directory;

  @AfterEach
  void stop() {
    rig.close();
    vertx.close().await();
  }

  private RegistryClient trusting() {
    rig.limits = RegistryLimits.DEFAULTS;
    rig.certificates = ((Loaded) RegistryCertificates.read(directory)).certificates();
    return rig.client();
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void trustsTheAuthorityOfOneRegistryForThatOne(HttpVersion version) throws Exception {
    try (var registry = new TlsRegistry(vertx, List.of(version), null, BLOB);
        var other = new TlsRegistry(vertx, List.of(version), null, BLOB)) {
      registry.trustedIn(directory);
      RegistryClient client = trusting();

      assertThat(client.pullBlob(registry.repository(), DIGEST))
          .isEqualTo(new Found<>(Bytes.utf8(BLOB)));
      assertThat(code(client.pullBlob(other.repository(), DIGEST)))
          .isEqualTo(ReasonCode.REGISTRY_TLS);
      assertThat(registry.versions).containsExactly(version);
    }
  }

  @Test
  void showsItsCertificateToTheRegistryThatItIsFor() throws Exception {
    SelfSignedCertificate own = SelfSignedCertificate.create("client");
    try (var registry = new TlsRegistry(vertx, List.of(HttpVersion.HTTP_2), own, BLOB)) {
      Path host = registry.trustedIn(directory);
      assertThat(trusting().pullBlob(registry.repository(), DIGEST))
          .isInstanceOf(Lookup.Failed.class);

      Files.copy(Path.of(own.certificatePath()), host.resolve("client.cert"));
      Files.copy(Path.of(own.privateKeyPath()), host.resolve("client.key"));

      assertThat(trusting().pullBlob(registry.repository(), DIGEST)).isInstanceOf(Found.class);
    } finally {
      own.delete();
    }
  }

  @Test
  void refusesAKeyWithoutItsCertificateAndTheOtherWayRound() throws Exception {
    Path host = Files.createDirectories(directory.resolve("registry.example.com"));
    Path key = Files.writeString(host.resolve("client.key"), "x");
    assertThat(refusal()).contains("client.cert");

    Files.delete(key);
    Files.writeString(host.resolve("client.cert"), "x");
    assertThat(refusal()).isNotEmpty();
  }

  @Test
  void refusesWhatIsNoCertificate() throws Exception {
    Path host = Files.createDirectories(directory.resolve("registry.example.com"));
    Files.writeString(host.resolve("ca.crt"), "-----BEGIN CERTIFICATE-----\nAAAA\n");

    assertThat(refusal()).contains("registry.example.com");
  }

  private String refusal() throws IOException {
    var refused = (Refused) RegistryCertificates.read(directory);
    assertThat(refused.code()).isEqualTo(ReasonCode.CERTIFICATES_INVALID);
    return refused.message();
  }

  @Test
  void aFolderThatIsNotThereHoldsNothing() {
    assertThat(RegistryCertificates.read(directory.resolve("none"))).isInstanceOf(Loaded.class);
  }
}
