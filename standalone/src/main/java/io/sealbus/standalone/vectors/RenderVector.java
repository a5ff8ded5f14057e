package io.sealbus.standalone.vectors;

import io.sealbus.standalone.client.Documents;
import io.sealbus.standalone.oneshot.Cluster;
import io.sealbus.testkit.RenderCase;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.openshift.Condition;
import io.sealbus.verification.openshift.ImagePolicy;
import io.sealbus.verification.openshift.NodeConfiguration;
import io.sealbus.verification.resource.ResourceKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Renders policies and compares every byte of the nodes' files, and every condition. */
record RenderVector(RenderCase given) implements Vector {
  private static final String NO_ERROR = "no error";

  static RenderVector read(Path directory) {
    return new RenderVector(RenderCase.read(directory));
  }

  @Override
  public @Nullable Difference run() {
    Cluster cluster = Cluster.asItIs(List.of(new Documents("input.yaml", given.input())));
    if (!cluster.faults().isEmpty()) {
      return new Difference("documents that can be used", cluster.faults().getFirst().text());
    }
    NodeConfiguration configuration =
        NodeConfiguration.render(cluster.policies(), cluster.platform());
    Difference files =
        switch (configuration) {
          case NodeConfiguration.Failed failed -> failed(failed);
          case NodeConfiguration.Rendered rendered -> rendered(rendered);
        };
    return files != null
        ? files
        : Difference.between(expectedConditions(), conditions(configuration.conditions()));
  }

  private @Nullable Difference failed(NodeConfiguration.Failed failed) {
    String error = given.error();
    return Difference.between(error == null ? NO_ERROR : error, failed.error());
  }

  private @Nullable Difference rendered(NodeConfiguration.Rendered rendered) {
    String error = given.error();
    if (error != null) {
      return new Difference(error, NO_ERROR);
    }
    Difference generated = Difference.between(given.generatedFiles(), rendered.generatedFiles());
    if (generated != null) {
      return generated;
    }
    String warning = given.warning();
    Difference warnings =
        Difference.between(warning == null ? List.of() : List.of(warning), rendered.warnings());
    return warnings != null ? warnings : files(rendered);
  }

  private @Nullable Difference files(NodeConfiguration.Rendered rendered) {
    var actual = new TreeMap<String, String>();
    rendered.files().forEach((path, bytes) -> actual.put(path, latin1(bytes)));
    actual.put(NodeConfiguration.POLICY_JSON, latin1(rendered.policyJsonOnNode()));
    var expected = new TreeMap<String, String>();
    given.files().forEach((path, bytes) -> expected.put(path, latin1(Bytes.copyOf(bytes))));
    for (Map.Entry<String, String> file : expected.entrySet()) {
      String other = actual.remove(file.getKey());
      if (!file.getValue().equals(other)) {
        return new Difference(file.getKey() + " = " + file.getValue(), String.valueOf(other));
      }
    }
    return Difference.between(Map.of(), actual);
  }

  /** A character for each byte, so that different bytes are different texts. */
  private static String latin1(Bytes bytes) {
    return new String(bytes.toArray(), java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  private SortedMap<ResourceKey, List<RenderCase.Condition>> expectedConditions() {
    var expected = new TreeMap<ResourceKey, List<RenderCase.Condition>>();
    for (RenderCase.Policy policy : given.policies()) {
      if (policy.statusWritten()) {
        expected.put(
            new ResourceKey(ImagePolicy.GROUP, policy.kind(), policy.namespace(), policy.name()),
            policy.conditions());
      }
    }
    return expected;
  }

  private static SortedMap<ResourceKey, List<RenderCase.Condition>> conditions(
      SortedMap<ResourceKey, Condition> written) {
    var actual = new TreeMap<ResourceKey, List<RenderCase.Condition>>();
    written.forEach((key, c) ->
        actual.put(
            key,
            List.of(
                new RenderCase.Condition(
                    c.type(), c.status(), c.reason(), c.message(), c.observedGeneration()))));
    return actual;
  }
}
