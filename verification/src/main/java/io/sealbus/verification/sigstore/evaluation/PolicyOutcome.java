package io.sealbus.verification.sigstore.evaluation;

import io.sealbus.verification.Decision;
import io.sealbus.verification.Reason;
import io.sealbus.verification.resource.ResourceKey;
import io.sealbus.verification.sigstore.ClusterImagePolicy.Mode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one policy that governs an image says about it.
 *
 * @param decision never {@code DENIED} or {@code UNDECIDED} for a policy that only warns
 * @param reasons the overall one first, then one for each authority that does not hold
 * @param authorities in the policy's order
 * @param notes what does not decide: where the controller would answer otherwise
 * @param validUntil last instant to which the answer holds; null where time plays no part
 */
public record PolicyOutcome(
    ResourceKey policy,
    Mode mode,
    Decision decision,
    List<Reason> reasons,
    List<AuthorityOutcome> authorities,
    List<Reason> notes,
    @Nullable Instant validUntil) {
  public PolicyOutcome {
    reasons = List.copyOf(reasons);
    authorities = List.copyOf(authorities);
    notes = List.copyOf(notes);
    if (reasons.isEmpty()) {
      throw new IllegalArgumentException("an outcome has a reason");
    }
  }

  /** The overall reason. */
  public Reason reason() {
    return reasons.get(0);
  }

  /** The controller's text for a policy that does not hold. */
  public String message(String image) {
    var text = new StringBuilder("failed policy: " + policy.name() + "\n" + image);
    reasons.stream().map(Reason::message).distinct().forEach(m -> text.append(' ').append(m));
    return text.toString();
  }

  PolicyOutcome withNotes(List<Reason> more) {
    var all = new ArrayList<>(notes);
    all.addAll(more);
    return new PolicyOutcome(policy, mode, decision, reasons, authorities, all, validUntil);
  }
}
