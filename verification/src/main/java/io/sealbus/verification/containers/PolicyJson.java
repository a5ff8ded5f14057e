package io.sealbus.verification.containers;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A {@code policy.json}: the default requirements, and for each transport a map from scope to
 * requirements. Maps are sorted by the UTF-16 units of the scope, which for the ASCII of scopes is
 * the order that Go writes them in.
 */
public record PolicyJson(
    List<Requirement> defaults, Map<String, Map<String, List<Requirement>>> transports) {
  public PolicyJson {
    defaults = List.copyOf(defaults);
    var sorted = new TreeMap<String, Map<String, List<Requirement>>>();
    transports.forEach((transport, scopes) -> sorted.put(transport, sortedCopy(scopes)));
    transports = Collections.unmodifiableMap(sorted);
  }

  private static Map<String, List<Requirement>> sortedCopy(Map<String, List<Requirement>> scopes) {
    var copy = new TreeMap<String, List<Requirement>>();
    scopes.forEach((scope, requirements) -> copy.put(scope, List.copyOf(requirements)));
    return Collections.unmodifiableMap(copy);
  }
}
