package io.sealbus.signaturefetcher.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sealbus.verification.Bytes;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Deliveries of each kind: any bytes are answered, twice the same, and no event comes out that the
 * grammar or the configuration does not allow.
 */
class AdapterFuzzTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String REGISTRY = "registry.example.com";
  private static final EventReader READER = new EventReader(REGISTRY::equals);

  /** The headers that tell the kinds' deliveries apart, each with a body behind them. */
  private static final Map<String, String> HEADERS =
      Map.of(
          "X-GitHub-Event", "package",
          "X-GitHub-Delivery", "1",
          "X-Gitea-Event", "package",
          "X-Gitea-Delivery", "1",
          "X-Nexus-Webhook-Id", "rm:repository:component");

  private static final Map<String, String> BINARY =
      Map.of("ce-specversion", "1.0", "ce-id", "1", "ce-source", "urn:x", "ce-time", "2026");

  private static void check(SourceKind kind, byte[] body, String type, Map<String, String> more) {
    var headers = new HashMap<>(HEADERS);
    headers.putAll(more);
    headers.put("Content-Type", type);
    var source =
        new Source(
            kind,
            "main",
            Set.of(REGISTRY, "other.example.com"),
            kind == SourceKind.NEXUS
                ? kind.hmac(List.of("s"))
                : SourceKind.GITHUB.hmac(List.of("s")),
            kind.adapter(
                new PullPlaces(Map.of("docker-local", REGISTRY + "/docker")), Set.of("topic")));
    var delivery = new Delivery(headers, Map.of(), null, Bytes.copyOf(body), NOW);
    Reading once = READER.read(source, delivery);
    assertThat(READER.read(source, delivery)).isEqualTo(once);
    assertThat(once.events())
        .allSatisfy(seen -> {
          assertThat(seen.event().getRegistry()).isEqualTo(REGISTRY);
          assertThat(EventGrammar.repository(seen.event())).isPresent();
        });
  }

  private static void check(SourceKind kind, byte[] body) {
    check(kind, body, "application/json", Map.of());
  }

  @FuzzTest(maxDuration = "5s")
  void distribution(byte[] body) {
    check(SourceKind.DISTRIBUTION, body);
  }

  @FuzzTest(maxDuration = "5s")
  void harbor(byte[] body) {
    check(SourceKind.HARBOR, body);
  }

  @FuzzTest(maxDuration = "5s")
  void quay(byte[] body) {
    check(SourceKind.QUAY, body);
  }

  @FuzzTest(maxDuration = "5s")
  void dockerHub(byte[] body) {
    check(SourceKind.DOCKER_HUB, body);
  }

  @FuzzTest(maxDuration = "5s")
  void github(byte[] body) {
    check(SourceKind.GITHUB, body);
  }

  @FuzzTest(maxDuration = "5s")
  void githubForm(byte[] body) {
    check(SourceKind.GITHUB, body, "application/x-www-form-urlencoded", Map.of());
  }

  @FuzzTest(maxDuration = "5s")
  void ecr(byte[] body) {
    check(SourceKind.ECR, body);
  }

  @FuzzTest(maxDuration = "5s")
  void acr(byte[] body) {
    check(SourceKind.ACR, body);
  }

  @FuzzTest(maxDuration = "5s")
  void eventGrid(byte[] body) {
    check(SourceKind.EVENT_GRID, body);
  }

  @FuzzTest(maxDuration = "5s")
  void google(byte[] body) {
    check(SourceKind.GOOGLE, body);
  }

  @FuzzTest(maxDuration = "5s")
  void artifactory(byte[] body) {
    check(SourceKind.ARTIFACTORY, body);
  }

  @FuzzTest(maxDuration = "5s")
  void zotStructured(byte[] body) {
    check(SourceKind.ZOT, body, "application/cloudevents+json", Map.of());
  }

  @FuzzTest(maxDuration = "5s")
  void zotBinary(byte[] body) {
    var binary = new HashMap<>(BINARY);
    binary.put("ce-type", "zotregistry.image.updated");
    check(SourceKind.ZOT, body, "application/json", binary);
  }

  @FuzzTest(maxDuration = "5s")
  void gitea(byte[] body) {
    check(SourceKind.GITEA, body);
  }

  @FuzzTest(maxDuration = "5s")
  void nexus(byte[] body) {
    check(SourceKind.NEXUS, body);
  }

  @FuzzTest(maxDuration = "5s")
  void cloudEvents(byte[] body) {
    check(SourceKind.CLOUDEVENTS, body, "application/cloudevents+json", Map.of());
  }

  @FuzzTest(maxDuration = "5s")
  void cloudEventsBatch(byte[] body) {
    check(SourceKind.CLOUDEVENTS, body, "application/cloudevents-batch+json", Map.of());
  }
}
