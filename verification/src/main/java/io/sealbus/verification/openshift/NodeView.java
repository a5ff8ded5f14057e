package io.sealbus.verification.openshift;

import io.sealbus.verification.containers.PolicyJson;
import io.sealbus.verification.resource.ResourceKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a node decides by, for the cluster or for one namespace, and where each part of it comes
 * from.
 *
 * @param policy the {@code policy.json}, the very one that is printed
 * @param sources for each scope of transport {@code docker} the origin of each requirement, in the
 *     order of the requirements
 */
public record NodeView(PolicyJson policy, SortedMap<String, List<Source>> sources) {
  /** Where a requirement comes from. */
  public sealed interface Source {
    /** An image policy. */
    record Policy(ResourceKey key) implements Source {}

    /** An allowed or blocked registry of the cluster's image configuration. */
    record RegistryList() implements Source {}
  }

  public NodeView {
    var copy = new TreeMap<String, List<Source>>();
    sources.forEach((scope, origins) -> copy.put(scope, List.copyOf(origins)));
    sources = Collections.unmodifiableSortedMap(copy);
  }

  /** The image policies behind the requirements of {@code scope}, each once. */
  public List<ResourceKey> policies(String scope) {
    var keys = new ArrayList<ResourceKey>();
    for (Source source : sources.getOrDefault(scope, List.of())) {
      if (source instanceof Source.Policy(ResourceKey key) && !keys.contains(key)) {
        keys.add(key);
      }
    }
    return List.copyOf(keys);
  }
}
