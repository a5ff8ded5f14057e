package io.sealbus.signaturefetcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealbus.broker.EmbeddedBroker;
import io.sealbus.runtime.bus.BusConfig;
import io.sealbus.runtime.config.Configuration;
import io.sealbus.runtime.config.ConfigurationException;
import io.sealbus.runtime.service.ServiceHost;
import io.sealbus.schemas.Authenticity;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.testkit.TestCertificate;
import io.sealbus.testkit.TestKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Senders that prove themselves by a certificate, and those that try to. */
class WebhookTlsTest {
  private static final Instant NOW = Instant.now();
  private static final Instant FROM = NOW.minus(Duration.ofDays(9));
  private static final Instant UNTIL = NOW.plus(Duration.ofDays(9));
  private static final TestCertificate OURS = authority("ours");
  private static final TestCertificate OTHERS = authority("others");
  private static final String SECRET = "a-secret-of-a-harbor";
  private static final String SOURCES =
      """
      sources:
        - {kind: cloudevents, name: main, registries: [registry.example.com],
           authentication: certificate, certificate: {names: [Sender.example.com]}}
        - {kind: zot, name: main, registries: [registry.example.com],
           authentication: certificate, certificate: {subjects: ['CN=zot.example.com']}}
        - {kind: harbor, name: main, registries: [registry.example.com],
           secrets: [{text: %s}]}
      """
          .formatted(SECRET);

  @TempDir private static Path directory;
  private static EmbeddedBroker broker;
  private static ServiceHost host;

  private static TestCertificate authority(String name) {
    return TestCertificate.authority(name, key(name), FROM, UNTIL);
  }

  private static TestKey key(String seed) {
    return TestKey.of(TestKey.Kind.P256, seed);
  }

  @BeforeAll
  static void start() throws IOException {
    broker = EmbeddedBroker.start(EmbeddedBroker.Config.in(directory.resolve("broker")));
    host = start(configuration(Map.of()));
  }

  @AfterAll
  static void stop() {
    host.close();
    broker.close();
  }

  private static ServiceHost start(Configuration configuration) {
    return ServiceHost.start(
        List.of(SignatureFetcherService.DEFINITION),
        configuration,
        InstantSource.system(),
        progress -> {});
  }

  private static Configuration configuration(Map<String, String> more) throws IOException {
    TestCertificate own = OURS.tls("localhost", key("server"), FROM, UNTIL);
    Map<String, String> values = new HashMap<>();
    values.put("bus.bootstrap.servers", broker.bootstrapServers());
    values.put("bus.partitions", "1");
    values.put("http.port", "0");
    values.put("http.tls.certificate", file("tls.crt", own.pem()));
    values.put("http.tls.key", file("tls.key", own.key().privateKeyPem()));
    values.put("http.tls.client.authorities", file("ca.crt", OURS.pem()));
    values.put("fetcher.sources", file("sources.yaml", SOURCES));
    values.put("fetcher.spool.directory", directory.resolve("spool").toString());
    values.put("fetcher.registries", "registry.example.com");
    values.put("state.directory", directory.resolve("state").toString());
    values.putAll(more);
    values.values().removeIf(String::isEmpty);
    return Configuration.of(values, ServiceHost.keys(List.of(SignatureFetcherService.DEFINITION)));
  }

  private static String file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  /** A client that trusts the server and shows {@code certificate}; null for none. */
  private static HttpClient client(@Nullable TestCertificate certificate) throws Exception {
    KeyStore trusted = empty();
    trusted.setCertificateEntry("authority", x509(OURS));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    KeyStore own = empty();
    if (certificate != null) {
      // Whoever asks: a client may show what nobody wants to see.
      own.setKeyEntry(
          "own", secret(certificate), new char[0], new Certificate[] {x509(certificate)});
    }
    var keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(own, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(Shown.always(keys.getKeyManagers()), trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  private static KeyStore empty() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static Certificate x509(TestCertificate certificate) throws Exception {
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(certificate.der()));
  }

  private static PrivateKey secret(TestCertificate certificate) throws Exception {
    String body = certificate.key().privateKeyPem().replaceAll("-----[A-Z ]+-----|\\s", "");
    return KeyFactory.getInstance("EC")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
  }

  private static HttpResponse<String> event(
      @Nullable TestCertificate certificate, String source, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("https://localhost:" + host.port() + "/v1/webhooks/" + source))
            .header("ce-specversion", "1.0")
            .header("ce-type", "io.sealbus.image.pushed")
            .header("ce-source", "test")
            .header("ce-id", source)
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"repository\":\"team/app\",\"tag\":\"1.0\"}"));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    try (HttpClient client = client(certificate)) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  private static TestCertificate sender(TestCertificate by, Instant until) {
    return by.tls("sender.example.com", key("sender"), FROM, until);
  }

  @Test
  void whoShowsItsCertificateIsAdmittedAndItsEventGradedSo() throws Exception {
    assertThat(event(sender(OURS, UNTIL), "cloudevents/main").statusCode()).isEqualTo(202);

    BusConfig bus = BusConfig.from(configuration(Map.of()));
    try (var events = new Table<>(bus, TopicCatalogue.IMAGE_EVENTS)) {
      assertThat(
              events
                  .await("registry.example.com/team/app", event -> event.getTag() != null)
                  .getAuthenticity())
          .isEqualTo(Authenticity.MTLS);
    }
  }

  @Test
  void whoShowsNoneIsRefused() throws Exception {
    assertThat(event(null, "cloudevents/main").statusCode()).isEqualTo(401);
    assertThat(event(null, "cloudevents/main", "Authorization", "Bearer x").statusCode())
        .isEqualTo(401);
  }

  @Test
  void whoShowsOneOfAnotherNameIsRefused() throws Exception {
    TestCertificate other = OURS.tls("zot.example.com", key("zot"), FROM, UNTIL);

    assertThat(event(other, "cloudevents/main").statusCode()).isEqualTo(401);
    // It is for that source; what it says there is another matter.
    assertThat(event(other, "zot/main").statusCode()).isEqualTo(202);
    assertThat(event(sender(OURS, UNTIL), "zot/main").statusCode()).isEqualTo(401);
  }

  @Test
  void oneOfAnotherAuthorityDoesNotEvenConnect() {
    assertThatThrownBy(() -> event(sender(OTHERS, UNTIL), "cloudevents/main"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void oneThatHasExpiredDoesNotEvenConnect() {
    assertThatThrownBy(() -> event(sender(OURS, NOW.minus(Duration.ofDays(1))), "cloudevents/main"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void oneThatIsForSigningDoesNotEvenConnect() {
    TestCertificate signer = OURS.signer("sender.example.com", key("sender"), FROM, UNTIL);

    assertThatThrownBy(() -> event(signer, "cloudevents/main")).isInstanceOf(IOException.class);
  }

  @Test
  void othersNeedNone() throws Exception {
    assertThat(event(null, "harbor/main", "Authorization", SECRET).statusCode()).isEqualTo(202);
    assertThat(event(null, "harbor/main", "Authorization", "else").statusCode()).isEqualTo(401);
    assertThat(event(sender(OURS, UNTIL), "harbor/main").statusCode()).isEqualTo(401);
  }

  @Test
  void headersOfAProxyProveNothing() throws Exception {
    String pem = Base64.getEncoder().encodeToString(sender(OURS, UNTIL).der());

    for (String header : List.of("X-Client-Cert", "X-Forwarded-Client-Cert", "X-SSL-Client-Cert")) {
      assertThat(event(null, "cloudevents/main", header, pem).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void whoSpeaksNoTlsGetsNoAnswer() throws Exception {
    try (var socket = new Socket("localhost", host.port())) {
      socket.setSoTimeout(5_000);
      OutputStream out = socket.getOutputStream();
      out.write(
          "POST /v1/webhooks/cloudevents/main HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
      byte[] answer = socket.getInputStream().readAllBytes();

      assertThat(new String(answer, StandardCharsets.ISO_8859_1)).doesNotContain("HTTP/");
    }
  }

  @Test
  void aSourceWithoutAPortThatAsksStopsTheStart() throws Exception {
    Configuration without = configuration(Map.of("http.tls.client.authorities", ""));

    assertThatThrownBy(() -> start(without).close())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("http.tls.client.authorities")
        .hasMessageContaining("cloudevents/main");
  }
}
