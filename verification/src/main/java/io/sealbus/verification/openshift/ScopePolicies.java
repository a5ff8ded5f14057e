package io.sealbus.verification.openshift;

import io.sealbus.verification.containers.Requirement;
import io.sealbus.verification.resource.ResourceKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The requirements of all policies by scope. A scope of a namespaced policy that lies inside a
 * cluster policy's is left out, and the policy gets a condition.
 */
final class ScopePolicies {
  /** The controller's own order is random; this is one of its orders, and always the same. */
  private static final Comparator<ImagePolicy> ORDER =
      Comparator.comparing(ImagePolicy::isClusterWide).reversed().thenComparing(ImagePolicy::key);

  private final SortedMap<String, List<Sourced>> cluster = new TreeMap<>();
  private final SortedMap<String, SortedMap<String, List<Sourced>>> namespaces = new TreeMap<>();
  private final SortedMap<ResourceKey, Condition> conditions = new TreeMap<>();

  /** A requirement and where it comes from. */
  record Sourced(Requirement requirement, NodeView.Source source) {}

  /**
   * Adds all policies. Where one cannot be converted the rest is not looked at, but the conditions
   * of those before it stay, as the controller has written them by then.
   */
  void addAll(List<ImagePolicy> policies) throws SyncFailure {
    Nested clusterScopes = null;
    for (ImagePolicy policy : policies.stream().sorted(ORDER).toList()) {
      var requirement =
          new Sourced(Requirements.of(policy), new NodeView.Source.Policy(policy.key()));
      String namespace = policy.key().namespace();
      if (namespace == null) {
        policy.scopes().forEach(scope -> add(cluster, scope, requirement));
      } else {
        clusterScopes = clusterScopes == null ? Nested.in(cluster.keySet()) : clusterScopes;
        addNamespaced(policy, namespace, requirement, clusterScopes);
      }
    }
  }

  private void addNamespaced(
      ImagePolicy policy, String namespace, Sourced requirement, Nested clusterScopes) {
    var conflicts = new ArrayList<String>();
    for (String scope : policy.scopes()) {
      if (clusterScopes.contains(scope)) {
        conflicts.add(scope);
      } else {
        add(namespaces.computeIfAbsent(namespace, n -> new TreeMap<>()), scope, requirement);
      }
    }
    if (!conflicts.isEmpty()) {
      conditions.put(policy.key(), Condition.conflict(conflicts, policy.generation()));
    }
  }

  private static void add(Map<String, List<Sourced>> scopes, String scope, Sourced requirement) {
    scopes.computeIfAbsent(scope, s -> new ArrayList<>()).add(requirement);
  }

  /** Requirements by scope of the cluster policies. */
  SortedMap<String, List<Sourced>> cluster() {
    return Collections.unmodifiableSortedMap(cluster);
  }

  /** Requirements by scope of each namespace that has any. */
  SortedMap<String, SortedMap<String, List<Sourced>>> namespaces() {
    return Collections.unmodifiableSortedMap(namespaces);
  }

  /** The scopes of all namespaces. */
  SortedSet<String> namespacedScopes() {
    var scopes = new TreeSet<String>();
    namespaces.values().forEach(byScope -> scopes.addAll(byScope.keySet()));
    return scopes;
  }

  /** Scopes of the cluster, then of the namespaces. */
  List<String> allScopes() {
    var scopes = new ArrayList<>(cluster.keySet());
    scopes.addAll(namespacedScopes());
    return scopes;
  }

  boolean isEmpty() {
    return cluster.isEmpty() && namespaces.isEmpty();
  }

  /** The conditions to be written; a policy without one keeps what it has. */
  SortedMap<ResourceKey, Condition> conditions() {
    return Collections.unmodifiableSortedMap(new TreeMap<>(conditions));
  }

  /** Whether all scopes are where allowed and blocked registries let policies be. */
  static void checkAgainst(RegistryLists lists, Set<String> scopes, String kind)
      throws SyncFailure {
    Nested allowed = Nested.in(lists.allowed());
    Nested blocked = Nested.in(lists.blocked());
    for (String scope : scopes) {
      if (!lists.allowed().isEmpty() && !allowed.contains(scope)) {
        throw misplaced(kind, scope, "not nested inside allowedRegistries");
      }
    }
    for (String scope : scopes) {
      if (blocked.contains(scope)) {
        throw misplaced(kind, scope, "nested inside blockedRegistries");
      }
    }
  }

  private static SyncFailure misplaced(String kind, String scope, String where) {
    return new SyncFailure(kind + " configured for the scope " + scope + " is " + where);
  }
}
