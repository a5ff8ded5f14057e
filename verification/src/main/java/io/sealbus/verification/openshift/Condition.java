package io.sealbus.verification.openshift;

import io.sealbus.verification.golang.GoText;
import java.util.List;

/**
 * A condition that the controller writes into the status of a policy, less the time of its
 * transition. It replaces every condition that was there.
 *
 * @param observedGeneration {@code metadata.generation} of the policy
 */
public record Condition(
    String type, String status, String reason, String message, long observedGeneration) {

  /** The policy names scopes that a cluster policy holds already; they were left out. */
  static Condition conflict(List<String> scopes, long generation) {
    return new Condition(
        "Pending",
        "False",
        "ConflictScopes",
        "has conflicting scope(s) "
            + GoText.quote(scopes)
            + " that equal to or nest inside existing clusterimagepolicy, only policy from"
            + " clusterimagepolicy scope(s) will be applied",
        generation);
  }
}
