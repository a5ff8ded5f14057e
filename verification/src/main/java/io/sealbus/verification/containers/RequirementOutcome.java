package io.sealbus.verification.containers;

import io.sealbus.verification.Decision;
import io.sealbus.verification.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one requirement says about one image.
 *
 * @param reason the overall one; its code is the class of the reference's error
 * @param signatures one for each signature that was looked at, in the order of the attachments; an
 *     accepted one is the last
 * @param validUntil last instant to which the answer holds; null where time plays no part
 */
public record RequirementOutcome(
    Requirement requirement,
    Decision decision,
    Reason reason,
    List<Reason> signatures,
    @Nullable Instant validUntil) {
  public RequirementOutcome {
    signatures = List.copyOf(signatures);
  }

  /** An outcome that no signature and no time plays a part in. */
  static RequirementOutcome of(Requirement requirement, Decision decision, Reason reason) {
    return new RequirementOutcome(requirement, decision, reason, List.of(), null);
  }

  /** The overall reason, then those of the signatures. */
  public List<Reason> reasons() {
    var all = new ArrayList<Reason>();
    all.add(reason);
    all.addAll(signatures);
    return all;
  }
}
