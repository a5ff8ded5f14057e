package io.sealbus.verification.sigstore.evaluation;

import io.sealbus.verification.Decision;
import io.sealbus.verification.Reason;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all policies of {@code policy.sigstore.dev} say about one image.
 *
 * @param image the name that globs were held against
 * @param policies those that govern the image, by name; empty where none does
 * @param reasons why, those of the strictest policies
 * @param notes what does not decide: what the answer assumes, where the controller would answer
 *     otherwise, and what nodes can see of the evidence
 * @param validUntil last instant to which the answer holds; null where time plays no part
 */
public record SigstoreEvaluation(
    Decision decision,
    String image,
    List<PolicyOutcome> policies,
    List<Reason> reasons,
    List<Reason> notes,
    @Nullable Instant validUntil) {
  public SigstoreEvaluation {
    policies = List.copyOf(policies);
    reasons = List.copyOf(reasons);
    notes = List.copyOf(notes);
    if (reasons.isEmpty()) {
      throw new IllegalArgumentException("an evaluation has a reason");
    }
  }

  /** Why the decision is what it is. */
  public Reason reason() {
    return reasons.get(0);
  }

  /** The controller's texts: one for each policy that does not hold, else the overall one. */
  public List<String> messages() {
    List<String> failed =
        policies.stream()
            .filter(policy -> policy.decision() != Decision.ALLOWED)
            .map(policy -> policy.message(image))
            .toList();
    return failed.isEmpty() ? List.of(reason().message()) : failed;
  }
}
