package io.sealbus.signaturefetcher.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.signaturefetcher.Eventually;
import io.sealbus.testkit.FakeApiServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against an API server that lists, watches, fails and forgets. */
class PodWatchTest {
  private static final String PODS = "/api/v1/pods";
  private static final String DIGEST = "sha256:" + "5".repeat(64);

  @TempDir private Path directory;
  private FakeApiServer api;
  private PodWatch watch;
  private final List<String> told = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws Exception {
    api = FakeApiServer.serving(PODS, "/api/v1/namespaces/team/pods");
  }

  @AfterEach
  void stop() {
    if (watch != null) {
      watch.close();
    }
    api.close();
  }

  private void follow(Set<String> namespaces, Duration poll) throws Exception {
    follow(namespaces, poll, Duration.ofHours(1), InstantSource.system());
  }

  private void follow(Set<String> namespaces, Duration poll, Duration refresh, InstantSource clock)
      throws Exception {
    var config =
        new PodsConfig(
            Map.of("prod", List.of(api.kubeconfig(directory))), namespaces, poll, refresh);
    watch =
        PodWatch.start(
            "prod",
            config,
            repository -> !repository.registry().equals("foreign.example.com"),
            (cluster, image) ->
                told.add(
                    cluster
                        + " "
                        + image.repository()
                        + (image.tag() == null ? "@" + image.digest() : ":" + image.tag())),
            clock);
  }

  private static String pod(String name, String... images) {
    var containers = new StringBuilder();
    for (String image : images) {
      containers.append("{name: c, image: \"").append(image).append("\"},");
    }
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: %s, namespace: team}
    spec: {containers: [%s]}
    """
        .formatted(name, containers);
  }

  @Test
  void whatRunsIsToldOnceHoweverManyPodsRunIt() throws Exception {
    api.pageSize(2);
    for (int i = 0; i < 5; i++) {
      api.put(PODS, pod("p" + i, "example.com/a:1", "example.com/b@" + DIGEST));
    }
    follow(Set.of(), Duration.ofMinutes(10));

    Eventually.holds(() -> told.size() >= 2);
    assertThat(told).containsExactly("prod example.com/a:1", "prod example.com/b@" + DIGEST);
    assertThat(watch.inUse()).isEqualTo(2);
    assertThat(watch.findings()).isEmpty();
  }

  @Test
  void aPodThatComesIsSeenByTheWatchWithoutAnotherList() throws Exception {
    follow(Set.of(), Duration.ofMinutes(10));
    Eventually.holds(() -> api.watches() == 1);

    api.put(PODS, pod("p", "example.com/a:1"));
    Eventually.holds(() -> told.contains("prod example.com/a:1"));
    api.put(PODS, pod("p", "example.com/a:2"));
    Eventually.holds(() -> told.contains("prod example.com/a:2"));

    assertThat(api.asked()).hasSize(1);
  }

  @Test
  void whatIsNotOursOrNotInTheNamespacesIsNotTold() throws Exception {
    api.put(PODS, pod("other", "example.com/elsewhere:1"));
    api.put("/api/v1/namespaces/team/pods", pod("p", "foreign.example.com/x:1", "example.com/a:1"));
    follow(Set.of("team"), Duration.ofMinutes(10));

    Eventually.holds(() -> !told.isEmpty());
    assertThat(told).containsExactly("prod example.com/a:1");
    assertThat(api.asked()).containsExactly("/api/v1/namespaces/team/pods");
  }

  @Test
  void aWatchThatEndsIsBegunAgainFromANewList() throws Exception {
    follow(Set.of(), Duration.ofMinutes(10));
    Eventually.holds(() -> api.watches() == 1);

    api.dropWatches();
    api.put(PODS, pod("p", "example.com/a:1"));

    Eventually.holds(() -> told.contains("prod example.com/a:1"));
    Eventually.holds(() -> api.watches() == 1);
  }

  @Test
  void aClusterThatCannotBeReadIsReportedUntilItCan() throws Exception {
    api.put(PODS, pod("p", "example.com/a:1"));
    api.fail(403);
    follow(Set.of(), Duration.ofSeconds(1));
    Eventually.holds(() -> !watch.findings().isEmpty());
    assertThat(watch.findings()).singleElement().asString().startsWith("CLUSTER_NOT_READ: prod");

    api.fail(0);

    Eventually.holds(() -> told.contains("prod example.com/a:1"));
    Eventually.holds(() -> watch.findings().isEmpty());
  }

  @Test
  void whereAWatchIsNotAllowedListsHaveToDo() throws Exception {
    api.refuseWatches();
    follow(Set.of(), Duration.ofSeconds(1));
    Eventually.holds(() -> !watch.findings().isEmpty());

    api.put(PODS, pod("p", "example.com/a:1"));

    Eventually.holds(() -> told.contains("prod example.com/a:1"));
  }

  @Test
  void whatStaysInUseIsToldAgainAfterAWhileAndWhatIsGoneIsNot() throws Exception {
    var inUse = new InUse(Duration.ofHours(6));
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    UsedImage stays = UsedImage.parse("example.com/a:1").orElseThrow();
    UsedImage goes = UsedImage.parse("example.com/b:1").orElseThrow();
    assertThat(inUse.tell(stays, start)).isTrue();
    assertThat(inUse.tell(goes, start)).isTrue();
    assertThat(inUse.tell(stays, start.plus(Duration.ofHours(5)))).isFalse();

    inUse.are(Set.of(stays), start.plus(Duration.ofHours(5)));

    assertThat(inUse.size()).isOne();
    assertThat(inUse.tell(stays, start.plus(Duration.ofHours(6)))).isTrue();
  }
}
