package io.sealbus.renderer.node;

import io.sealbus.schemas.PolicyRecord;
import io.sealbus.schemas.ReasonRecord;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.openshift.Condition;
import io.sealbus.verification.openshift.ImagePolicy;
import io.sealbus.verification.openshift.NodeConfiguration;
import io.sealbus.verification.openshift.PlatformConfiguration;
import io.sealbus.verification.resource.Documents;
import io.sealbus.verification.resource.Limits;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Reading;
import io.sealbus.verification.resource.Resource;
import io.sealbus.verification.resource.ResourceKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Records to node files and conditions. The only place here that calls the law. */
final class PolicyRendering {
  private static final int MAX_MESSAGE = 1024;

  private final List<ImagePolicy> policies = new ArrayList<>();
  private final List<Resource> platform = new ArrayList<>();
  private final SortedMap<String, String> unreadable = new TreeMap<>();

  private PolicyRendering() {}

  /** What all policies that stand at one moment come to. */
  static Rendering of(PolicyTable.Snapshot policies) {
    var rendering = new PolicyRendering();
    new TreeMap<>(policies.standing()).forEach(rendering::add);
    return rendering.render(policies.version());
  }

  private void add(String key, PolicyTable.Standing standing) {
    Optional<ResourceKey> resource = ResourceKey.parse(key);
    boolean imagePolicy = resource.filter(PolicyRendering::isImagePolicy).isPresent();
    switch (standing) {
      case PolicyTable.Standing.Unreadable() -> {
        // Of another dialect's policies nothing goes into these files.
        if (imagePolicy || resource.filter(PolicyRendering::mayBePlatform).isPresent()) {
          unreadable.put(key, "the record of the policy cannot be read");
        }
      }
      case PolicyTable.Standing.Readable(PolicyRecord record) -> {
        if (imagePolicy) {
          addPolicy(key, resource.get(), record);
        } else {
          addPlatform(key, record);
        }
      }
    }
  }

  private void addPolicy(String text, ResourceKey key, PolicyRecord record) {
    try {
      policies.add(
          ImagePolicy.fromSpecJson(
              key,
              record.getGroup() + "/" + record.getVersion(),
              record.getUid(),
              record.getGeneration(),
              record.getSpec()));
    } catch (IllegalArgumentException e) {
      unreadable.put(text, "the spec of the policy cannot be read");
    }
  }

  private void addPlatform(String key, PolicyRecord record) {
    byte[] document = record.getDocument().getBytes(StandardCharsets.UTF_8);
    if (Documents.read(document, Limits.DEFAULT)
            instanceof Reading.Read<List<Node>>(List<Node> documents)
        && documents.size() == 1
        && Resource.of(documents.getFirst()) instanceof Reading.Read<Resource>(Resource resource)) {
      if (PlatformConfiguration.concerns(resource)) {
        platform.add(resource);
      }
    } else if (ResourceKey.parse(key).filter(PolicyRendering::mayBePlatform).isPresent()) {
      unreadable.put(key, "the document of the resource cannot be read");
    }
  }

  private static boolean isImagePolicy(ResourceKey key) {
    String kind = key.namespace() == null ? ImagePolicy.CLUSTER_KIND : ImagePolicy.NAMESPACED_KIND;
    return key.group().equals(ImagePolicy.GROUP) && key.kind().equals(kind);
  }

  private static boolean mayBePlatform(ResourceKey key) {
    return key.group().equals(ImagePolicy.GROUP) || key.group().equals("operator.openshift.io");
  }

  private Rendering render(long version) {
    SortedMap<String, PolicyState> states = new TreeMap<>();
    policies.forEach(p -> states.put(p.key().text(), PolicyState.EMPTY));
    unreadable.keySet().forEach(key -> states.put(key, PolicyState.EMPTY));
    if (!unreadable.isEmpty()) {
      unreadable.forEach((key, why) -> find(states, key, ReasonCode.POLICY_INVALID, why));
      // A file without a policy that stands would let in what that policy keeps out.
      return held(version, states, "a policy cannot be read: " + unreadable.firstKey());
    }
    return switch (PlatformConfiguration.of(platform)) {
      case Reading.Refused<PlatformConfiguration> refused ->
          held(
              version,
              states,
              "the platform's configuration cannot be read: "
                  + refused.findings().getFirst().message());
      case Reading.Read<PlatformConfiguration>(PlatformConfiguration read) ->
          render(version, states, NodeConfiguration.render(policies, read));
    };
  }

  private static Rendering render(
      long version, SortedMap<String, PolicyState> states, NodeConfiguration configuration) {
    configuration.conditions().forEach((key, condition) -> condition(states, key, condition));
    return switch (configuration) {
      case NodeConfiguration.Failed failed -> held(version, states, failed.error());
      case NodeConfiguration.Rendered rendered -> {
        var files = new TreeMap<String, Bytes>(rendered.files());
        rendered.refusedByNodes().forEach((path, why) -> refused(states, path, path + ": " + why));
        yield new Rendering(version, files, null, states, rendered.warnings());
      }
    };
  }

  private static void condition(
      SortedMap<String, PolicyState> states, ResourceKey key, Condition condition) {
    states.computeIfPresent(key.text(), (text, state) -> state.with(condition));
  }

  private static Rendering held(long version, SortedMap<String, PolicyState> states, String error) {
    // All of them wait, whichever is to blame: the controller does not say which one it is.
    states.keySet().forEach(key -> find(states, key, ReasonCode.RENDER_HELD, error));
    return new Rendering(version, null, error, states, List.of());
  }

  /** Of a namespace's file its own policies are to blame, of the cluster's those of the cluster. */
  private static void refused(SortedMap<String, PolicyState> states, String path, String why) {
    for (String key : List.copyOf(states.keySet())) {
      String namespace = ResourceKey.parse(key).map(ResourceKey::namespace).orElse(null);
      String own =
          namespace == null
              ? NodeConfiguration.POLICY_JSON
              : NodeConfiguration.namespacePolicyJson(namespace);
      if (own.equals(path)) {
        find(states, key, ReasonCode.NODE_FILE_REFUSED, why);
      }
    }
  }

  private static void find(
      SortedMap<String, PolicyState> states, String key, ReasonCode code, String message) {
    String cut = message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message;
    var finding = new ReasonRecord(code.name(), cut, null);
    states.computeIfPresent(key, (text, state) -> state.with(finding));
  }

  /**
   * What came of it.
   *
   * @param version of the policies
   * @param files by path; null where nothing could be rendered
   * @param error why not
   * @param states of every policy, by key
   * @param warnings what the controller would log
   */
  record Rendering(
      long version,
      @Nullable SortedMap<String, Bytes> files,
      @Nullable String error,
      SortedMap<String, PolicyState> states,
      List<String> warnings) {}
}
