package io.sealbus.verification.openshift;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sealbus.verification.openshift.Admission.Admitted;
import io.sealbus.verification.openshift.Admission.Rejected;
import io.sealbus.verification.resource.Finding;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Resource;
import io.sealbus.verification.resource.ResourceKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of the platform's documentation. */
class DocumentationTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** 4.20 still takes v1alpha1; its preview knows PKI. */
  private static final Admission PREVIEW =
      new Admission(
          Release.V4_20, FeatureSet.TECH_PREVIEW_NO_UPGRADE, Admission.UnknownFields.REFUSED);

  private record Example(Resource resource, JsonNode expected) {}

  static List<Path> examples() throws IOException {
    try (Stream<Path> cases = Files.list(Vectors.directory("documentation"))) {
      return cases.filter(Files::isDirectory).sorted().toList();
    }
  }

  private static Example read(Path directory) throws IOException {
    return new Example(
        Vectors.resource(Files.readString(directory.resolve("policy.yaml"))),
        JSON.readTree(directory.resolve("expected.json").toFile()));
  }

  /** As it stands, placeholders and all. */
  private static ImagePolicy policy(Resource resource) {
    return new SpecReader((Node.Mapping) resource.document().get("spec"))
        .policy(resource.key().orElseThrow(), resource.apiVersion(), null, 1);
  }

  private static JsonNode file(NodeConfiguration configuration, String path) throws IOException {
    assertThat(configuration).isInstanceOf(NodeConfiguration.Rendered.class);
    return JSON.readTree(((NodeConfiguration.Rendered) configuration).files().get(path).toArray());
  }

  @Test
  void thereIsEveryExample() throws IOException {
    assertThat(examples()).hasSize(6);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void isAdmittedOrLacksARealKey(Path directory) throws IOException {
    Example example = read(directory);

    Admission.Outcome outcome = PREVIEW.admit(example.resource());

    switch (outcome) {
      case Admitted admitted ->
          assertThat(example.expected().path("admitted").asBoolean()).isTrue();
      case Rejected(List<Finding> findings) -> {
        assertThat(example.expected().path("admitted").asBoolean()).as("%s", findings).isFalse();
        assertThat(findings).allSatisfy(f -> assertThat(f.path()).endsWith("Data"));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void rendersToWhatThePageShows(Path directory) throws IOException {
    Example example = read(directory);

    var configuration =
        NodeConfiguration.render(
            List.of(policy(example.resource())), PlatformConfiguration.DEFAULT);

    JsonNode file = file(configuration, example.expected().path("path").asText());
    String scope = example.expected().path("scope").asText();
    assertThat(file.path("transports").path("docker").path(scope))
        .containsExactly(example.expected().path("requirement"));
  }

  @Test
  void signaturesAreLookedForAtEveryScope() {
    var rendered =
        Examples.rendered(
            List.of(
                Examples.clusterPolicy("p1", "example.com"),
                Examples.clusterPolicy("openshift", "quay.io/openshift-release-dev/ocp-release")),
            List.of());

    assertThat(rendered.files().get(NodeConfiguration.SIGSTORE_REGISTRIES).toUtf8())
        .isEqualTo(
            """
            docker:
              example.com:
                use-sigstore-attachments: true
              quay.io/openshift-release-dev/ocp-release:
                use-sigstore-attachments: true
            """);
  }

  @Test
  void aNamespaceInsideAClusterPolicyIsToldSo() {
    var rendered =
        Examples.rendered(
            List.of(
                Examples.clusterPolicy("p", "example.com/global"),
                Examples.policy("mynamespace", "p0", List.of("example.com/global/image"))),
            List.of());

    Condition condition =
        rendered
            .conditions()
            .get(new ResourceKey("config.openshift.io", "ImagePolicy", "mynamespace", "p0"));
    assertThat(condition.reason()).isEqualTo("ConflictScopes");
    assertThat(condition.message())
        .isEqualTo(
            "has conflicting scope(s) [\"example.com/global/image\"] that equal to or nest inside"
                + " existing clusterimagepolicy, only policy from clusterimagepolicy scope(s) will"
                + " be applied");
    assertThat(rendered.namespaces()).isEmpty();
  }
}
