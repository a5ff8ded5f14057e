package io.sealbus.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TestRegistryNotificationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final TestRegistry registry = TestRegistry.start();
  private final TestImage image = TestImage.of("hello");
  private final List<JsonNode> events = new CopyOnWriteArrayList<>();
  private final List<String> contentTypes = new CopyOnWriteArrayList<>();
  private final AtomicInteger refusals = new AtomicInteger();
  private HttpServer receiver;

  @BeforeEach
  void listen() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    receiver.createContext("/", this::receive);
    receiver.start();
  }

  private void receive(HttpExchange http) throws IOException {
    byte[] body = http.getRequestBody().readAllBytes();
    boolean refuse =
        refusals.getAndUpdate(n -> Math.max(0, n - 1)) > 0
            || !"Bearer s3cr3t".equals(http.getRequestHeaders().getFirst("Authorization"));
    contentTypes.add(http.getRequestHeaders().getFirst("Content-Type"));
    Json.parse(body).orElseThrow().path("events").forEach(events::add);
    http.sendResponseHeaders(refuse ? 503 : 202, -1);
    http.close();
  }

  @AfterEach
  void stop() {
    registry.close();
    receiver.stop(0);
  }

  private Webhook webhook() {
    return Webhook.to(URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook"))
        .header("Authorization", "Bearer s3cr3t")
        .retryDelay(Duration.ofMillis(10))
        .timeout(PATIENCE);
  }

  @Test
  void reportsAPushByTag() throws Exception {
    // Given
    var repository = registry.repository("app/web").putBlob(image.layer()).putBlob(image.config());
    registry.notify(webhook());

    // When
    var http = Http.to(registry.address());
    http.send(
        "PUT",
        "/v2/" + repository.name() + "/manifests/1.0",
        image.manifest().bytes(),
        "Content-Type",
        Content.OCI_MANIFEST,
        "User-Agent",
        "test/1");

    // Then
    assertThat(registry.awaitNotifications(PATIENCE)).isTrue();
    assertThat(contentTypes).containsExactly(Webhook.Format.V2.mediaType());
    JsonNode event = events.getFirst();
    assertThat(event.path("action").asText()).isEqualTo("push");
    assertThat(event.path("id").asText()).hasSize(36);
    assertThat(event.path("timestamp").asText()).endsWith("Z");
    JsonNode target = event.path("target");
    assertThat(target.path("mediaType").asText()).isEqualTo(Content.OCI_MANIFEST);
    assertThat(target.path("digest").asText()).isEqualTo(image.digest());
    assertThat(target.path("size").asInt()).isEqualTo(image.manifest().size());
    assertThat(target.path("repository").asText()).isEqualTo("app/web");
    assertThat(target.path("tag").asText()).isEqualTo("1.0");
    assertThat(event.path("request").path("host").asText()).isEqualTo(registry.address());
    assertThat(event.path("request").path("method").asText()).isEqualTo("PUT");
    assertThat(event.path("request").path("useragent").asText()).isEqualTo("test/1");
  }

  @Test
  void reportsBlobsAndDeletions() throws Exception {
    // Given
    registry.notify(webhook().format(Webhook.Format.V1));
    var repository = registry.host("registry.example.com").repository("app/web");

    // When
    image.pushTo(repository, "1.0");
    repository.deleteTag("1.0");
    repository.deleteManifest(image.digest());

    // Then
    assertThat(registry.awaitNotifications(PATIENCE)).isTrue();
    assertThat(contentTypes).containsOnly(Webhook.Format.V1.mediaType());
    assertThat(events)
        .extracting(event -> event.path("action").asText())
        .containsExactly("push", "push", "push", "push", "delete", "delete");
    assertThat(events.get(0).path("target").path("mediaType").asText()).isEqualTo(Change.BLOB);
    assertThat(events.get(2).path("target").has("tag")).isFalse();
    assertThat(events.get(4).path("target").path("tag").asText()).isEqualTo("1.0");
    assertThat(events.get(4).path("target").has("digest")).isFalse();
    assertThat(events.get(5).path("target").path("digest").asText()).isEqualTo(image.digest());
  }

  @Test
  void sendsTheSameEventUntilItIsTaken() throws Exception {
    // Given
    refusals.set(3);
    registry.notify(webhook());

    // When
    registry.repository("app/web").putManifest("1.0", image.manifest());

    // Then
    assertThat(registry.awaitNotifications(PATIENCE)).isTrue();
    assertThat(events).hasSize(4);
    assertThat(events)
        .extracting(event -> event.path("id").asText())
        .containsOnly(events.getFirst().path("id").asText());
  }

  @Test
  void waitsForAReceiverThatIsDown() throws Exception {
    // Given
    int port = receiver.getAddress().getPort();
    registry.notify(webhook());
    receiver.stop(0);
    registry.repository("app/web").putManifest("1.0", image.manifest());
    boolean delivered = registry.awaitNotifications(Duration.ofMillis(200));

    // When
    receiver = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
    receiver.createContext("/", this::receive);
    receiver.start();

    // Then
    assertThat(delivered).isFalse();
    assertThat(registry.awaitNotifications(PATIENCE)).isTrue();
    assertThat(events).hasSize(1);
  }
}
