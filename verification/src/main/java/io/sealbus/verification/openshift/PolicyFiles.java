package io.sealbus.verification.openshift;

import io.sealbus.verification.containers.PolicyJson;
import io.sealbus.verification.containers.Requirement;
import io.sealbus.verification.openshift.NodeView.Source;
import io.sealbus.verification.openshift.ScopePolicies.Sourced;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

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
      SortedMap<String, List<Sourced>> first, SortedMap<String, List<Sourced>> second) {
    if (first.isEmpty()) {
      return second;
    }
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
  NodeView namespace(SortedMap<String, List<Sourced>> scopes) {
    return view(merged(clusterScopes, scopes));
  }

  private NodeView view(SortedMap<String, List<Sourced>> scopes) {
    var sources = new TreeMap<String, List<Source>>();
    var docker = new TreeMap<String, List<Requirement>>();
    var atomic = new TreeMap<String, List<Requirement>>();
    scopes.forEach((scope, sourced) -> {
      List<Requirement> requirements = mapped(sourced, Sourced::requirement);
      sources.put(scope, mapped(sourced, Sourced::source));
      docker.put(scope, requirements);
      if (slashes(scope) <= MOST_SLASHES_OF_ATOMIC) {
        atomic.put(scope, requirements);
      }
    });
    var transports = new TreeMap<String, Map<String, List<Requirement>>>();
    transports.put("docker-daemon", Map.of("", List.of(ACCEPT)));
    if (!docker.isEmpty()) {
      transports.put("docker", docker);
      transports.put("atomic", atomic);
    }
    return new NodeView(new PolicyJson(List.of(standard), transports), sources);
  }

  /** Nearly every scope has one policy only. */
  private static <T> List<T> mapped(List<Sourced> sourced, Function<Sourced, T> part) {
    return sourced.size() == 1
        ? List.of(part.apply(sourced.getFirst()))
        : sourced.stream().map(part).toList();
  }

  private static int slashes(String scope) {
    int slashes = 0;
    for (int i = scope.indexOf('/'); i >= 0; i = scope.indexOf('/', i + 1)) {
      slashes++;
    }
    return slashes;
  }
}
