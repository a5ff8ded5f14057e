package io.sealbus.verification.openshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sealbus.testkit.RenderCase;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.openshift.Difference.Subject;
import io.sealbus.verification.openshift.NodeChange.FileChange;
import io.sealbus.verification.openshift.NodeChange.Kind;
import io.sealbus.verification.resource.ResourceKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NodeChangeTest {
  private static final String ACCEPT = "insecureAcceptAnything";
  private static final NodeConfiguration.Rendered NOTHING = Examples.rendered(List.of(), List.of());

  static List<RenderCase> cases() {
    return RenderCase.readAll(Vectors.directory("render"));
  }

  private static NodeChange between(
      NodeConfiguration.Rendered before, NodeConfiguration.Rendered after) {
    return NodeChange.between(before.files(), after);
  }

  private static FileChange file(NodeChange change, String path) {
    return change.files().stream().filter(f -> f.path().equals(path)).findFirst().orElseThrow();
  }

  @Test
  void aNewPolicyAddsItsRequirementAndWhereSignaturesAreLookedFor() {
    var after =
        Examples.rendered(List.of(Examples.clusterPolicy("p", "r.example.com/a")), List.of());

    NodeChange change = between(NOTHING, after);

    assertThat(change.disruption()).isEqualTo(Disruption.RELOAD_CRIO);
    assertThat(change.files()).extracting(FileChange::kind).containsOnly(Kind.ADDED);
    Difference requirement = file(change, NodeConfiguration.POLICY_JSON).differences().getFirst();
    assertThat(requirement.subject()).isEqualTo(Subject.REQUIREMENT);
    assertThat(requirement.scope()).isEqualTo("r.example.com/a");
    assertThat(requirement.before()).isNull();
    assertThat(requirement.after())
        .matches(
            "sigstoreSigned keyData=sha256:[0-9a-f]{12} signedIdentity.type=matchRepoDigestOrExact");
    assertThat(requirement.policies())
        .containsExactly(new ResourceKey("config.openshift.io", "ClusterImagePolicy", null, "p"));
    assertThat(file(change, NodeConfiguration.SIGSTORE_REGISTRIES).differences())
        .containsExactly(
            new Difference(
                Subject.ATTACHMENTS,
                "r.example.com/a",
                null,
                "use-sigstore-attachments=true",
                List.of()));
  }

  @Test
  void onlyWhatDiffersIsSaid() {
    String p = Examples.clusterPolicy("p", "r.example.com/a");
    var before = Examples.rendered(List.of(p), List.of());
    String exact = p + "    signedIdentity: {matchPolicy: MatchRepository}\n";
    var after =
        Examples.rendered(
            List.of(exact, Examples.policy("team", "q", List.of("r.example.com/b"))), List.of());

    NodeChange change = between(before, after);

    assertThat(file(change, NodeConfiguration.POLICY_JSON).differences())
        .singleElement()
        .satisfies(d -> {
          assertThat(d.before()).endsWith("matchRepoDigestOrExact");
          assertThat(d.after()).endsWith("matchRepository");
          assertThat(d.text()).startsWith("~ r.example.com/a: sigstoreSigned ");
        });
    assertThat(file(change, NodeConfiguration.SIGSTORE_REGISTRIES).differences())
        .extracting(Difference::scope)
        .containsExactly("r.example.com/b");
    assertThat(file(change, NodeConfiguration.namespacePolicyJson("team")).kind())
        .isEqualTo(Kind.ADDED);
  }

  @Test
  void aNamespaceOfItsOwnDiffersFromTheClusterOnlyWhereItSaysMore() {
    String p = Examples.clusterPolicy("p", "r.example.com/a");
    var before = Examples.rendered(List.of(p), List.of());
    var after =
        Examples.rendered(
            List.of(p, Examples.policy("team", "q", List.of("r.example.com/b"))), List.of());
    String path = NodeConfiguration.namespacePolicyJson("team");

    assertThat(file(between(before, after), path).differences())
        .extracting(Difference::scope, Difference::before)
        .containsExactly(tuple("r.example.com/b", null));
    assertThat(file(between(after, before), path).differences())
        .extracting(Difference::scope, Difference::after)
        .containsExactly(tuple("r.example.com/b", null));
  }

  @Test
  void allowedRegistriesChangeTheDefault() {
    var after =
        Examples.rendered(List.of(), List.of(Examples.image("{allowedRegistries: [quay.io]}")));

    assertThat(file(between(NOTHING, after), NodeConfiguration.POLICY_JSON).differences())
        .containsExactly(
            new Difference(Subject.REQUIREMENT, "default", ACCEPT, "reject", List.of()),
            new Difference(Subject.REQUIREMENT, "quay.io", null, ACCEPT, List.of()));
  }

  @Test
  void aFileThatIsGoneGivesTheRequirementsBack() {
    var before =
        Examples.rendered(List.of(Examples.clusterPolicy("p", "r.example.com/a")), List.of());

    NodeChange change = between(before, NOTHING);

    assertThat(change.files()).extracting(FileChange::kind).containsOnly(Kind.REMOVED);
    assertThat(file(change, NodeConfiguration.POLICY_JSON).differences())
        .singleElement()
        .satisfies(d -> assertThat(d.text()).startsWith("- r.example.com/a: sigstoreSigned"));
  }

  @Test
  void whatNobodyCanReadCountsAsBytesAndOtherFilesAsReboot() {
    var before =
        Map.of(
            NodeConfiguration.POLICY_JSON,
            Bytes.utf8("{"),
            "/etc/containers/registries.conf",
            Bytes.utf8("# none"));

    NodeChange change = NodeChange.between(before, NOTHING);

    assertThat(change.disruption()).isEqualTo(Disruption.DRAIN_AND_REBOOT);
    assertThat(change.files())
        .allSatisfy(f ->
            assertThat(f.differences())
                .extracting(Difference::subject)
                .containsOnly(Subject.BYTES));
    assertThat(file(change, NodeConfiguration.POLICY_JSON).disruption())
        .isEqualTo(Disruption.RELOAD_CRIO);
  }

  @Test
  void anotherWayOfWritingTheSameIsOnlyBytes() {
    var files =
        new HashMap<>(
            Examples.rendered(List.of(Examples.clusterPolicy("p", "r.example.com/a")), List.of())
                .files());
    files.put(
        NodeConfiguration.POLICY_JSON,
        Bytes.utf8(files.get(NodeConfiguration.POLICY_JSON).toUtf8() + "\n"));
    var same =
        Examples.rendered(List.of(Examples.clusterPolicy("p", "r.example.com/a")), List.of());

    assertThat(file(NodeChange.between(files, same), NodeConfiguration.POLICY_JSON).differences())
        .extracting(Difference::subject)
        .containsExactly(Subject.BYTES);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void saysOfEveryFileOfTheControllerWhatItMeansAndNothingOfNoChange(RenderCase given) {
    if (RenderVectorsTest.render(given) instanceof NodeConfiguration.Rendered rendered) {
      NodeChange change = between(NOTHING, rendered);

      assertThat(change.files())
          .extracting(FileChange::path)
          .containsExactlyInAnyOrderElementsOf(rendered.generatedFiles());
      assertThat(between(rendered, rendered).files()).isEmpty();
      assertThat(between(rendered, rendered).disruption()).isEqualTo(Disruption.NONE);
      rendered
          .cluster()
          .policy()
          .transports()
          .getOrDefault("docker", Map.of())
          .keySet()
          .forEach(scope ->
              assertThat(file(change, NodeConfiguration.POLICY_JSON).differences())
                  .extracting(Difference::scope)
                  .contains(scope));
    }
  }
}
