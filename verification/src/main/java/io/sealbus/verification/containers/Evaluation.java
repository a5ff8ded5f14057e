package io.sealbus.verification.containers;

import io.sealbus.verification.Decision;
import io.sealbus.verification.Reason;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a policy says about an image.
 *
 * <p>Every requirement is evaluated, so that all can be explained; the answer is that of the first
 * one in the policy's order that does not hold, as on a node.
 *
 * @param scope of {@link Governing}
 * @param requirements in the policy's order, at least one
 */
public record Evaluation(Decision decision, String scope, List<RequirementOutcome> requirements) {
  public Evaluation {
    requirements = List.copyOf(requirements);
  }

  static Evaluation of(String scope, List<RequirementOutcome> requirements) {
    return new Evaluation(deciding(requirements).decision(), scope, requirements);
  }

  /** The requirement that decides: the first that does not hold, else the first. */
  public RequirementOutcome deciding() {
    return deciding(requirements);
  }

  private static RequirementOutcome deciding(List<RequirementOutcome> requirements) {
    for (RequirementOutcome outcome : requirements) {
      if (!outcome.decision().admits()) {
        return outcome;
      }
    }
    return requirements.get(0);
  }

  /** Why the decision is what it is. */
  public Reason reason() {
    return deciding().reason();
  }

  /** Last instant to which every outcome holds; null where time plays no part. */
  public @Nullable Instant validUntil() {
    Instant earliest = null;
    for (RequirementOutcome outcome : requirements) {
      Instant until = outcome.validUntil();
      if (until != null && (earliest == null || until.isBefore(earliest))) {
        earliest = until;
      }
    }
    return earliest;
  }
}
