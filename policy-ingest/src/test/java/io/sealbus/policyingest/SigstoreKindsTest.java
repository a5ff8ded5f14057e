package io.sealbus.policyingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.policyingest.Change.Action;
import io.sealbus.policyingest.trust.TrustRootResolver;
import io.sealbus.runtime.http.Problem.Fault;
import io.sealbus.verification.resource.FindingCode;
import io.sealbus.verification.sigstore.RemoteTexts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SigstoreKindsTest {
  private static final String KEYLESS =
      "keyless: {url: 'https://f.example', identities: [{issuer: i, subject: s}]}";
  private static final String PEM =
      "-----BEGIN PUBLIC KEY-----\n"
          + "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE7RrRIGz3SnfWGRfE0EI7MMq9zxGS\n"
          + "Owr8mzYMdhAG6Xnst6iil6/F7wswLbSHSsP2ITZX8f1SMemiZqI2dFYnqA==\n"
          + "-----END PUBLIC KEY-----\n";

  private final PolicyTable table = new PolicyTable(MemoryPolicyLog.CODEC);
  private final MemoryPolicyLog log = new MemoryPolicyLog(table);
  private final PolicyWriter writer = writer(RemoteTexts.NONE);

  private PolicyWriter writer(RemoteTexts remote) {
    var resolver = new TrustRootResolver(InstantSource.system(), null);
    return new PolicyWriter(
        table,
        log,
        Policies.kinds(resolver, remote),
        InstantSource.system(),
        Set.of(),
        Duration.ofMillis(200));
  }

  private static List<Submitted> read(String... documents) {
    var read = Submission.read(Policies.bytes(String.join("\n---\n", documents)));
    assertThat(read).isInstanceOf(Checked.Good.class);
    return ((Checked.Good<List<Submitted>>) read).value();
  }

  private Outcome apply(String... documents) {
    return writer.apply(read(documents), new Origin.Http(), false);
  }

  private static List<Change> changes(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Applied.class);
    return ((Outcome.Applied) outcome).changes();
  }

  private static List<String> rules(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    return ((Outcome.Refused) outcome).faults().stream().map(Fault::rule).toList();
  }

  private static String policy(String spec) {
    return "apiVersion: policy.sigstore.dev/v1beta1\nkind: ClusterImagePolicy\n"
        + "metadata: {name: p}\nspec: "
        + spec;
  }

  private static String policy(String globs, String authority) {
    return policy("{images: [" + globs + "], authorities: [{" + authority + "}]}");
  }

  private static String material(String kind, String name, String rest) {
    return "apiVersion: v1\nkind: "
        + kind
        + "\nmetadata: {name: "
        + name
        + ", namespace: cosign-system}\n"
        + rest;
  }

  @Test
  void writesAPolicyWithTheImagesThatItCanTouch() {
    var changes = changes(apply(policy("{glob: 'ghcr.io/acme/**'}, {glob: '*/*'}", KEYLESS)));

    assertThat(changes).extracting(Change::action).containsExactly(Action.CREATED);
    var record = log.value("policy.sigstore.dev/ClusterImagePolicy//p");
    assertThat(record.getScopes()).containsExactly("docker.io/", "ghcr.io/acme/");
    assertThat(record.getSpec()).contains("\"name\":\"authority-0\"", "\"mode\":\"enforce\"");
  }

  @Test
  void namesNoImagesWhereAGlobMayMatchAny() {
    apply(policy("{glob: 'ghcr.io/acme/**'}, {glob: '**'}", KEYLESS));

    assertThat(log.value("policy.sigstore.dev/ClusterImagePolicy//p").getScopes()).isEmpty();
  }

  @Test
  void writesNothingForThePolicyWithItsDefaultsWrittenOut() {
    apply(policy("{glob: '**'}", KEYLESS));

    var changes = changes(apply(policy("{glob: '**'}", "name: authority-0, " + KEYLESS)));

    assertThat(changes).extracting(Change::action).containsExactly(Action.UNCHANGED);
  }

  @Test
  void refusesWhatCouldNeverBeVerified() {
    assertThat(rules(apply(policy("{glob: '**'}", "key: {kms: 'gcpkms://x'}"))))
        .containsExactly(FindingCode.KMS_NOT_SUPPORTED.name());
    assertThat(rules(apply(policy("{glob: ''}", KEYLESS))))
        .containsExactly(FindingCode.REQUIRED.name());
  }

  @Test
  void warnsOfATextThatIsNoneAndTakesThePolicy() {
    String text = "policy: {type: cue, data: '{'}";
    var changes =
        changes(
            apply(
                policy(
                    "{images: [{glob: '**'}], authorities: [{" + KEYLESS + "}], " + text + "}")));

    assertThat(changes.getFirst().warnings())
        .extracting(Fault::rule)
        .containsExactly(FindingCode.POLICY_TEXT_MALFORMED.name());
  }

  @Test
  void writesARemoteTextIntoThePolicy() {
    RemoteTexts remote = (url, sha256) -> new RemoteTexts.Fetched.Text("a: 1");
    String document =
        policy(
            "{images: [{glob: '**'}], authorities: [{static: {action: pass}}],"
                + " policy: {type: cue, remote: {url: 'https://h.example/p', sha256sum: abc}}}");

    assertThat(rules(apply(document))).containsExactly(FindingCode.REMOTE_TEXT_NOT_ALLOWED.name());
    changes(writer(remote).apply(read(document), new Origin.Http(), false));

    assertThat(log.value("policy.sigstore.dev/ClusterImagePolicy//p").getSpec())
        .contains("\"data\":\"a: 1\"")
        .doesNotContain("h.example");
  }

  @Test
  void takesSecretsOfPublicKeysOnly() {
    String encoded = Base64.getEncoder().encodeToString(PEM.getBytes(StandardCharsets.UTF_8));
    changes(apply(material("Secret", "keys", "data: {cosign.pub: " + encoded + "}")));
    assertThat(log.value("/Secret/cosign-system/keys").getSpec()).contains(encoded);

    for (String secret :
        List.of("hunter2", PEM.replace("PUBLIC", "PRIVATE"), PEM + "hunter2", "")) {
      String data = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
      Outcome outcome = apply(material("Secret", "s", "data: {password: '" + data + "'}"));
      assertThat(rules(outcome)).containsExactly(FindingCode.NOT_PUBLIC_MATERIAL.name());
      assertThat(outcome.toString()).doesNotContain("hunter2", data.isEmpty() ? "hunter2" : data);
    }
    assertThat(log.keys()).containsExactly("/Secret/cosign-system/keys");
  }

  @Test
  void takesMaterialFromTheControllersNamespaceOnly() {
    String foreign = material("ConfigMap", "m", "data: {a: b}").replace("cosign-system", "default");

    assertThat(rules(apply(foreign))).containsExactly(FindingCode.NAMESPACE_NOT_TAKEN.name());
    changes(apply(material("ConfigMap", "m", "data: {a: b}")));
    assertThat(log.value("/ConfigMap/cosign-system/m").getSpec())
        .isEqualTo("{\"data\":{\"a\":\"b\"}}");
  }

  @Test
  void judgesPoliciesAsTheControllerIsConfigured() {
    String empty = policy("{images: [{glob: '**'}]}");
    String configuration =
        material(
            "ConfigMap", "config-policy-controller", "data: {fail-on-empty-authorities: 'false'}");

    assertThat(rules(apply(empty))).containsExactly(FindingCode.REQUIRED.name());
    changes(apply(empty, configuration));
    assertThat(rules(apply(configuration.replace("'false'", "maybe"))))
        .containsExactly(FindingCode.INVALID_VALUE.name());
  }

  @Test
  void writesATrustRootWhoseMirrorIsAwayWithAWarning() {
    String root =
        Base64.getEncoder().encodeToString("{\"signatures\":[]}".getBytes(StandardCharsets.UTF_8));
    String document =
        "apiVersion: policy.sigstore.dev/v1alpha1\nkind: TrustRoot\nmetadata: {name: t}\n"
            + "spec: {remote: {mirror: 'http://tuf.example', root: "
            + root
            + "}}";

    var changes = changes(apply(document));

    assertThat(changes.getFirst().warnings())
        .extracting(Fault::rule)
        .containsExactly(FindingCode.TRUST_ROOT_UNREADABLE.name());
    assertThat(log.value("policy.sigstore.dev/TrustRoot//t").getSpec()).contains("\"failure\":");
    assertThat(changes(writer.refresh())).isEmpty();
    assertThat(changes(apply(document)))
        .extracting(Change::action)
        .containsExactly(Action.UNCHANGED);
  }
}
