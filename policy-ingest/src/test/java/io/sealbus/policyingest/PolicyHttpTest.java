package io.sealbus.policyingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sealbus.runtime.http.Secrets;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PolicyHttpTest {
  private static final String ALL = "/v1/policies";
  private static final String P = ALL + "/config.openshift.io/ClusterImagePolicy/p";
  private static final String NP = ALL + "/config.openshift.io/ImagePolicy/team/p";
  private static final String YAML = "application/yaml";

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final HttpClient client = HttpClient.newHttpClient();
  private Vertx vertx;
  private PolicyTable table;
  private MemoryPolicyLog log;
  private HttpServer server;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
    table = new PolicyTable(MemoryPolicyLog.CODEC);
    log = new MemoryPolicyLog(table);
    serve(Set.of());
  }

  @AfterEach
  void stop() {
    client.close();
    vertx.close().await();
  }

  private void serve(Set<String> owners, String... tokens) {
    Router router = Router.router(vertx);
    var writer =
        new PolicyWriter(
            table, log, Policies.kinds(), InstantSource.system(), owners, Duration.ofMillis(300));
    new PolicyRoutes(table, writer, new Secrets(List.of(tokens)), new IngestMetrics(metrics, table))
        .mount(router);
    server = vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").await();
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private HttpResponse<String> put(String path, String body) {
    return send(to(path).header("Content-Type", YAML).PUT(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> post(String path, String body) {
    return send(to(path).header("Content-Type", YAML).POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> get(String path) {
    return send(to(path).GET());
  }

  private HttpResponse<String> delete(String path) {
    return send(to(path).DELETE());
  }

  private static JsonObject json(HttpResponse<String> response) {
    return new JsonObject(response.body());
  }

  private static void assertProblem(HttpResponse<String> response, int status, String code) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(json(response).getString("code")).isEqualTo(code);
  }

  private double refused(String code) {
    var counter = metrics.find("sealbus.ingest.refused").tag("code", code).counter();
    return counter == null ? 0 : counter.count();
  }

  @Test
  void putsReadsChangesAndDeletesAPolicy() {
    // When
    var created = put(P, Policies.cluster("p", "example.com/a"));
    var unchanged = put(P, Policies.cluster("p", "example.com/a"));
    var configured = put(P, Policies.cluster("p", "example.com/b"));
    var read = get(P);
    var deleted = delete(P);
    var gone = get(P);

    // Then
    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(json(created).getString("action")).isEqualTo("created");
    assertThat(json(created).getLong("policyVersion")).isEqualTo(0);
    assertThat(unchanged.statusCode()).isEqualTo(200);
    assertThat(json(unchanged).getString("action")).isEqualTo("unchanged");
    assertThat(json(unchanged).getLong("policyVersion")).isEqualTo(0);
    assertThat(configured.statusCode()).isEqualTo(200);
    assertThat(json(configured).getString("action")).isEqualTo("configured");
    assertThat(json(configured).getLong("generation")).isEqualTo(2);
    assertThat(read.statusCode()).isEqualTo(200);
    assertThat(json(read).getJsonArray("scopes")).isEqualTo(JsonArray.of("example.com/b"));
    assertThat(json(read).getLong("policyVersion")).isEqualTo(1);
    assertThat(json(read).getJsonObject("document").getString("kind"))
        .isEqualTo("ClusterImagePolicy");
    assertThat(deleted.statusCode()).isEqualTo(200);
    assertThat(json(deleted).getLong("policyVersion")).isEqualTo(2);
    assertProblem(gone, 404, "NOT_FOUND");
    assertThat(
            metrics
                .get("sealbus.ingest.policies.accepted")
                .tag("action", "created")
                .counter()
                .count())
        .isEqualTo(1);
  }

  @Test
  void keepsNamespacedPoliciesUnderTheirNamespace() {
    assertThat(put(NP, Policies.namespaced("team", "p", "example.com/a")).statusCode())
        .isEqualTo(201);

    assertThat(json(get(NP)).getString("namespace")).isEqualTo("team");
    assertProblem(get(NP.replace("team", "other")), 404, "NOT_FOUND");
    assertThat(delete(NP).statusCode()).isEqualTo(200);
  }

  @Test
  void listsInTheOrderOfTheKeysAndByKind() {
    // Given
    post(
        ALL,
        Policies.yaml(
            Policies.namespaced("team", "a", "example.com/a"),
            Policies.cluster("q", "example.com/a"),
            Policies.cluster("p", "example.com/a")));

    // When
    JsonObject all = json(get(ALL));
    JsonObject some = json(get(ALL + "?kind=ImagePolicy"));

    // Then
    assertThat(all.getLong("policyVersion")).isEqualTo(2);
    assertThat(keys(all.getJsonArray("items")))
        .containsExactly(
            "config.openshift.io/ClusterImagePolicy//p",
            "config.openshift.io/ClusterImagePolicy//q",
            "config.openshift.io/ImagePolicy/team/a");
    assertThat(keys(some.getJsonArray("items")))
        .containsExactly("config.openshift.io/ImagePolicy/team/a");
  }

  private static List<String> keys(JsonArray items) {
    return items.stream().map(i -> ((JsonObject) i).getString("key")).toList();
  }

  @Test
  void answersForEachDocumentOfAPostInItsOrder() {
    put(P, Policies.cluster("p", "example.com/a"));

    var response =
        post(
            ALL,
            Policies.yaml(
                Policies.cluster("r", "example.com/a"), Policies.cluster("p", "example.com/a")));

    assertThat(response.statusCode()).isEqualTo(201);
    JsonArray policies = json(response).getJsonArray("policies");
    assertThat(policies.getJsonObject(0).getString("action")).isEqualTo("created");
    assertThat(policies.getJsonObject(0).getLong("policyVersion")).isEqualTo(1);
    assertThat(policies.getJsonObject(1).getString("action")).isEqualTo("unchanged");
    assertThat(policies.getJsonObject(1).getLong("policyVersion")).isEqualTo(0);
  }

  @Test
  void takesAListAsJson() {
    // Given: what a cluster answers to a request for all policies
    String policy =
        """
        {"apiVersion": "config.openshift.io/v1", "kind": "ClusterImagePolicy",
         "metadata": {"name": "%s"}, "spec": %s}\
        """;
    put(P, Policies.cluster("p", "example.com/a"));
    String spec = json(get(P)).getJsonObject("document").getJsonObject("spec").encode();
    String list =
        "{\"apiVersion\": \"v1\", \"kind\": \"List\", \"metadata\": {\"resourceVersion\": \"\"}, \"items\": ["
            + policy.formatted("q", spec)
            + ","
            + policy.formatted("r", spec)
            + "]}";

    // When
    var response =
        send(
            to(ALL)
                .header("Content-Type", "application/json; charset=UTF-8")
                .POST(BodyPublishers.ofString(list)));

    // Then
    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    assertThat(log.keys())
        .containsExactly(
            "config.openshift.io/ClusterImagePolicy//p",
            "config.openshift.io/ClusterImagePolicy//q",
            "config.openshift.io/ClusterImagePolicy//r");
  }

  @Test
  void writesNothingInADryRun() {
    var created = put(P + "?dryRun=true", Policies.cluster("p", "example.com/a"));
    var refused = put(P + "?dryRun=true", Policies.cluster("q", "example.com/a"));
    var posted = post(ALL + "?dryRun=true", Policies.cluster("p", "example.com/a"));

    assertThat(created.statusCode()).isEqualTo(200);
    assertThat(json(created).getString("action")).isEqualTo("created");
    assertThat(json(created).containsKey("policyVersion")).isFalse();
    assertProblem(refused, 422, "INVALID");
    assertThat(posted.statusCode()).isEqualTo(200);
    assertThat(json(posted).getBoolean("dryRun")).isTrue();
    assertThat(log.keys()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"?dryRun=yes", "?dryRun=", "?dryrun=true", "?dryRun=true&dryRun=false"})
  void refusesAMisspeltDryRunInsteadOfWriting(String query) {
    assertProblem(put(P + query, Policies.cluster("p", "example.com/a")), 400, "BAD_QUERY");
    assertThat(log.keys()).isEmpty();
  }

  @Test
  void needsACurrentTokenForWritesOnly() {
    // Given
    serve(Set.of(), "old-token", "new-token");
    String body = Policies.cluster("p", "example.com/a");

    // When
    var without = put(P, body);
    var wrong =
        send(
            to(P)
                .header("Authorization", "Bearer new-toke")
                .header("Content-Type", YAML)
                .PUT(BodyPublishers.ofString(body)));
    var right =
        send(
            to(P)
                .header("Authorization", "Bearer new-token")
                .header("Content-Type", YAML)
                .PUT(BodyPublishers.ofString(body)));
    var deleted = send(to(P).header("Authorization", "Bearer old-token").DELETE());

    // Then
    assertProblem(without, 401, "UNAUTHORIZED");
    assertThat(without.headers().firstValue("WWW-Authenticate"))
        .hasValue("Bearer realm=\"sealbus\"");
    assertProblem(wrong, 401, "UNAUTHORIZED");
    assertProblem(delete(P), 401, "UNAUTHORIZED");
    assertProblem(post(ALL, body), 401, "UNAUTHORIZED");
    assertThat(right.statusCode()).isEqualTo(201);
    assertThat(deleted.statusCode()).isEqualTo(200);
    assertThat(get(ALL).statusCode()).isEqualTo(200);
    assertThat(refused("UNAUTHORIZED")).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/xml",
        "application/json; charset=utf-16",
        "application"
      })
  void refusesOtherMediaTypes(String type) {
    var response =
        send(
            to(ALL)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(Policies.cluster("p", "example.com/a"))));

    assertProblem(response, 415, "UNSUPPORTED_MEDIA_TYPE");
    assertThat(log.keys()).isEmpty();
  }

  @Test
  void refusesABodyWithoutAMediaType() {
    var response = send(to(ALL).POST(BodyPublishers.ofString("{}")));

    assertProblem(response, 415, "UNSUPPORTED_MEDIA_TYPE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "APPLICATION/YAML",
        "text/yaml; charset=\"utf-8\"",
        "application/x-yaml"
      })
  void acceptsEveryMediaTypeOfJsonAndYaml(String type) {
    var response =
        send(
            to(ALL)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(Policies.cluster("p", "example.com/a"))));

    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
  }

  @Test
  void readsFourMebibytesAndNotOneByteMore() {
    // Given
    String policy = Policies.cluster("p", "example.com/a") + "# ";
    String fits = policy + "x".repeat((4 << 20) - policy.length());

    // When
    var most = post(ALL, fits);
    var more = post(ALL, fits + "x");

    // Then
    assertThat(most.statusCode()).as(most.body()).isEqualTo(201);
    assertProblem(more, 413, "BODY_TOO_LARGE");
    assertThat(refused("BODY_TOO_LARGE")).isEqualTo(1);
  }

  static Stream<Arguments> badInputs() {
    String good = Policies.cluster("p", "example.com/a");
    return Stream.of(
        Arguments.of("nothing", "", "NO_RESOURCE", "documents"),
        Arguments.of("only comments", "# nothing\n---\n# at all\n", "NO_RESOURCE", "documents"),
        Arguments.of("no YAML", "a: [", "SYNTAX", "documents[0]"),
        Arguments.of("not UTF-8 once sent", "a: \u0007", "SYNTAX", "documents[0]"),
        Arguments.of("a scalar", "policy", "NOT_A_RESOURCE", "documents[0]"),
        Arguments.of("a list", "- a\n- b\n", "NOT_A_RESOURCE", "documents[0]"),
        Arguments.of("second document broken", good + "---\na: b: c\n", "SYNTAX", "documents[1]"),
        Arguments.of("an alias", "a: &x 1\nb: *x\n", "ALIAS", "documents[0]"),
        Arguments.of("a tag", "a: !!binary aGk=\n", "TAG", "documents[0]"),
        Arguments.of("a name twice", "kind: A\nkind: B\n", "DUPLICATE_KEY", "documents[0]"),
        Arguments.of(
            "too deep", "a: " + "[".repeat(100) + "]".repeat(100), "TOO_DEEP", "documents[0]"),
        Arguments.of(
            "too many documents", "--- a\n".repeat(1001), "TOO_MANY_DOCUMENTS", "documents[1000]"),
        Arguments.of(
            "no kind",
            good.replace("kind: ClusterImagePolicy\n", ""),
            "NOT_A_RESOURCE",
            "documents[0].kind"),
        Arguments.of(
            "no version",
            good.replaceFirst("apiVersion.*\n", ""),
            "NOT_A_RESOURCE",
            "documents[0].apiVersion"),
        Arguments.of(
            "another kind",
            good.replace("ClusterImagePolicy", "Gadget"),
            "KIND_NOT_SUPPORTED",
            "documents[0].kind"),
        Arguments.of(
            "another version",
            good.replace("/v1\n", "/v2\n"),
            "KIND_NOT_SUPPORTED",
            "documents[0].apiVersion"),
        Arguments.of(
            "another group",
            good.replace("config.openshift.io", "example.com"),
            "KIND_NOT_SUPPORTED",
            "documents[0].apiVersion"),
        Arguments.of(
            "no metadata",
            good.replace("metadata:\n  name: p\n", ""),
            "INVALID_NAME",
            "documents[0].metadata.name"),
        Arguments.of(
            "a name that is none",
            good.replace("name: p", "name: P_"),
            "INVALID_NAME",
            "documents[0].metadata.name"),
        Arguments.of(
            "a name that is a number",
            good.replace("name: p", "name: 7"),
            "WRONG_TYPE",
            "documents[0].metadata.name"),
        Arguments.of(
            "a namespace",
            good.replace("name: p\n", "name: p\n  namespace: team\n"),
            "INVALID_NAME",
            "documents[0].metadata.namespace"),
        Arguments.of(
            "no namespace",
            good.replace("Cluster", ""),
            "INVALID_NAME",
            "documents[0].metadata.namespace"),
        Arguments.of(
            "an unknown field",
            good.replace("policyType", "policytype"),
            "UNKNOWN_FIELD",
            "documents[0].spec.policy.rootOfTrust.policytype"),
        Arguments.of(
            "no key",
            good.replaceFirst("keyData.*", "keyData: ''"),
            "TOO_SHORT",
            "documents[0].spec.policy.rootOfTrust.publicKey.keyData"),
        Arguments.of(
            "a scope that is none",
            good.replace("example.com/a", "'*'"),
            "RULE",
            "documents[0].spec.scopes[0]"),
        Arguments.of(
            "no spec", good.substring(0, good.indexOf("spec:")), "REQUIRED", "documents[0].spec"),
        Arguments.of(
            "an empty List", "apiVersion: v1\nkind: List\nitems: []\n", "NO_RESOURCE", "documents"),
        Arguments.of(
            "a List without items",
            "apiVersion: v1\nkind: List\n",
            "NO_RESOURCE",
            "documents[0].items"),
        Arguments.of(
            "a List with more",
            "apiVersion: v1\nkind: List\nitem: []\nitems: []\n",
            "UNKNOWN_FIELD",
            "documents[0].item"),
        Arguments.of(
            "a List in a List",
            "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: List\n  items: []\n",
            "KIND_NOT_SUPPORTED",
            "documents[0].items[0].kind"),
        Arguments.of(
            "a policy twice", good + "---\n" + good, "DUPLICATE_RESOURCE", "documents[1]"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badInputs")
  void refusesBadInputWithItsPlaceAndRule(String name, String body, String rule, String path) {
    var response = post(ALL, body);

    assertProblem(response, 422, "INVALID");
    assertThat(json(response).getJsonArray("faults").stream().map(JsonObject.class::cast))
        .anySatisfy(fault -> {
          assertThat(fault.getString("rule")).isEqualTo(rule);
          assertThat(fault.getString("path")).isEqualTo(path);
          assertThat(fault.getString("message")).isNotBlank();
        });
    assertThat(log.keys()).isEmpty();
    assertThat(refused(rule)).isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kind: ClusterImagePolcy|ClusterImagePolicy",
        "kind: imagepolicy|ImagePolicy",
        "apiVersion: config.openshift.io/v1alpha2|config.openshift.io/v1alpha1",
        "scpoes:|scopes",
        "rootoftrust:|rootOfTrust"
      })
  void namesWhatWasProbablyMeant(String wrongAndRight) {
    String wrong = wrongAndRight.substring(0, wrongAndRight.indexOf('|'));
    String right = wrongAndRight.substring(wrongAndRight.indexOf('|') + 1);
    String field = wrong.contains(" ") ? wrong.substring(0, wrong.indexOf(' ')) : right + ":";
    String body = Policies.cluster("p", "example.com/a").replaceFirst(field + ".*", wrong);

    var response = post(ALL, body);

    assertProblem(response, 422, "INVALID");
    assertThat(response.body()).contains("did you mean \\\"" + right + "\\\"");
  }

  @Test
  void refusesADocumentThatIsNotTheOneOfThePath() {
    String body = Policies.cluster("q", "example.com/a");
    String namespaced = Policies.namespaced("other", "p", "example.com/a");

    assertThat(rule(put(P, body))).isEqualTo("PATH_MISMATCH");
    assertThat(rule(put(NP, namespaced))).isEqualTo("PATH_MISMATCH");
    assertThat(rule(put(P.replace("config.", "x."), Policies.cluster("p", "example.com/a"))))
        .isEqualTo("PATH_MISMATCH");
    assertThat(rule(put(P, body + "---\n" + body))).isEqualTo("ONE_RESOURCE");
    assertThat(rule(put(ALL + "/%2F/Not%20a%20kind/x", body))).isEqualTo("PATH_MISMATCH");
    assertThat(log.keys()).isEmpty();
  }

  private static String rule(HttpResponse<String> response) {
    assertProblem(response, 422, "INVALID");
    return json(response).getJsonArray("faults").getJsonObject(0).getString("rule");
  }

  @Test
  void cannotDeleteWhatIsNotThere() {
    assertProblem(delete(P), 404, "NOT_FOUND");
    assertProblem(delete(ALL + "/%2F/Not%20a%20kind/x"), 404, "NOT_FOUND");
    assertThat(log.keys()).isEmpty();
  }

  @Test
  void doesNotChangeWhatFollowsAFile() {
    // Given
    serve(Set.of(Origin.DIRECTORY));
    var resources = Submission.read(Policies.bytes(Policies.cluster("p", "example.com/a")));
    new PolicyWriter(table, log, Policies.kinds(), InstantSource.system(), Set.of(Origin.DIRECTORY))
        .apply(
            ((Checked.Good<List<Submitted>>) resources).value(), new Origin.File("a.yaml"), false);

    // Then
    assertProblem(put(P, Policies.cluster("p", "example.com/b")), 409, "OWNED_BY_DIRECTORY");
    assertProblem(delete(P), 409, "OWNED_BY_DIRECTORY");
  }

  @Test
  void saysWhichOfManyWereWrittenWhenKafkaStopsTakingThem() {
    // Given
    log.failAt(1);

    // When
    var response =
        post(
            ALL,
            Policies.yaml(
                Policies.cluster("p", "example.com/a"),
                Policies.cluster("q", "example.com/a"),
                Policies.cluster("r", "example.com/a")));

    // Then
    assertProblem(response, 503, "BUS_UNAVAILABLE");
    JsonArray policies = json(response).getJsonArray("policies");
    assertThat(policies.stream().map(p -> ((JsonObject) p).getString("action")))
        .containsExactly("created", "unknown", "not_written");
    assertThat(policies.getJsonObject(0).getLong("policyVersion")).isEqualTo(0);
    assertThat(policies.getJsonObject(1).containsKey("policyVersion")).isFalse();
    assertThat(refused("BUS_UNAVAILABLE")).isEqualTo(1);
  }

  @Test
  void takesWritesAgainWhenKafkaDoes() {
    log.failAt(0);
    assertProblem(put(P, Policies.cluster("p", "example.com/a")), 503, "BUS_UNAVAILABLE");

    log.heal();

    assertThat(put(P, Policies.cluster("p", "example.com/a")).statusCode()).isEqualTo(201);
  }

  @Test
  void refusesMoreWritesAtOnceThanItCanHold() {
    // Given: no record comes back, so every write takes its whole patience
    log.silent();
    var waiting =
        Stream.iterate(0, i -> i + 1)
            .limit(80)
            .map(i ->
                client.sendAsync(
                    to(P)
                        .header("Content-Type", YAML)
                        .PUT(BodyPublishers.ofString(Policies.cluster("p", "example.com/a")))
                        .build(),
                    BodyHandlers.ofString()))
            .toList();

    // Then
    var codes = waiting.stream().map(w -> json(w.join()).getString("code")).toList();
    assertThat(codes).contains("TOO_BUSY").contains("BUS_UNAVAILABLE");

    // And the places are free again
    assertProblem(delete(P), 404, "NOT_FOUND");
  }
}
