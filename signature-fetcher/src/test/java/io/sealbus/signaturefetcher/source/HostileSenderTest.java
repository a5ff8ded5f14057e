package io.sealbus.signaturefetcher.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Meter;
import io.sealbus.schemas.ImageEventRecord;
import io.sealbus.signaturefetcher.Eventually;
import io.sealbus.testkit.HostileSender;
import io.sealbus.testkit.HostileSender.Outcome;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What senders may try, and what befalls them. The numbers are those of the abuse checklist in
 * {@code docs/webhooks.md}; 4 and 9 are in {@code HostileEventsTest}, 8 is in those of the
 * comparison.
 */
class HostileSenderTest {
  private static final String SECRET = "Yx8-unguessable-Tk3f";
  private static final String SOURCES =
      """
      sources:
        - {kind: distribution, name: main, registries: [registry.example.com],
           secrets: [{text: %1$s}]}
        - {kind: distribution, name: other, registries: [registry.example.com],
           secrets: [{text: %1$s}]}
        - {kind: github, name: main, secrets: [{text: %1$s}]}
        - {kind: quay, name: main, registries: [registry.example.com], secrets: [{text: %1$s}]}
        - {kind: docker-hub, name: main, secrets: [{text: %1$s}]}
        - {kind: zot, name: main, registries: [registry.example.com], secrets: [{text: %1$s}]}
        - {kind: harbor, name: main, registries: [registry.example.com], secrets: [{text: %1$s}]}
        - {kind: event-grid, name: main, registries: [registry.example.com], topics: [topic],
           secrets: [{text: %1$s}]}
      """
          .formatted(SECRET);

  private static final Map<String, String> BEARER =
      Map.of("Authorization", "Bearer " + SECRET, "Content-Type", "application/json");
  private static final Map<String, String> NOTHING = Map.of("Content-Type", "application/json");

  @TempDir private Path directory;
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
  }

  private <T extends AutoCloseable> T closing(T one) {
    open.add(one);
    return one;
  }

  private WebhookRig rig() {
    return closing(new WebhookRig(WebhookRig.sources(SOURCES), registry -> true, null));
  }

  private WebhookRig rigWithSpool(long bytes) throws IOException {
    Spool spool = closing(Spool.open(directory, bytes));
    var rig = new WebhookRig(WebhookRig.sources(SOURCES), registry -> true, spool);
    closing(SpoolDrain.start(spool, rig.outlet(), Duration.ofMillis(20)));
    return closing(rig);
  }

  private static String distribution(String id, String tag) {
    return """
    {"events":[{"id":"%s","action":"push","target":{"tag":"%s","repository":"team/app",
     "url":"http://127.0.0.1:1/inside",
     "mediaType":"application/vnd.oci.image.manifest.v1+json"},
     "request":{"host":"registry.example.com"}}]}
    """
        .formatted(id, tag);
  }

  private static String quay(String tag) {
    return "{\"repository\":\"team/app\",\"updated_tags\":[\"" + tag + "\"]}";
  }

  private static Map<String, String> zot(String id) {
    return Map.of(
        "Authorization", "Bearer " + SECRET,
        "ce-specversion", "1.0",
        "ce-type", "zotregistry.image.updated",
        "ce-source", "zotregistry.dev",
        "ce-id", id);
  }

  private static String zotData(String tag) {
    return "{\"name\":\"team/app\",\"reference\":\"" + tag + "\"}";
  }

  @Test
  void b01HugeBodiesAreCutOffBeforeAndWhileTheyCome() throws Exception {
    WebhookRig rig = rig();
    HostileSender stranger = HostileSender.to(rig.url("distribution/main"));
    HostileSender known = stranger.header("Authorization", "Bearer " + SECRET);
    HostileSender plausible =
        HostileSender.to(rig.url("github/main"))
            .header("X-Hub-Signature-256", "sha256=" + "0".repeat(64));

    assertThat(stranger.announces(1L << 30).status()).isEqualTo(413);
    Outcome poured = stranger.pours(1L << 30);
    assertThat(poured.status()).isEqualTo(401);
    assertThat(poured.sent()).isLessThan(64L << 20);
    assertThat(known.pours(1L << 30).status()).isEqualTo(413);
    assertThat(plausible.pours(1L << 30).status()).isEqualTo(413);
    assertThat(rig.sent).isEmpty();
  }

  @Test
  void b01PackedBodiesAreNotUnpacked() throws Exception {
    WebhookRig rig = rig();

    Outcome outcome =
        HostileSender.to(rig.url("distribution/main"))
            .header("Authorization", "Bearer " + SECRET)
            .header("Content-Encoding", "gzip")
            .says(new byte[] {31, (byte) 139});

    assertThat(outcome.status()).isEqualTo(415);
  }

  @Test
  void b01SlowBodiesEndAndOtherSourcesAreAsTheyWere() throws Exception {
    Duration within = Duration.ofSeconds(5);
    var rig = closing(new WebhookRig(WebhookRig.sources(SOURCES), registry -> true, null, within));
    HostileSender slow =
        HostileSender.to(rig.url("github/main"))
            .header("X-Hub-Signature-256", "sha256=" + "0".repeat(64));
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var drips = new ArrayList<Future<Outcome>>();
      for (int i = 0; i < 20; i++) {
        drips.add(pool.submit(() -> slow.drips(WebhookRoutes.MAX_BODY, Duration.ofMillis(20))));
      }
      Thread.sleep(200);

      assertThat(rig.post("distribution/main", BEARER, distribution("1", "1")).statusCode())
          .isEqualTo(202);

      for (Future<Outcome> drip : drips) {
        // Some had no room to begin with.
        assertThat(drip.get().status()).isIn(408, 503);
        assertThat(drip.get().took()).isLessThan(within.plusSeconds(25));
      }
    }
  }

  @Test
  void b01AnIssuerThatHangsHoldsUpNobodyElse() throws Exception {
    var answers = new CountDownLatch(1);
    var sources =
        WebhookRig.sources(
            SOURCES
                + """
                  - {kind: google, name: main, registries: [registry.example.com],
                     oidc: {audience: us, email: sender@example.com}}
                """,
            (selector, context) -> {
              try {
                answers.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return List.of();
            },
            Instant.EPOCH);
    var rig = closing(new WebhookRig(sources, registry -> true, null));
    Map<String, String> token = Map.of("Authorization", "Bearer eyJhbGciOiJSUzI1NiJ9.e30.AAAA");
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var tokens = new ArrayList<Future<HttpResponse<String>>>();
      for (int i = 0; i < 60; i++) {
        tokens.add(pool.submit(() -> rig.post("google/main", token, "{}")));
      }
      // All but the few that may wait have their answer, so that nobody is held up by them.
      Eventually.holds(() -> tokens.stream().filter(Future::isDone).count() == 56);

      assertThat(rig.post("distribution/main", BEARER, distribution("1", "1")).statusCode())
          .isEqualTo(202);

      answers.countDown();
      for (Future<HttpResponse<String>> one : tokens) {
        assertThat(one.get().statusCode()).isIn(401, 503);
      }
    }
  }

  @Test
  void b01AFloodOfStrangersIsRefusedAndLeavesNothingBehind() throws Exception {
    WebhookRig rig = rig();

    for (int i = 0; i < 500; i++) {
      assertThat(rig.post("distribution/no-" + i, NOTHING, distribution("1", "1")).statusCode())
          .isEqualTo(401);
    }

    assertThat(rig.sent).isEmpty();
    assertThat(rig.meters.getMeters()).hasSizeLessThan(10);
    assertThat(rig.post("distribution/main", BEARER, distribution("1", "1")).statusCode())
        .isEqualTo(202);
  }

  static Stream<String> b02() throws IOException {
    return WebhookVector.names(
        "github/refuses-",
        "gitea/refuses-",
        "forgejo/refuses-",
        "nexus/refuses-",
        "event-grid/wrong");
  }

  @ParameterizedTest
  @MethodSource("b02")
  void b02NoCodeButTheRightOneOverTheBytesAsTheyCame(String vector) throws Exception {
    WebhookVector.check(vector);
  }

  @Test
  void b03ADeliveryThatIsReplayedCountsOncePerWindow() throws Exception {
    WebhookRig rig = rig();

    for (int i = 0; i < 1000; i++) {
      assertThat(rig.post("distribution/main", BEARER, distribution("1", "1")).statusCode())
          .isEqualTo(202);
    }
    assertThat(rig.events()).hasSize(1);

    rig.now = rig.now.plus(Duration.ofDays(90));
    for (int i = 0; i < 10; i++) {
      rig.post("distribution/main", BEARER, distribution("1", "1"));
    }
    assertThat(rig.events()).hasSize(2);
  }

  @Test
  void b03AnIdThatIsUsedForSomethingElseHidesNothing() throws Exception {
    WebhookRig rig = rig();

    rig.post("distribution/main", BEARER, distribution("1", "1"));
    rig.post("distribution/main", BEARER, distribution("1", "2"));
    rig.post("distribution/other", BEARER, distribution("1", "1"));

    assertThat(rig.events()).hasSize(3);
  }

  @Test
  void b03WhatDoesNotTellItselfFromAnotherPushAlwaysCounts() throws Exception {
    WebhookRig rig = rig();

    rig.post("quay/main?secret=" + SECRET, NOTHING, quay("1"));
    rig.post("quay/main?secret=" + SECRET, NOTHING, quay("1"));

    assertThat(rig.events()).hasSize(2);
  }

  @Test
  void b05ARegistryThatIsNotConfiguredIsSetAside() throws Exception {
    var rig =
        closing(
            new WebhookRig(
                WebhookRig.sources(SOURCES),
                registry -> registry.equals("else.example.com"),
                null));
    rig.post("distribution/main", BEARER, distribution("1", "1"));

    assertThat(rig.events()).isEmpty();
    assertThat(rig.letters()).containsExactly("REGISTRY_NOT_ALLOWED");
  }

  @Test
  void b06NoUrlOfADeliveryIsEverUsed() throws Exception {
    WebhookRig rig = rig();
    try (var trap = new ServerSocket(0)) {
      trap.setSoTimeout(300);
      String inside = "http://127.0.0.1:" + trap.getLocalPort() + "/x";
      rig.post(
          "docker-hub/main?secret=" + SECRET,
          NOTHING,
          "{\"callback_url\":\"%s\",\"push_data\":{\"tag\":\"1\"},\"repository\":{\"repo_name\":\"a/b\"}}"
              .formatted(inside));
      rig.post(
          "distribution/main",
          BEARER,
          distribution("1", "1").replace("http://127.0.0.1:1/inside", inside));
      rig.post(
          "event-grid/main?secret=" + SECRET,
          NOTHING,
          "[{\"topic\":\"topic\",\"eventType\":\"Microsoft.EventGrid.SubscriptionValidationEvent\",\"data\":{\"validationCode\":\"1\",\"validationUrl\":\"%s\"}}]"
              .formatted(inside));

      assertThatThrownBy(trap::accept).isInstanceOf(SocketTimeoutException.class);
    }
    assertThat(rig.events()).hasSize(2);
  }

  @Test
  void b07QuayIsNeverToldToComeAgainSoThatItDoesNotSwitchItselfOff() throws Exception {
    WebhookRig rig = rigWithSpool(4 << 20);
    rig.bus = () -> CompletableFuture.failedFuture(new IllegalStateException("away"));

    for (int i = 0; i < 5; i++) {
      assertThat(rig.post("quay/main?secret=" + SECRET, NOTHING, quay("t" + i)).statusCode())
          .isEqualTo(202);
    }

    rig.bus = () -> CompletableFuture.completedFuture(null);
    Eventually.holds(() -> rig.events().size() == 5);
  }

  static Stream<String> b10() throws IOException {
    return WebhookVector.names(
        "github/digest-of", "github/empty-tag", "github/nothing", "github/tag");
  }

  @ParameterizedTest
  @MethodSource("b10")
  void b10WhatIsNoDigestIsResolvedAndNotTrusted(String vector) throws Exception {
    WebhookVector.check(vector);
  }

  static Stream<String> b11() throws IOException {
    return WebhookVector.names("harbor/push");
  }

  @ParameterizedTest
  @MethodSource("b11")
  void b11ADigestInThePlaceOfATagIsRecognized(String vector) throws Exception {
    WebhookVector.check(vector);
  }

  @Test
  void b11TwoFormatsComeToOneUrl() throws Exception {
    WebhookRig rig = rig();
    String data =
        "\"resources\":[{\"digest\":\"sha256:%1$s\",\"tag\":\"sha256:%1$s\"}],\"repository\":{\"repo_full_name\":\"a/b\"}"
            .formatted("a".repeat(64));
    Map<String, String> headers = Map.of("Authorization", SECRET);

    rig.post("harbor/main", headers, "{\"type\":\"PUSH_ARTIFACT\",\"event_data\":{" + data + "}}");
    rig.post(
        "harbor/main",
        headers,
        "{\"specversion\":\"1.0\",\"id\":\"1\",\"type\":\"harbor.artifact.pushed\",\"data\":{"
            + data
            + "}}");

    assertThat(rig.events()).hasSize(2).allSatisfy(e -> assertThat(e.getTag()).isNull());
  }

  static Stream<String> b12() throws IOException {
    return WebhookVector.names("artifactory/refuses-");
  }

  @ParameterizedTest
  @MethodSource("b12")
  void b12ATokenIsNoCodeAndACodeNoToken(String vector) throws Exception {
    WebhookVector.check(vector);
  }

  static Stream<String> b13() throws IOException {
    return WebhookVector.names("google/refuses-", "google/keys-away");
  }

  @ParameterizedTest
  @MethodSource("b13")
  void b13NoTokenButTheConfiguredAccountsOwn(String vector) throws Exception {
    WebhookVector.check(vector);
  }

  static Stream<String> b14() throws IOException {
    return WebhookVector.names("event-grid/handshake-");
  }

  @ParameterizedTest
  @MethodSource("b14")
  void b14OnlyConfiguredTopicsMaySubscribeUs(String vector) throws Exception {
    WebhookVector.check(vector);
  }

  static Stream<String> b15() throws IOException {
    return WebhookVector.names("distribution/clock-", "docker-hub/huge-time");
  }

  @ParameterizedTest
  @MethodSource("b15")
  void b15AnyClockIsKeptAndNoneRelied(String vector) throws Exception {
    WebhookVector.check(vector);
  }

  static Stream<String> b16() throws IOException {
    return WebhookVector.names("distribution/hostile-");
  }

  @ParameterizedTest
  @MethodSource("b16")
  void b16HostileTextsAreHeldAgainstTheirGrammar(String vector) throws Exception {
    WebhookVector.check(vector);
  }

  @Test
  void b16ForeignTextIsNoLabelOfAMetric() throws Exception {
    WebhookRig rig = rig();

    for (int i = 0; i < 50; i++) {
      rig.post("distribution/main", BEARER, distribution("1", "<script>" + i));
      rig.post("%1b%5b2J" + i + "/x", NOTHING, "{}");
    }

    assertThat(rig.meters.getMeters()).hasSizeLessThan(12);
    assertThat(rig.meters.getMeters())
        .extracting(Meter::getId)
        .allSatisfy(id -> assertThat(id.toString()).doesNotContain("script", "2J"));
  }

  @Test
  void b17WhoComesAgainIsToldTo() throws Exception {
    WebhookRig rig = rigWithSpool(4 << 20);
    rig.bus = () -> CompletableFuture.failedFuture(new IllegalStateException("away"));

    HttpResponse<String> away = rig.post("distribution/main", BEARER, distribution("1", "1"));
    rig.bus = () -> CompletableFuture.completedFuture(null);
    HttpResponse<String> again = rig.post("distribution/main", BEARER, distribution("1", "1"));

    assertThat(away.statusCode()).isEqualTo(503);
    assertThat(away.headers().firstValue("Retry-After")).isPresent();
    // What was lost does not count as having been there.
    assertThat(again.body()).contains("\"accepted\":1");
    assertThat(rig.events()).hasSize(1);
  }

  @Test
  void b17WhatWillNotComeAgainWaitsOnDiskAndComesInItsOrder() throws Exception {
    WebhookRig rig = rigWithSpool(4 << 20);
    rig.bus = () -> CompletableFuture.failedFuture(new IllegalStateException("away"));
    List<String> tags = IntStream.range(0, 20).mapToObj(i -> "t" + i).toList();

    for (String tag : tags) {
      assertThat(rig.post("zot/main", zot(tag), zotData(tag)).statusCode()).isEqualTo(202);
    }
    rig.bus = () -> CompletableFuture.completedFuture(null);

    Eventually.holds(() -> rig.events().size() == tags.size());
    assertThat(rig.events()).extracting(ImageEventRecord::getTag).containsExactlyElementsOf(tags);
  }

  @Test
  void b17WhatWaitsOnDiskOutlivesTheProcess() throws Exception {
    try (Spool spool = Spool.open(directory, 4 << 20);
        var before = new WebhookRig(WebhookRig.sources(SOURCES), registry -> true, spool)) {
      before.bus = () -> CompletableFuture.failedFuture(new IllegalStateException("away"));
      assertThat(before.post("zot/main", zot("1"), zotData("1")).statusCode()).isEqualTo(202);
      assertThat(before.post("zot/main", zot("2"), "no JSON").statusCode()).isEqualTo(202);
    }

    WebhookRig after = rigWithSpool(4 << 20);

    Eventually.holds(() -> after.sent.size() == 2);
    assertThat(after.events()).extracting(ImageEventRecord::getId).containsExactly("1");
    assertThat(after.letters()).containsExactly("IMAGE_EVENT_INVALID");
  }

  @Test
  void b17ABusThatHangsIsAsGoodAsAway() throws Exception {
    Spool spool = closing(Spool.open(directory, 4 << 20));
    var rig = closing(new WebhookRig(WebhookRig.sources(SOURCES), registry -> true, spool));
    rig.bus = CompletableFuture::new;

    assertThat(rig.post("zot/main", zot("1"), zotData("1")).statusCode()).isEqualTo(202);
    assertThat(spool.isEmpty()).isFalse();
  }

  @Test
  void b17AFullDiskIsToldAndTakesNothingFromOthers() throws Exception {
    Spool spool = closing(Spool.open(directory, 2000));
    var rig = closing(new WebhookRig(WebhookRig.sources(SOURCES), registry -> true, spool));
    rig.bus = () -> CompletableFuture.failedFuture(new IllegalStateException("away"));
    var answers = new ArrayList<Integer>();

    for (int i = 0; i < 20; i++) {
      answers.add(rig.post("zot/main", zot("i" + i), zotData("t" + i)).statusCode());
    }

    assertThat(answers).startsWith(202).endsWith(503).containsOnly(202, 503);
    assertThat(spool.bytes()).isLessThanOrEqualTo(2000);
    rig.bus = () -> CompletableFuture.completedFuture(null);
    assertThat(rig.post("distribution/main", BEARER, distribution("1", "1")).statusCode())
        .isEqualTo(202);
  }
}
