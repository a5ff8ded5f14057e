package io.sealbus.policyingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sealbus.runtime.bus.IncomingRecord;
import io.sealbus.schemas.ConditionRecord;
import io.sealbus.schemas.PolicyStatusRecord;
import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.RecordCodecs;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.testkit.FakeApiServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KubernetesWatchTest {
  private static final String CLUSTER = "/apis/config.openshift.io/v1/clusterimagepolicies";
  private static final String NAMESPACED = "/apis/config.openshift.io/v1/imagepolicies";
  private static final String SIGSTORE = "/apis/policy.sigstore.dev/v1alpha1/clusterimagepolicies";
  private static final String SECRETS = "/api/v1/namespaces/cosign-system/secrets";
  private static final String CONFIG_MAPS = "/api/v1/namespaces/cosign-system/configmaps";
  private static final String P = "config.openshift.io/ClusterImagePolicy//p";
  private static final String Q = "config.openshift.io/ImagePolicy/team/q";
  private static final RecordCodec<PolicyStatusRecord> STATUS =
      RecordCodecs.singleObject().codec(TopicCatalogue.POLICY_STATUS);

  @TempDir private Path directory;
  private final PolicyTable table = new PolicyTable(MemoryPolicyLog.CODEC);
  private final MemoryPolicyLog log = new MemoryPolicyLog(table);
  private final PolicyWriter writer =
      new PolicyWriter(
          table,
          log,
          Policies.kinds(),
          InstantSource.system(),
          Set.of(Origin.KUBERNETES, Origin.DIRECTORY),
          Duration.ofMillis(200));
  private final StatusTable statuses = new StatusTable(STATUS);
  private FakeApiServer api;
  private KubernetesWatch watch;

  @BeforeEach
  void serve() throws IOException {
    api = FakeApiServer.serving(CLUSTER, NAMESPACED);
  }

  @AfterEach
  void stop() {
    if (watch != null) {
      watch.close();
    }
    api.close();
  }

  /** With a poll that no test waits for, unless it says so. */
  private void follow(Duration poll) throws IOException, InterruptedException {
    List<Path> kubeconfig = List.of(api.kubeconfig(directory));
    var config = new PolicyIngestConfig.Kubernetes(kubeconfig, poll, true, "cosign-system");
    var metrics = new IngestMetrics(new SimpleMeterRegistry(), table);
    watch =
        new KubernetesWatch(
                KubernetesCluster.of(kubeconfig), config, table, writer, statuses, metrics)
            .start();
    statuses.onChange(watch::look);
    await(watch::hasLooked, () -> watch.findings());
  }

  private void follow() throws IOException, InterruptedException {
    follow(Duration.ofMinutes(10));
  }

  @Test
  void takesWhatStandsAndSaysWhereItIsFrom() throws Exception {
    api.put(CLUSTER, Policies.cluster("p", "a.example.com"));
    api.put(NAMESPACED, Policies.namespaced("team", "q", "b.example.com/x"));

    follow();

    assertThat(log.keys()).containsExactly(P, Q);
    assertThat(log.value(P).getOrigin()).startsWith("kubernetes:");
    assertThat(log.value(P).getUid()).isNotNull();
    assertThat(new JsonObject(log.value(P).getDocument()).getJsonObject("metadata").fieldNames())
        .doesNotContain("managedFields", "resourceVersion");
  }

  @Test
  void followsAdditionsChangesAndDeletionsAsTheyHappen() throws Exception {
    follow();
    await(() -> api.watches() == 2);

    api.put(CLUSTER, Policies.cluster("p", "a.example.com"));
    await(() -> log.keys().equals(List.of(P)));
    api.put(CLUSTER, Policies.cluster("p", "c.example.com"));
    await(() -> log.keys().equals(List.of(P, P)));
    api.delete(CLUSTER, "p");
    await(() -> log.keys().equals(List.of(P, P, "-" + P)));
  }

  @Test
  void readsEveryPage() throws Exception {
    api.pageSize(2);
    for (int i = 0; i < 5; i++) {
      api.put(CLUSTER, Policies.cluster("p" + i, i + ".example.com"));
    }

    follow();

    assertThat(log.keys()).hasSize(5);
  }

  @Test
  void deletesNothingWhileTheClusterCannotBeAsked() throws Exception {
    api.put(CLUSTER, Policies.cluster("p", "a.example.com"));
    follow(Duration.ofMillis(100));

    api.fail(500);
    await(() -> !watch.findings().isEmpty());

    assertThat(log.keys()).containsExactly(P);
  }

  @Test
  void deletesNothingWhenTheClusterForgetsAKind() throws Exception {
    api.put(CLUSTER, Policies.cluster("p", "a.example.com"));
    follow(Duration.ofMillis(100));

    api.stopServing(CLUSTER);
    await(() -> !watch.findings().isEmpty());

    assertThat(log.keys()).containsExactly(P);
    assertThat(watch.findings().getFirst()).contains("CLUSTER_UNREADABLE");
  }

  @Test
  void watchesAnewAfterTheServerEndedIt() throws Exception {
    follow();
    await(() -> api.watches() == 2);
    api.dropWatches();
    await(() -> api.watches() == 2);

    api.put(CLUSTER, Policies.cluster("p", "a.example.com"));

    await(() -> log.keys().equals(List.of(P)));
  }

  @Test
  void listsAgainAndAgainWhereItMayNotWatch() throws Exception {
    api.refuseWatches();
    follow();
    await(() -> !watch.findings().isEmpty());
    assertThat(watch.findings().getFirst()).contains("CLUSTER_UNREADABLE");

    api.put(CLUSTER, Policies.cluster("p", "a.example.com"));

    await(() -> log.keys().equals(List.of(P)));
  }

  @Test
  void takesTheOlderVersionWhereOnlyThatIsServed() throws Exception {
    api.close();
    String old = CLUSTER.replace("/v1/", "/v1alpha1/");
    api = FakeApiServer.serving(old);
    api.put(old, Policies.cluster("p", "a.example.com").replace("io/v1\n", "io/v1alpha1\n"));

    follow();

    assertThat(log.keys()).containsExactly(P);
    assertThat(log.value(P).getVersion()).isEqualTo("v1alpha1");
  }

  @Test
  void takesWhatPoliciesReferToAndNothingElse() throws Exception {
    serveSigstore();
    api.put(SECRETS, secret("named"));
    api.put(SECRETS, secret("other"));
    api.put(CONFIG_MAPS, configMap("config-policy-controller", "no-match-policy: warn"));
    api.put(CONFIG_MAPS, configMap("kube-root-ca.crt", "ca.crt: x"));
    api.put(SIGSTORE, sigstore("named"));

    follow();

    assertThat(log.keys())
        .containsExactlyInAnyOrder(
            "policy.sigstore.dev/ClusterImagePolicy//s",
            "/Secret/cosign-system/named",
            "/ConfigMap/cosign-system/config-policy-controller");
    assertThat(log.value("/Secret/cosign-system/named").getDocument())
        .doesNotContain("last-applied");
    assertThat(api.asked())
        .doesNotContain(SECRETS, SECRETS + "/other", CONFIG_MAPS)
        .doesNotContain(CONFIG_MAPS + "/kube-root-ca.crt");
  }

  @Test
  void deletesWhatNoPolicyRefersToAnyMore() throws Exception {
    serveSigstore();
    api.put(SECRETS, secret("named"));
    api.put(SIGSTORE, sigstore("named"));
    follow(Duration.ofMillis(100));

    api.delete(SIGSTORE, "s");

    await(() -> log.keys().contains("-/Secret/cosign-system/named"));
  }

  @Test
  void deletesASecretThatIsGone() throws Exception {
    serveSigstore();
    api.put(SECRETS, secret("named"));
    api.put(SIGSTORE, sigstore("named"));
    follow(Duration.ofMillis(100));

    api.delete(SECRETS, "named");

    await(() -> log.keys().contains("-/Secret/cosign-system/named"));
  }

  @Test
  void takesNoSecretThatIsSecret() throws Exception {
    serveSigstore();
    api.put(SECRETS, secret("named").replace(Policies.keyPem(), "aHVudGVyMg=="));
    api.put(SIGSTORE, sigstore("named"));

    follow();

    assertThat(log.keys()).containsExactly("policy.sigstore.dev/ClusterImagePolicy//s");
    assertThat(watch.findings().getFirst()).contains("NOT_PUBLIC_MATERIAL");
  }

  private void serveSigstore() throws IOException {
    api.close();
    api = FakeApiServer.serving(SIGSTORE, SECRETS, CONFIG_MAPS);
  }

  private static String sigstore(String secret) {
    return """
    apiVersion: policy.sigstore.dev/v1alpha1
    kind: ClusterImagePolicy
    metadata: {name: s}
    spec:
      images: [{glob: "a.example.com/**"}]
      authorities: [{name: k, key: {secretRef: {name: %s}, hashAlgorithm: sha256}}]
    """
        .formatted(secret);
  }

  private static String secret(String name) {
    return """
    apiVersion: v1
    kind: Secret
    type: Opaque
    metadata:
      name: %s
      namespace: cosign-system
      annotations: {kubectl.kubernetes.io/last-applied-configuration: "{}"}
    data: {cosign.pub: "%s"}
    """
        .formatted(name, Policies.keyPem());
  }

  private static String configMap(String name, String entry) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s, namespace: cosign-system}\ndata: {%s}\n"
        .formatted(name, entry);
  }

  @Test
  void refusesOneResourceAndTakesTheOthers() throws Exception {
    api.put(CLUSTER, Policies.cluster("bad", "no scope at all"));
    api.put(CLUSTER, Policies.cluster("p", "a.example.com"));

    follow();

    assertThat(log.keys()).containsExactly(P);
    assertThat(watch.findings()).isNotEmpty();
  }

  @Test
  void leavesAloneWhatADirectoryOwns() throws Exception {
    var submitted =
        (Checked.Good<List<Submitted>>)
            Submission.read(Policies.bytes(Policies.cluster("p", "a.example.com")));
    writer.apply(submitted.value(), new Origin.File("p.yaml"), false);
    api.put(CLUSTER, Policies.cluster("p", "b.example.com"));

    follow();

    assertThat(log.keys()).containsExactly(P);
    assertThat(watch.findings().getFirst()).contains("OWNED_ELSEWHERE");
  }

  @Test
  void writesConditionsBackWordForWordAndComesToRest() throws Exception {
    api.put(NAMESPACED, Policies.namespaced("team", "q", "b.example.com/x"));
    follow(Duration.ofMillis(100));

    tell(Q, conflict("has conflicting scope(s) [\"b.example.com/x\"] that equal to or nest"));
    await(() -> api.patches().size() == 1);
    Thread.sleep(500);

    assertThat(api.patches()).hasSize(1);
    assertThat(api.patches().getFirst())
        .startsWith(
            "/apis/config.openshift.io/v1/namespaces/team/imagepolicies/q/status"
                + " application/merge-patch+json ");
    JsonObject condition =
        new JsonObject(api.get(NAMESPACED, "q"))
            .getJsonObject("status")
            .getJsonArray("conditions")
            .getJsonObject(0);
    assertThat(condition.getString("message")).contains("[\"b.example.com/x\"]");
    assertThat(condition.getString("reason")).isEqualTo("ConflictScopes");
    assertThat(condition.getString("lastTransitionTime")).isEqualTo("2026-01-02T03:04:05Z");
    // A status is no change of the policy.
    assertThat(log.keys()).containsExactly(Q);
  }

  @Test
  void writesTheStatusOfAPolicyOfTheWholeCluster() throws Exception {
    api.put(CLUSTER, Policies.cluster("p", "a.example.com"));
    follow();
    // So that no event of the start is still to come.
    await(() -> api.watches() == 2);

    tell(P, conflict("has conflicting scope(s)"));

    await(() -> api.patches().size() == 1);
    assertThat(api.patches().getFirst())
        .startsWith("/apis/config.openshift.io/v1/clusterimagepolicies/p/status ");
  }

  @Test
  void takesAConflictAwayThatIsOver() throws Exception {
    api.put(NAMESPACED, Policies.namespaced("team", "q", "b.example.com/x"));
    follow(Duration.ofMillis(100));
    tell(Q, conflict("has conflicting scope(s)"));
    await(() -> api.patches().size() == 1);

    tell(Q, List.of());

    await(() -> api.patches().size() == 2);
    JsonObject after = new JsonObject(api.get(NAMESPACED, "q"));
    assertThat(after.getJsonObject("status").getJsonArray("conditions")).isEmpty();
  }

  private static List<ConditionRecord> conflict(String message) {
    return List.of(
        new ConditionRecord(
            "Pending",
            "False",
            "ConflictScopes",
            message,
            1L,
            Instant.parse("2026-01-02T03:04:05.678Z")));
  }

  private void tell(String key, List<ConditionRecord> conditions) {
    byte[] value = STATUS.encode(new PolicyStatusRecord(key, conditions, List.of(), 1L));
    statuses.records(
        List.of(
            new IncomingRecord(
                TopicCatalogue.POLICY_STATUS,
                0,
                0,
                key,
                value,
                new ConsumerRecord<>("policy-status", 0, 0, Policies.bytes(key), value))));
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    await(condition, () -> "in time");
  }

  private static void await(BooleanSupplier condition, Supplier<Object> state)
      throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(() -> String.valueOf(state.get())).isLessThan(end);
      Thread.sleep(20);
    }
  }
}
