package io.sealbus.verification.openshift;

import io.sealbus.verification.containers.PolicyJson;
import io.sealbus.verification.containers.Requirement;
import io.sealbus.verification.openshift.NodeView.Source;
import io.sealbus.verification.openshift.ScopePolicies.Sourced;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Builds the {@code policy.json} of the cluster and those of namespaces on top of it. */
final class PolicyFiles {
  private static final Requirement ACCEPT = new Requirement.InsecureAcceptAnything();
  private static final Requirement REJECT = new Requirement.Reject();

  /** Transport {@code atomic} knows host, namespace and name only. */
  private static final int MOST_SLASHES_OF_ATOMIC = 2;

  private final Requirement standard;
  private final SortedMap<String, List<Sourced>> clusterScopes;

  private PolicyFiles(Requirement standard, SortedMap<String, List<Sourced>> clusterScopes) {
    this.standard = standard;
    this.clusterScopes = clusterScopes;
  }

  static PolicyFiles of(
      RegistryLists lists, DockerReference payload, SortedMap<String, List<Sourced>> scopes)
      throws SyncFailure {
    boolean both = !lists.allowed().isEmpty() && !lists.blocked().isEmpty();
    if (both && !lists.allowed().equals(List.of(payload.name()))) {
      throw new SyncFailure(
          "invalid images config: only one of AllowedRegistries or BlockedRegistries may be"
              + " specified");
    }
    ScopePolicies.checkAgainst(lists, scopes.keySet(), "clusterimagePolicy");
    RegistryChecks.entries("blocked", lists.blocked());
    RegistryChecks.entries("allowed", lists.allowed());
    var docker = new TreeMap<String, List<Sourced>>();
    for (String registry : lists.allowed()) {
      if (!scopes.containsKey(registry)) {
        docker.put(registry, listed(ACCEPT));
      }
    }
    lists.blocked().forEach(registry -> docker.put(registry, listed(REJECT)));
    boolean onlyAllowed = !lists.allowed().isEmpty() && lists.blocked().isEmpty();
    return new PolicyFiles(onlyAllowed ? REJECT : ACCEPT, merged(docker, scopes));
  }

  private static List<Sourced> listed(Requirement requirement) {
    return List.of(new Sourced(requirement, new Source.RegistryList()));
  }

  private static SortedMap<String, List<Sourced>> merged(
      SortedMap<String, List<Sourced>> first, Map<String, List<Sourced>> second) {
    var merged = new TreeMap<>(first);
    second.forEach((scope, requirements) ->
        merged.merge(
            scope,
            requirements,
            (a, b) -> {
              var both = new ArrayList<>(a);
              both.addAll(b);
              return both;
            }));
    return merged;
  }

  /** Whether the cluster's policy is what the platform comes with. */
  boolean isTemplate() {
    return clusterScopes.isEmpty();
  }

  NodeView cluster() {
    return view(clusterScopes);
  }

  /** The cluster's policy with the namespace's requirements behind its own. */
  NodeView namespace(Map<String, List<Sourced>> scopes) {
    return view(merged(clusterScopes, scopes));
  }

  private NodeView view(SortedMap<String, List<Sourced>> scopes) {
    var sources = new TreeMap<String, List<Source>>();
    var docker = new LinkedHashMap<String, List<Requirement>>();
    var atomic = new LinkedHashMap<String, List<Requirement>>();
    scopes.forEach((scope, sourced) -> {
      var requirements = sourced.stream().map(Sourced::requirement).toList();
      sources.put(scope, sourced.stream().map(Sourced::source).toList());
      docker.put(scope, requirements);
      if (scope.chars().filter(c -> c == '/').count() <= MOST_SLASHES_OF_ATOMIC) {
        atomic.put(scope, requirements);
      }
    });
    var transports = new LinkedHashMap<String, Map<String, List<Requirement>>>();
    transports.put("docker-daemon", Map.of("", List.of(ACCEPT)));
    if (!docker.isEmpty()) {
      transports.put("docker", docker);
      transports.put("atomic", atomic);
    }
    return new NodeView(new PolicyJson(List.of(standard), transports), sources);
  }
}
