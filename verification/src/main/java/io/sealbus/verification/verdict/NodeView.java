package io.sealbus.verification.verdict;

import io.sealbus.verification.containers.PolicyJson;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One node file and where its requirements come from.
 *
 * @param policy the file
 * @param sources for each scope of the docker transport, the policy behind each requirement in the
 *     file's order; empty for a requirement that no policy asked for, such as that of a blocked
 *     registry
 */
public record NodeView(PolicyJson policy, Map<String, List<Optional<PolicyVersion>>> sources) {
  public NodeView {
    var copy = new HashMap<String, List<Optional<PolicyVersion>>>();
    sources.forEach((scope, policies) -> copy.put(scope, List.copyOf(policies)));
    sources = Map.copyOf(copy);
  }

  List<Optional<PolicyVersion>> sources(String scope) {
    return sources.getOrDefault(scope, List.of());
  }
}
