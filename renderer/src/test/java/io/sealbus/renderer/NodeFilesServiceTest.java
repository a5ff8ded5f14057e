package io.sealbus.renderer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.broker.EmbeddedBroker;
import io.sealbus.runtime.service.ServiceHost;
import io.sealbus.schemas.NodeFileRecord;
import io.sealbus.schemas.TopicCatalogue;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies to files and status on a real broker. Each test has topics of its own. */
final class NodeFilesServiceTest {
  private static final String POLICY_JSON = "/etc/containers/policy.json";
  private static final String REGISTRIES = "/etc/containers/registries.d/sigstore-registries.yaml";
  private static final String HTTP_POLICY_JSON = "/v1/node-files" + POLICY_JSON;

  /** Sent after the other: whoever sees this one sees both. */
  private static final String HTTP_REGISTRIES = "/v1/node-files" + REGISTRIES;

  private static final String STATUS = "/v1/policy-status/config.openshift.io/";

  @TempDir private static Path shared;
  private static EmbeddedBroker broker;
  @TempDir private Path directory;

  @BeforeAll
  static void startBroker() {
    broker = EmbeddedBroker.start(EmbeddedBroker.Config.in(shared.resolve("broker")));
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  private ServiceHost renderer(Bus bus, Map<String, String> more) {
    return bus.renderer(directory.resolve("state"), more);
  }

  private static List<String> sent(Bus bus) {
    return bus.all(TopicCatalogue.NODE_FILES).stream()
        .map(r -> Bus.key(r) + (r.value() == null ? " gone" : ""))
        .toList();
  }

  private static JsonArray conditions(Http http, String status) {
    return http.json(status).getJsonArray("conditions", new JsonArray());
  }

  private static boolean hasFinding(Http http, String policy, String code) {
    return http.json(STATUS + policy).getJsonArray("findings", new JsonArray()).stream()
        .anyMatch(f -> ((JsonObject) f).getString("code").equals(code));
  }

  @Test
  void publishesWhatPoliciesComeToAndServesIt() {
    try (var bus = new Bus(broker, "files");
        ServiceHost host = renderer(bus, Map.of())) {
      var http = new Http(host);
      long version = bus.sendPolicy("", "p", 1, "r.example.com/team");
      Bus.await(() -> http.get(HTTP_REGISTRIES).statusCode() == 200);

      var file = http.get(HTTP_POLICY_JSON);

      assertThat(
              new JsonObject(file.body())
                  .getJsonObject("transports")
                  .getJsonObject("docker")
                  .fieldNames())
          .containsExactly("r.example.com/team");
      assertThat(file.headers().firstValue("Content-Type")).contains("application/json");
      assertThat(file.headers().firstValue("Sealbus-Policy-Version"))
          .contains(Long.toString(version));
      assertThat(
              http.json("/v1/node-files").getJsonArray("items").stream()
                  .map(i -> ((JsonObject) i).getString("path")))
          .containsExactly(POLICY_JSON, REGISTRIES);
      assertThat(http.get("/v1/node-files/etc/containers/nothing").statusCode()).isEqualTo(404);
      assertThat(http.rawStatus("/v1/node-files/%zz")).isEqualTo(400);
    }
  }

  @Test
  void answersNotModifiedToWhoHasTheBytes() {
    try (var bus = new Bus(broker, "etag");
        ServiceHost host = renderer(bus, Map.of())) {
      var http = new Http(host);
      bus.sendPolicy("", "p", 1, "r.example.com/team");
      Bus.await(() -> http.get(HTTP_POLICY_JSON).statusCode() == 200);
      String tag = http.get(HTTP_POLICY_JSON).headers().firstValue("ETag").orElseThrow();

      var same = http.get(HTTP_POLICY_JSON, "If-None-Match", "\"other\", " + tag);
      var other = http.get(HTTP_POLICY_JSON, "If-None-Match", "\"other\"");

      assertThat(tag).matches("\"[0-9a-f]{64}\"");
      assertThat(same.statusCode()).isEqualTo(304);
      assertThat(same.body()).isEmpty();
      assertThat(other.statusCode()).isEqualTo(200);
      assertThat(http.head(HTTP_POLICY_JSON).headers().firstValue("Content-Length"))
          .contains(Integer.toString(other.body().length()));
    }
  }

  @Test
  void publishesOnlyWhatChangedAndRendersABatchOnce() {
    String team = "/etc/crio/policies/team.json";
    String other = "/etc/crio/policies/other.json";
    try (var bus = new Bus(broker, "changed")) {
      // Before there is a renderer, which renders nothing until it has read all of them.
      bus.sendPolicy("team", "p", 1, "r.example.com/team");
      bus.sendPolicy("team", "p", 2, "r.example.com/team");
      long last = bus.sendPolicy("team", "p", 3, "r.example.com/team");
      try (ServiceHost host = renderer(bus, Map.of())) {
        var http = new Http(host);
        Bus.await(() -> http.get("/v1/node-files" + team).statusCode() == 200);

        assertThat(http.get("/metrics").body())
            .containsPattern("sealbus_renderer_render_seconds_count 1\\b");

        // The same scopes and key: the files' bytes stay.
        bus.sendPolicy("team", "p", 4, "r.example.com/team");
        bus.sendPolicy("other", "q", 1, "r.example.com/other");
        Bus.await(() -> http.get("/v1/node-files" + other).statusCode() == 200);

        assertThat(sent(bus))
            .containsExactlyInAnyOrder(POLICY_JSON, REGISTRIES, team, REGISTRIES, other);
        assertThat(http.get("/v1/node-files" + team).headers().firstValue("Sealbus-Policy-Version"))
            .contains(Long.toString(last));
      }
    }
  }

  @Test
  void tellsThatAFileIsNoLongerProduced() {
    try (var bus = new Bus(broker, "gone");
        ServiceHost host = renderer(bus, Map.of())) {
      var http = new Http(host);
      bus.sendPolicy("", "p", 1, "r.example.com/team");
      Bus.await(() -> http.get(HTTP_POLICY_JSON).statusCode() == 200);

      bus.send(TopicCatalogue.POLICIES, Bus.policyKey("", "p"), null);

      Bus.await(() -> http.get(HTTP_POLICY_JSON).statusCode() == 404);
      Bus.await(() -> http.get(STATUS + "ClusterImagePolicy/p").statusCode() == 404);
      Bus.await(() -> sent(bus).containsAll(List.of(POLICY_JSON + " gone", REGISTRIES + " gone")));
    }
  }

  @Test
  void holdsEverythingWhereOnePolicyCannotBeRendered() {
    try (var bus = new Bus(broker, "held");
        ServiceHost host = renderer(bus, Map.of())) {
      var http = new Http(host);
      bus.sendPolicy("", "p", 1, "r.example.com/team");
      Bus.await(() -> http.get(HTTP_POLICY_JSON).statusCode() == 200);
      String before = http.get(HTTP_POLICY_JSON).body();

      String image = "config.openshift.io/Image//cluster";
      bus.send(
          TopicCatalogue.POLICIES,
          image,
          Bus.platform(
              """
              apiVersion: config.openshift.io/v1
              kind: Image
              metadata: {name: cluster}
              spec: {registrySources: {blockedRegistries: [r.example.com]}}
              """));
      bus.sendPolicy("", "q", 1, "q.example.com/team");
      Bus.await(() -> hasFinding(http, "ClusterImagePolicy//q", "RENDER_HELD"));
      Bus.await(() -> hasFinding(http, "ClusterImagePolicy/p", "RENDER_HELD"));

      assertThat(http.get(HTTP_POLICY_JSON).body()).isEqualTo(before);
      assertThat(http.get("/health/ready").statusCode()).isEqualTo(200);
      assertThat(http.get("/metrics").body()).contains("sealbus_renderer_held 1");

      bus.send(TopicCatalogue.POLICIES, image, null);

      Bus.await(() -> http.get(HTTP_POLICY_JSON).body().contains("q.example.com/team"));
      Bus.await(() -> !hasFinding(http, "ClusterImagePolicy/p", "RENDER_HELD"));
    }
  }

  private static String registries(String annotations) {
    return """
    apiVersion: config.openshift.io/v1
    kind: Image
    metadata: {name: cluster, annotations: {%s}}
    spec: {registrySources: {allowedRegistries: [r.example.com]}}
    """
        .formatted(annotations);
  }

  private static JsonObject finding(Http http, String policy, String code) {
    return http.json(STATUS + policy).getJsonArray("findings", new JsonArray()).stream()
        .map(JsonObject.class::cast)
        .filter(f -> f.getString("code").equals(code))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void withholdsWhatWouldLockThePlatformOutUntilItIsConfirmed() {
    try (var bus = new Bus(broker, "withheld")) {
      String image = "config.openshift.io/Image//cluster";
      String confirmation;
      try (ServiceHost host = renderer(bus, Map.of())) {
        var http = new Http(host);
        bus.sendPolicy("", "p", 1, "r.example.com/team");
        Bus.await(() -> http.get(HTTP_POLICY_JSON).statusCode() == 200);
        String before = http.get(HTTP_POLICY_JSON).body();

        bus.send(TopicCatalogue.POLICIES, image, Bus.platform(registries("")));
        bus.sendPolicy("", "q", 1, "r.example.com/other");
        Bus.await(() -> hasFinding(http, "Image/cluster", "RELEASE_REJECTED"));
        Bus.await(() -> hasFinding(http, "ClusterImagePolicy/q", "RENDER_HELD"));

        assertThat(http.get(HTTP_POLICY_JSON).body()).isEqualTo(before);
        assertThat(http.get("/metrics").body()).contains("sealbus_renderer_held 1");
        assertThat(http.json("/v1/node-files").getJsonArray("held"))
            .anySatisfy(held -> {
              assertThat(((JsonObject) held).getString("code")).isEqualTo("RELEASE_REJECTED");
              assertThat(((JsonObject) held).getString("policy")).isEqualTo(image);
            });
        String message = finding(http, "Image/cluster", "RELEASE_REJECTED").getString("message");
        confirmation = message.substring(message.indexOf("sealbus.io/"));
      }
      // Whoever starts afresh withholds it as well.
      try (ServiceHost host = renderer(bus, Map.of())) {
        var http = new Http(host);
        Bus.await(() -> http.get("/metrics").body().contains("sealbus_renderer_held 1"));
        assertThat(http.get(HTTP_POLICY_JSON).body()).doesNotContain("r.example.com/other");

        bus.send(
            TopicCatalogue.POLICIES,
            image,
            Bus.platform(registries(confirmation.replace(": ", ": '") + "'")));
        Bus.await(() -> http.get(HTTP_POLICY_JSON).body().contains("r.example.com/other"));

        assertThat(http.get(HTTP_POLICY_JSON).body()).contains("\"reject\"");
        Bus.await(() -> http.json("/v1/node-files").getJsonArray("held").isEmpty());
        Bus.await(() -> !hasFinding(http, "Image/cluster", "RELEASE_REJECTED"));
      }
    }
  }

  private static JsonObject listed(Http http, String path) {
    return http.json("/v1/node-files").getJsonArray("items").stream()
        .map(JsonObject.class::cast)
        .filter(f -> f.getString("path").equals(path))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void saysWhatAChangeMeansAndWhatItDoesToANode() {
    try (var bus = new Bus(broker, "change");
        ServiceHost host = renderer(bus, Map.of())) {
      var http = new Http(host);
      bus.sendPolicy("", "p", 1, "r.example.com/team");
      Bus.await(() -> http.get(HTTP_POLICY_JSON).statusCode() == 200);
      bus.sendPolicy("", "q", 1, "q.example.com/team");
      Bus.await(() -> http.get(HTTP_POLICY_JSON).body().contains("q.example.com/team"));

      JsonObject file = listed(http, POLICY_JSON);

      assertThat(file.getString("disruption")).isEqualTo("RELOAD_CRIO");
      assertThat(file.getInteger("changesLeftOut")).isZero();
      JsonObject change = file.getJsonArray("changes").getJsonObject(0);
      assertThat(file.getJsonArray("changes")).hasSize(1);
      assertThat(change.getString("scope")).isEqualTo("q.example.com/team");
      assertThat(change.getString("before")).isNull();
      assertThat(change.getString("after")).startsWith("sigstoreSigned ");
      assertThat(change.getJsonArray("policies"))
          .containsExactly("config.openshift.io/ClusterImagePolicy//q");
    }
  }

  @Test
  void listsBesideTheFileWhatANodeCannotLoad() {
    try (var bus = new Bus(broker, "refused");
        ServiceHost host = renderer(bus, Map.of())) {
      var http = new Http(host);
      bus.sendPolicy("", "p", 1, "r.example.com/team:v1");
      Bus.await(() -> hasFinding(http, "ClusterImagePolicy/p", "NODE_FILE_REFUSED"));
      Bus.await(() -> http.get(HTTP_REGISTRIES).statusCode() == 200);

      assertThat(listed(http, POLICY_JSON).getString("refused")).contains("r.example.com/team:v1");
      assertThat(listed(http, REGISTRIES).getString("refused")).isNull();
    }
  }

  @Test
  void servesAllFilesAsOneArchive() throws Exception {
    try (var bus = new Bus(broker, "archive");
        ServiceHost host = renderer(bus, Map.of())) {
      var http = new Http(host);
      bus.sendPolicy("", "p", 1, "r.example.com/team");
      Bus.await(() -> http.get(HTTP_REGISTRIES).statusCode() == 200);

      var archive = http.get("/v1/node-files?format=tar");

      assertThat(archive.headers().firstValue("Content-Type")).contains("application/x-tar");
      assertThat(archive.body())
          .contains("etc/containers/policy.json", "use-sigstore-attachments: true");
      assertThat(http.get("/v1/node-files?format=zip").statusCode()).isEqualTo(400);
    }
  }

  @Test
  void holdsEverythingWhereAPolicyCannotBeRead() throws Exception {
    try (var bus = new Bus(broker, "unreadable");
        ServiceHost host = renderer(bus, Map.of())) {
      var http = new Http(host);
      bus.sendPolicy("", "p", 1, "r.example.com/team");
      Bus.await(() -> http.get(HTTP_POLICY_JSON).statusCode() == 200);

      bus.sendGarbage(TopicCatalogue.POLICIES, Bus.policyKey("", "p"));
      Bus.await(() -> hasFinding(http, "ClusterImagePolicy/p", "POLICY_INVALID"));

      assertThat(http.get(HTTP_POLICY_JSON).statusCode()).isEqualTo(200);

      bus.sendPolicy("", "p", 2, "r.example.com/another");
      Bus.await(() -> http.get(HTTP_POLICY_JSON).body().contains("r.example.com/another"));
    }
  }

  @Test
  void passesOverWhatIsNoPolicyOfThisDialect() throws Exception {
    try (var bus = new Bus(broker, "foreign");
        ServiceHost host = renderer(bus, Map.of())) {
      var http = new Http(host);
      bus.sendGarbage(TopicCatalogue.POLICIES, "policy.sigstore.dev/ClusterImagePolicy//x");
      bus.sendGarbage(TopicCatalogue.POLICIES, "no key at all");
      bus.sendPolicy("", "p", 1, "r.example.com/team");

      Bus.await(() -> http.get(HTTP_POLICY_JSON).statusCode() == 200);
    }
  }

  @Test
  void writesTheConflictWordForWordAndDropsItWhenItIsOver() {
    try (var bus = new Bus(broker, "conflict");
        ServiceHost host = renderer(bus, Map.of())) {
      var http = new Http(host);
      bus.sendPolicy("", "p", 1, "r.example.com/team");
      bus.sendPolicy("team", "q", 7, "r.example.com/team/app");
      String status = STATUS + "ImagePolicy/team/q";
      Bus.await(() -> conditions(http, status).size() == 1);

      JsonObject condition = conditions(http, status).getJsonObject(0);
      assertThat(condition.getString("type")).isEqualTo("Pending");
      assertThat(condition.getString("status")).isEqualTo("False");
      assertThat(condition.getString("reason")).isEqualTo("ConflictScopes");
      assertThat(condition.getLong("observedGeneration")).isEqualTo(7);
      assertThat(condition.getString("message"))
          .isEqualTo(
              "has conflicting scope(s) [\"r.example.com/team/app\"] that equal to or nest inside"
                  + " existing clusterimagepolicy, only policy from clusterimagepolicy scope(s)"
                  + " will be applied");

      bus.sendPolicy("team", "q", 8, "r.example.com/team/app");
      Bus.await(() -> conditions(http, status).getJsonObject(0).getLong("observedGeneration") == 8);
      assertThat(conditions(http, status).getJsonObject(0).getString("lastTransitionTime"))
          .isEqualTo(condition.getString("lastTransitionTime"));

      bus.send(TopicCatalogue.POLICIES, Bus.policyKey("", "p"), null);
      Bus.await(() -> conditions(http, status).isEmpty());
    }
  }

  @Test
  void sendsNothingAgainAfterARestart() {
    try (var bus = new Bus(broker, "restart")) {
      bus.sendPolicy("", "p", 1, "r.example.com/team");
      try (ServiceHost host = renderer(bus, Map.of())) {
        Bus.await(() -> new Http(host).get(HTTP_REGISTRIES).statusCode() == 200);
      }
      List<String> before = sent(bus);

      try (ServiceHost host = renderer(bus, Map.of())) {
        var http = new Http(host);
        bus.sendPolicy("other", "q", 1, "other.example.com/team");
        Bus.await(
            () -> http.get("/v1/node-files/etc/crio/policies/other.json").statusCode() == 200);
      }

      assertThat(before).containsExactlyInAnyOrder(POLICY_JSON, REGISTRIES);
      assertThat(sent(bus))
          .startsWith(before.toArray(String[]::new))
          .filteredOn(POLICY_JSON::equals)
          .hasSize(1);
    }
  }

  @Test
  void holdsBackWhileTheBusShowsANewerVersion() {
    try (var bus = new Bus(broker, "behind")) {
      bus.sendPolicy("", "p", 1, "r.example.com/team");
      byte[] bytes = "{}".getBytes(StandardCharsets.UTF_8);
      bus.send(
          TopicCatalogue.NODE_FILES,
          POLICY_JSON,
          NodeFileRecord.newBuilder()
              .setPath(POLICY_JSON)
              .setContent(ByteBuffer.wrap(bytes))
              .setSha256("0".repeat(64))
              .setPolicyVersion(1)
              .build());
      try (ServiceHost host = renderer(bus, Map.of())) {
        var http = new Http(host);
        Bus.await(() -> http.get("/metrics").body().contains("sealbus_renderer_held 1"));
        assertThat(http.get(HTTP_POLICY_JSON).body()).isEqualTo("{}");

        bus.sendPolicy("", "p", 2, "r.example.com/another");

        Bus.await(() -> http.get(HTTP_POLICY_JSON).body().contains("r.example.com/another"));
      }
    }
  }

  @Test
  void letsSeveralRenderersRun() {
    try (var bus = new Bus(broker, "several");
        ServiceHost one = bus.renderer(directory.resolve("one"), Map.of());
        ServiceHost two = bus.renderer(directory.resolve("two"), Map.of())) {
      for (int i = 0; i < 5; i++) {
        bus.sendPolicy("", "p" + i, 1, "r" + i + ".example.com/team");
      }
      var ofOne = new Http(one);
      var ofTwo = new Http(two);
      // One that is behind may replace what the other sent, which then sends it again.
      Bus.await(() -> {
        String body = ofOne.get(HTTP_POLICY_JSON).body();
        return body.contains("r4.example.com") && body.equals(ofTwo.get(HTTP_POLICY_JSON).body());
      });

      // Two files, at most once for each policy from each renderer: nobody answers nobody for ever.
      assertThat(bus.all(TopicCatalogue.NODE_FILES).size()).isLessThanOrEqualTo(2 * 5 * 2);
    }
  }

  @Test
  void keepsADirectoryAndTellsWhereThatFails() throws Exception {
    Path root = directory.resolve("root");
    try (var bus = new Bus(broker, "directory");
        ServiceHost host = renderer(bus, Map.of("renderer.directory", root.toString()))) {
      var http = new Http(host);
      bus.sendPolicy("", "p", 1, "r.example.com/team");
      Path file = root.resolve(POLICY_JSON.substring(1));
      Bus.await(() -> Files.exists(file));
      Bus.await(() -> http.get("/health/ready").statusCode() == 200);

      // Where a directory has to be there is a file now: nothing more can be written.
      Files.createDirectories(root.resolve("etc/crio"));
      Files.writeString(root.resolve("etc/crio/policies"), "in the way");
      bus.sendPolicy("team", "q", 1, "q.example.com/team");
      Bus.await(() -> http.get("/health/ready").statusCode() == 503);

      Files.delete(root.resolve("etc/crio/policies"));
      Bus.await(() -> Files.exists(root.resolve("etc/crio/policies/team.json")));
      Bus.await(() -> http.get("/health/ready").statusCode() == 200);
    }
  }
}
