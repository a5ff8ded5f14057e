package io.sealbus.verification.openshift;

import io.sealbus.verification.resource.ResourceKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What becomes of all resources of a cluster together: what nodes get, or why they keep what they
 * have. A pure function of the resources, so that everybody who knows them knows what nodes have.
 */
public sealed interface Rollout {
  /** The conditions that are written, by policy, whatever becomes of the files. */
  SortedMap<ResourceKey, Condition> conditions();

  /**
   * Nodes get it.
   *
   * @param confirmed what it does to the platform's release, and is meant to
   */
  record Ready(NodeConfiguration.Rendered nodes, List<ReleaseImpact> confirmed) implements Rollout {
    public Ready {
      confirmed = List.copyOf(confirmed);
    }

    @Override
    public SortedMap<ResourceKey, Condition> conditions() {
      return nodes.conditions();
    }
  }

  /**
   * It could be rendered and is not given to nodes, because it could keep the platform from pulling
   * its own release.
   *
   * @param nodes what they would get
   * @param unconfirmed at least one
   */
  record Withheld(NodeConfiguration.Rendered nodes, List<ReleaseImpact> unconfirmed)
      implements Rollout {
    public Withheld {
      unconfirmed = List.copyOf(unconfirmed);
    }

    @Override
    public SortedMap<ResourceKey, Condition> conditions() {
      return nodes.conditions();
    }
  }

  /**
   * The controller renders nothing of it.
   *
   * @param error its text
   */
  record Failed(String error, SortedMap<ResourceKey, Condition> conditions) implements Rollout {
    public Failed {
      conditions = Collections.unmodifiableSortedMap(new TreeMap<>(conditions));
    }
  }

  /**
   * Something that stands cannot be read. Files without it would let in what it keeps out.
   *
   * @param resources each with the reason; at least one
   */
  record Unreadable(SortedMap<ResourceKey, String> resources) implements Rollout {
    public Unreadable {
      resources = Collections.unmodifiableSortedMap(new TreeMap<>(resources));
    }

    @Override
    public SortedMap<ResourceKey, Condition> conditions() {
      return Collections.emptySortedMap();
    }
  }

  /** Decides for all that stands. */
  static Rollout of(Map<ResourceKey, StandingResource> standing) {
    var policies = new ArrayList<ImagePolicy>();
    var platform = new ArrayList<PlatformResource>();
    var unreadable = new TreeMap<ResourceKey, String>();
    standing.forEach((key, resource) -> {
      switch (resource) {
        case StandingResource.Policy(ImagePolicy policy, var ignored) -> policies.add(policy);
        case StandingResource.Platform(PlatformResource read, var ignored) -> platform.add(read);
        case StandingResource.Unreadable(String why) -> unreadable.put(key, why);
        case StandingResource.Foreign foreign -> {}
      }
    });
    if (!unreadable.isEmpty()) {
      return new Unreadable(unreadable);
    }
    return switch (NodeConfiguration.render(policies, PlatformConfiguration.from(platform))) {
      case NodeConfiguration.Failed failed -> new Failed(failed.error(), failed.conditions());
      case NodeConfiguration.Rendered nodes -> guarded(nodes, platform, standing);
    };
  }

  private static Rollout guarded(
      NodeConfiguration.Rendered nodes,
      List<PlatformResource> platform,
      Map<ResourceKey, StandingResource> standing) {
    var guard = new ReleaseGuard(nodes, platform, cause -> expected(standing, cause));
    List<ReleaseImpact> impacts = guard.impacts();
    List<ReleaseImpact> unconfirmed =
        impacts.stream().filter(impact -> !isConfirmed(standing, impact.cause())).toList();
    return unconfirmed.isEmpty() ? new Ready(nodes, impacts) : new Withheld(nodes, unconfirmed);
  }

  private static String expected(Map<ResourceKey, StandingResource> standing, ResourceKey cause) {
    StandingResource resource = standing.get(cause);
    String confirmation = resource == null ? null : resource.expectedConfirmation();
    if (confirmation == null) {
      throw new IllegalStateException("what is to blame does not stand: " + cause);
    }
    return confirmation;
  }

  private static boolean isConfirmed(
      Map<ResourceKey, StandingResource> standing, ResourceKey cause) {
    StandingResource resource = standing.get(cause);
    return resource != null && resource.isConfirmed();
  }
}
