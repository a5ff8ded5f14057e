package io.sealbus.signaturefetcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sealbus.runtime.bus.OutgoingRecord;
import io.sealbus.schemas.DeadLetterRecord;
import io.sealbus.schemas.ImageEventRecord;
import io.sealbus.schemas.RecordCodecs;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.runtime.config.Configuration;
import io.sealbus.signaturefetcher.pods.PodsConfig;
import io.sealbus.signaturefetcher.reconcile.ReconcileConfig;
import io.sealbus.signaturefetcher.registry.CredentialsFile;
import io.sealbus.signaturefetcher.registry.RegistryConfig;
import io.sealbus.signaturefetcher.registry.RegistrySettings;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookRoutesTest {
  private static final String GOOD =
      """
      {"events":[{"id":"1","action":"push","target":{"tag":"1.0","repository":"team/app",
       "mediaType":"application/vnd.oci.image.manifest.v1+json"},
       "request":{"host":"registry.example.com"}}]}
      """;
  private static final String V2 = "application/vnd.docker.distribution.events.v2+json";

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<OutgoingRecord<?>> sent = new CopyOnWriteArrayList<>();
  private CompletableFuture<Void> durable = CompletableFuture.completedFuture(null);
  private int port;

  @BeforeEach
  void start() {
    var config =
        new SignatureFetcherConfig(
            AllowedRegistries.of(List.of("registry.example.com")),
            new RegistryConfig(RegistrySettings.DEFAULTS, CredentialsFile.NONE, 0, 0),
            RetrySchedule.DEFAULT,
            Map.of("main", List.of("old-secret", "new-secret")),
            Map.of(),
            ReconcileConfig.from(Configuration.of(Map.of(), ReconcileConfig.KEYS)),
            PodsConfig.from(Configuration.of(Map.of(), PodsConfig.KEYS)));
    Router router = Router.router(vertx);
    new WebhookRoutes(
            config,
            (records, trace) -> {
              sent.addAll(records);
              return durable;
            },
            () -> Instant.EPOCH,
            metrics())
        .mount(router);
    port =
        vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").await().actualPort();
  }

  @AfterEach
  void stop() {
    client.close();
    vertx.close().await();
  }

  private HttpResponse<String> post(String source, String authorization, String type, String body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/v1/webhooks/distribution/" + source))
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer old-secret", "Bearer new-secret", "bearer new-secret"})
  void passesOnWhatAnyCurrentSecretVouchesFor(String authorization) throws Exception {
    HttpResponse<String> response = post("main", authorization, V2 + "; charset=utf-8", GOOD);

    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(sent).hasSize(1);
    assertThat(sent.getFirst().key()).isEqualTo("registry.example.com/team/app");
    assertThat(((ImageEventRecord) sent.getFirst().value()).getSource())
        .isEqualTo("distribution/main");
  }

  @ParameterizedTest
  @CsvSource({
    "main, ''",
    "main, Bearer",
    "main, 'Bearer '",
    "main, Bearer new-secre",
    "main, Bearer new-secrets",
    "main, Basic new-secret",
    "main, new-secret",
    "other, Bearer new-secret"
  })
  void letsNobodyElseIn(String source, String authorization) throws Exception {
    assertThat(post(source, authorization, V2, GOOD).statusCode()).isEqualTo(401);
    assertThat(sent).isEmpty();
  }

  @Test
  void setsAsideWhatItCannotUseAndAnswersThatAllIsWell() throws Exception {
    assertThat(post("main", "Bearer old-secret", V2, "{").statusCode()).isEqualTo(202);
    assertThat(post("main", "Bearer old-secret", "text/plain", GOOD).statusCode()).isEqualTo(202);

    assertThat(sent)
        .extracting(r -> ((DeadLetterRecord) r.value()).getCode())
        .containsExactly("IMAGE_EVENT_INVALID", "IMAGE_EVENT_INVALID");
  }

  @Test
  void setsAsideARegistryThatIsNotConfigured() throws Exception {
    String foreign = GOOD.replace("registry.example.com", "evil.example.com");

    assertThat(post("main", "Bearer old-secret", V2, foreign).statusCode()).isEqualTo(202);

    assertThat(sent)
        .extracting(r -> ((DeadLetterRecord) r.value()).getCode())
        .containsExactly("REGISTRY_NOT_ALLOWED");
  }

  @Test
  void saysThatTheBusIsAwaySoThatTheRegistryTriesAgain() throws Exception {
    durable = CompletableFuture.failedFuture(new IllegalStateException("away"));

    assertThat(post("main", "Bearer old-secret", V2, GOOD).statusCode()).isEqualTo(503);
  }

  @Test
  void refusesALongBodyBeforeItIsRead() throws Exception {
    String answer =
        raw(
            "POST /v1/webhooks/distribution/main HTTP/1.1\r\nHost: x\r\n"
                + "Content-Length: 1048577\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 413");
  }

  @Test
  void refusesAStrangerBeforeTheBodyIsRead() throws Exception {
    String answer =
        raw(
            "POST /v1/webhooks/distribution/main HTTP/1.1\r\nHost: x\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 401");
  }

  @Test
  void boundsABodyThatDoesNotSayItsLength() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/v1/webhooks/distribution/main"))
            .header("Authorization", "Bearer old-secret")
            .POST(
                HttpRequest.BodyPublishers.ofInputStream(
                    () -> new java.io.ByteArrayInputStream(new byte[(1 << 20) + 1])))
            .build();

    assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(413);
    assertThat(sent).isEmpty();
  }

  /** Sends {@code head} and reads until the other side closes the connection. */
  private String raw(String head) throws Exception {
    try (var socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(5000);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      var answer = new ByteArrayOutputStream();
      socket.getInputStream().transferTo(answer);
      return answer.toString(StandardCharsets.UTF_8);
    }
  }

  private static FetchMetrics metrics() {
    var ledger = new FetchLedger("s");
    var sources =
        new SourceEvents(
            RecordCodecs.singleObject().codec(TopicCatalogue.IMAGE_EVENTS), repository -> false, () -> {});
    return new FetchMetrics(
        new SimpleMeterRegistry(), ledger, new StaleEvidence(ledger, Demand.NONE, sources));
  }
}
