package io.sealbus.runtime.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealbus.runtime.config.Configuration;
import io.sealbus.runtime.config.ConfigurationException;
import io.sealbus.testkit.TestCertificate;
import io.sealbus.testkit.TestKey;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The files of TLS, and what becomes of them while the port is open. */
class HttpTlsTest {
  private static final Instant FROM = Instant.now().minus(Duration.ofDays(1));
  private static final Instant UNTIL = Instant.now().plus(Duration.ofDays(1));
  private static final TestCertificate AUTHORITY =
      TestCertificate.authority("authority", key("authority"), FROM, UNTIL);

  @TempDir private Path directory;
  private Path certificate;
  private Path key;
  private Path authorities;

  private static TestKey key(String seed) {
    return TestKey.of(TestKey.Kind.P256, seed);
  }

  @BeforeEach
  void files() throws IOException {
    certificate = directory.resolve("tls.crt");
    key = directory.resolve("tls.key");
    authorities = Files.writeString(directory.resolve("ca.crt"), AUTHORITY.pem());
    put("first");
  }

  private void put(String host) throws IOException {
    put(AUTHORITY.tls(host, key(host), FROM, UNTIL));
  }

  private void put(TestCertificate one) throws IOException {
    Files.writeString(certificate, one.pem());
    Files.writeString(key, one.key().privateKeyPem());
  }

  private HttpTls tls() {
    return new HttpTls(certificate, key, authorities);
  }

  @ParameterizedTest
  @EnumSource(value = TestKey.Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "ED25519")
  void readsKeysOfEveryKind(TestKey.Kind kind) throws IOException {
    put(AUTHORITY.tls("host", TestKey.generate(kind), FROM, UNTIL));

    assertThat(tls().read()).isEqualTo(tls().read());
  }

  @Test
  void aKeyOfAnotherCertificateIsRefused() throws IOException {
    Files.writeString(key, key("other").privateKeyPem());
    assertRefused("http.tls.key");

    Files.writeString(key, TestKey.generate(TestKey.Kind.RSA_2048).privateKeyPem());
    assertRefused("http.tls.key");
  }

  @Test
  void aKeyOfAnotherKindIsRefused() throws IOException {
    put(AUTHORITY.tls("host", TestKey.generate(TestKey.Kind.ED25519), FROM, UNTIL));
    assertRefused("http.tls.key");
  }

  @Test
  void whatIsNoPemIsRefused() throws IOException {
    Files.writeString(certificate, "nothing");
    assertRefused("http.tls.certificate");

    put("first");
    Files.writeString(authorities, "nothing");
    assertRefused("http.tls.client.authorities");

    Files.delete(authorities);
    assertRefused("http.tls.client.authorities");
  }

  private void assertRefused(String setting) {
    assertThatThrownBy(() -> tls().read())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(setting);
  }

  @ParameterizedTest
  @CsvSource({
    "http.tls.certificate, http.tls.certificate",
    "http.tls.key, http.tls.key",
    "http.tls.client.authorities, http.tls.client.authorities",
  })
  void settingsGoTogether(String only, String named) {
    var configuration = Configuration.of(Map.of(only, "some.pem"), HttpConfig.KEYS);

    assertThatThrownBy(() -> HttpConfig.from(configuration))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(named);
  }

  @Test
  void withoutSettingsThereIsNoTls() {
    assertThat(HttpConfig.from(Configuration.of(Map.of(), HttpConfig.KEYS)).tls()).isNull();
  }

  @Test
  void newFilesAreTakenOverAndHalfOfThemAreNot() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      HttpTls.Material material = tls().read();
      var options = new HttpServerOptions();
      material.applyTo(options);
      HttpServer server =
          vertx
              .createHttpServer(options)
              .requestHandler(request -> request.response().end())
              .listen(0, "127.0.0.1")
              .await();
      TlsRenewal.watch(vertx, tls(), server, material, Duration.ofMillis(20));
      assertThat(shown(server.actualPort())).isEqualTo("CN=first");

      Files.writeString(key, key("second").privateKeyPem());
      Thread.sleep(200);
      assertThat(shown(server.actualPort())).isEqualTo("CN=first");

      put("second");
      long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (!"CN=second".equals(shown(server.actualPort())) && System.nanoTime() < end) {
        Thread.sleep(50);
      }
      assertThat(shown(server.actualPort())).isEqualTo("CN=second");
    } finally {
      vertx.close().await();
    }
  }

  /** The subject of the certificate that the port shows. */
  private static @Nullable String shown(int port) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    var factory =
        java.security.cert.CertificateFactory.getInstance("X.509")
            .generateCertificate(new java.io.ByteArrayInputStream(AUTHORITY.der()));
    store.setCertificateEntry("authority", factory);
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    try (var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.startHandshake();
      return List.of(socket.getSession().getPeerCertificates()).getFirst()
              instanceof X509Certificate one
          ? one.getSubjectX500Principal().getName()
          : null;
    }
  }
}
