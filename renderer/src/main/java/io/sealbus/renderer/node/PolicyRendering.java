package io.sealbus.renderer.node;

import io.sealbus.schemas.ReasonRecord;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.openshift.Condition;
import io.sealbus.verification.openshift.NodeConfiguration;
import io.sealbus.verification.openshift.ReleaseImpact;
import io.sealbus.verification.openshift.Rollout;
import io.sealbus.verification.openshift.StandingResource;
import io.sealbus.verification.resource.ResourceKey;
import io.sealbus.verification.sigstore.ClusterImagePolicy;
import io.sealbus.verification.sigstore.SigstoreResource;
import io.sealbus.verification.sigstore.TrustResolution;
import io.sealbus.verification.sigstore.TrustRoot;
import io.sealbus.verification.sigstore.evaluation.NodeRenderability;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Records to node files and conditions. The only place here that calls the law. */
final class PolicyRendering {
  private static final int MAX_MESSAGE = 1024;

  private final long version;
  private final SortedMap<String, PolicyState> states = new TreeMap<>();

  private PolicyRendering(long version) {
    this.version = version;
  }

  /** What all policies that stand at one moment come to. */
  static Rendering of(PolicyTable.Snapshot policies) {
    var rendering = new PolicyRendering(policies.version());
    policies
        .standing()
        .forEach((key, resource) -> {
          if (!(resource instanceof StandingResource.Foreign)) {
            rendering.states.put(key.text(), PolicyState.EMPTY);
          }
        });
    Rendering rendered = rendering.of(Rollout.of(policies.standing()));
    // The nodes' files do not wait for these, nor these for them.
    policies.admission().forEach(rendering::admission);
    return rendered;
  }

  /** What there is to say of a resource of the admission. */
  private void admission(ResourceKey key, SigstoreResource resource) {
    switch (resource) {
      case SigstoreResource.Policy(ClusterImagePolicy policy) -> {
        states.put(key.text(), PolicyState.EMPTY);
        var onNodes = NodeRenderability.of(policy);
        if (!onNodes.isRenderable()) {
          find(key.text(), ReasonCode.NODES_CANNOT_ENFORCE, obstacles(onNodes));
        }
      }
      case SigstoreResource.Root(TrustRoot root) -> {
        states.put(key.text(), PolicyState.EMPTY);
        switch (root.resolution()) {
          case TrustResolution.Pending() ->
              find(key.text(), ReasonCode.TRUST_ROOT_PENDING, "its repository is not read yet");
          case TrustResolution.Stale(var last, var since, String why) ->
              find(key.text(), ReasonCode.TRUST_ROOT_STALE, "since " + since + ": " + why);
          case TrustResolution.Failed(String why) ->
              find(key.text(), ReasonCode.TRUST_ROOT_INVALID, why);
          case TrustResolution.Resolved resolved -> {}
          case null -> {}
        }
      }
      case SigstoreResource.Unreadable(String why) -> {
        states.put(key.text(), PolicyState.EMPTY);
        find(key.text(), ReasonCode.POLICY_INVALID, why);
      }
      case SigstoreResource.Material ignored -> {}
      case SigstoreResource.Foreign ignored -> {}
    }
  }

  private static String obstacles(NodeRenderability onNodes) {
    return onNodes.obstacles().stream()
        .sorted()
        .map(obstacle -> obstacle + ": " + obstacle.meaning())
        .collect(Collectors.joining(" "));
  }

  private Rendering of(Rollout rollout) {
    rollout.conditions().forEach(this::condition);
    return switch (rollout) {
      case Rollout.Ready(NodeConfiguration.Rendered nodes, List<ReleaseImpact> confirmed) ->
          ready(nodes, confirmed);
      case Rollout.Withheld(var ignored, List<ReleaseImpact> unconfirmed) -> {
        unconfirmed.forEach(impact -> find(impact.cause().text(), impact.code(), impact.message()));
        ReleaseImpact first = unconfirmed.getFirst();
        yield held("withheld: " + first.cause() + ": " + first.code());
      }
      case Rollout.Failed(String error, var ignored) -> held(error);
      case Rollout.Unreadable(SortedMap<ResourceKey, String> resources) -> {
        resources.forEach((key, why) -> find(key.text(), ReasonCode.POLICY_INVALID, why));
        yield held("a policy cannot be read: " + resources.firstKey());
      }
    };
  }

  private Rendering ready(NodeConfiguration.Rendered nodes, List<ReleaseImpact> confirmed) {
    nodes.refusedByNodes().forEach((path, why) -> refused(path, path + ": " + why));
    var warnings = new ArrayList<>(nodes.warnings());
    confirmed.forEach(
        i -> warnings.add("confirmed: " + i.cause() + ": " + i.code() + " " + i.image()));
    return new Rendering(version, nodes, null, states, warnings);
  }

  private void condition(ResourceKey key, Condition condition) {
    states.computeIfPresent(key.text(), (text, state) -> state.with(condition));
  }

  /** All of them wait, whichever is to blame: the controller does not say which one it is. */
  private Rendering held(String error) {
    List.copyOf(states.keySet()).forEach(key -> find(key, ReasonCode.RENDER_HELD, error));
    return new Rendering(version, null, error, states, List.of());
  }

  /** Of a namespace's file its own policies are to blame, of the cluster's those of the cluster. */
  private void refused(String path, String why) {
    for (String key : List.copyOf(states.keySet())) {
      String namespace = ResourceKey.parse(key).map(ResourceKey::namespace).orElse(null);
      String own =
          namespace == null
              ? NodeConfiguration.POLICY_JSON
              : NodeConfiguration.namespacePolicyJson(namespace);
      if (own.equals(path)) {
        find(key, ReasonCode.NODE_FILE_REFUSED, why);
      }
    }
  }

  private void find(String key, ReasonCode code, String message) {
    String cut = message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message;
    var finding = new ReasonRecord(code.name(), cut, null);
    states.computeIfPresent(key, (text, state) -> state.with(finding));
  }

  /**
   * What came of it.
   *
   * @param version of the policies
   * @param nodes what nodes get; null where they keep what they have
   * @param error why they do
   * @param states of every policy, by key
   * @param warnings what the controller would log, and what was confirmed
   */
  record Rendering(
      long version,
      NodeConfiguration.@Nullable Rendered nodes,
      @Nullable String error,
      SortedMap<String, PolicyState> states,
      List<String> warnings) {}
}
