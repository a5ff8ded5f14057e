package io.sealbus.verification.openshift;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.testkit.RenderCase;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.containers.PolicyJson;
import io.sealbus.verification.containers.PolicyJsonReader;
import io.sealbus.verification.openshift.Admission.Admitted;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Reading;
import io.sealbus.verification.resource.Resource;
import io.sealbus.verification.resource.ResourceKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RenderVectorsTest {
  static List<RenderCase> cases() {
    return RenderCase.readAll(Vectors.directory("render"));
  }

  /** The policies and the platform of a case. */
  private record Cluster(List<ImagePolicy> policies, PlatformConfiguration platform) {
    static Cluster of(RenderCase given) {
      var policies = new ArrayList<ImagePolicy>();
      var others = new ArrayList<Resource>();
      for (Node document : Vectors.documents(given.input())) {
        Resource resource = Vectors.resource(document);
        if (PlatformConfiguration.concerns(resource)) {
          others.add(resource);
        } else {
          var outcome = Admission.newest().admit(resource);
          assertThat(outcome).isInstanceOf(Admitted.class);
          policies.add(((Admitted) outcome).policy());
        }
      }
      var platform = PlatformConfiguration.of(others);
      assertThat(platform).isInstanceOf(Reading.Read.class);
      return new Cluster(policies, ((Reading.Read<PlatformConfiguration>) platform).value());
    }

    NodeConfiguration render() {
      return NodeConfiguration.render(policies, platform);
    }
  }

  static NodeConfiguration render(RenderCase given) {
    return Cluster.of(given).render();
  }

  @Test
  void thereAreCases() {
    assertThat(cases()).hasSizeGreaterThan(70);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void writesTheFilesOfTheController(RenderCase given) {
    NodeConfiguration configuration = Cluster.of(given).render();

    switch (configuration) {
      case NodeConfiguration.Failed failed -> assertThat(failed.error()).isEqualTo(given.error());
      case NodeConfiguration.Rendered rendered -> {
        assertThat(given.error()).isNull();
        assertThat(text(onNode(rendered))).isEqualTo(text(given.files()));
        assertThat(rendered.generatedFiles()).isEqualTo(given.generatedFiles());
        assertThat(rendered.warnings())
            .isEqualTo(given.warning() == null ? List.of() : List.of(given.warning()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void writesTheConditionsOfTheController(RenderCase given) {
    var conditions = Cluster.of(given).render().conditions();

    var expected = new HashMap<ResourceKey, List<RenderCase.Condition>>();
    for (RenderCase.Policy policy : given.policies()) {
      if (policy.statusWritten()) {
        var key =
            new ResourceKey(ImagePolicy.GROUP, policy.kind(), policy.namespace(), policy.name());
        expected.put(key, policy.conditions());
      }
    }
    var actual = new HashMap<ResourceKey, List<RenderCase.Condition>>();
    conditions.forEach((key, c) ->
        actual.put(
            key,
            List.of(
                new RenderCase.Condition(
                    c.type(), c.status(), c.reason(), c.message(), c.observedGeneration()))));
    assertThat(actual).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void doesNotDependOnTheOrderOfThePolicies(RenderCase given) {
    Cluster cluster = Cluster.of(given);
    var reversed = new ArrayList<>(cluster.policies());
    Collections.reverse(reversed);

    assertThat(NodeConfiguration.render(reversed, cluster.platform())).isEqualTo(cluster.render());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void namesASourceForEveryRequirement(RenderCase given) {
    if (Cluster.of(given).render() instanceof NodeConfiguration.Rendered rendered) {
      var views = new ArrayList<>(rendered.namespaces().values());
      views.add(rendered.cluster());
      for (NodeView view : views) {
        var docker = view.policy().transports().getOrDefault("docker", Map.of());
        assertThat(view.sources().keySet()).isEqualTo(docker.keySet());
        docker.forEach((scope, requirements) ->
            assertThat(view.sources().get(scope)).hasSameSizeAs(requirements));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void printsTheVeryPolicyThatIsJudged(RenderCase given) {
    if (Cluster.of(given).render() instanceof NodeConfiguration.Rendered rendered) {
      var printed = new TreeMap<String, PolicyJson>();
      printed.put(NodeConfiguration.POLICY_JSON, rendered.cluster().policy());
      rendered
          .namespaces()
          .forEach(
              (n, view) -> printed.put(NodeConfiguration.namespacePolicyJson(n), view.policy()));
      printed.forEach((path, policy) -> {
        Bytes file = rendered.files().getOrDefault(path, rendered.policyJsonOnNode());
        switch (PolicyJsonReader.read(file.toArray())) {
          case PolicyJsonReader.Result.Accepted(PolicyJson read) ->
              assertThat(read).isEqualTo(policy);
          // The controller writes scopes that transport atomic does not allow, and so do we.
          case PolicyJsonReader.Result.Rejected(String where, String why) -> {
            assertThat(where).startsWith("$.transports.atomic.");
            assertThat(rendered.refusedByNodes()).containsKey(path);
          }
        }
      });
    }
  }

  private static Map<String, byte[]> onNode(NodeConfiguration.Rendered rendered) {
    var files = new TreeMap<String, byte[]>();
    rendered.files().forEach((path, bytes) -> files.put(path, bytes.toArray()));
    files.put(NodeConfiguration.POLICY_JSON, rendered.policyJsonOnNode().toArray());
    return files;
  }

  private static Map<String, String> text(Map<String, byte[]> files) {
    var text = new TreeMap<String, String>();
    files.forEach((path, bytes) -> text.put(path, Bytes.copyOf(bytes).toUtf8()));
    return text;
  }
}
