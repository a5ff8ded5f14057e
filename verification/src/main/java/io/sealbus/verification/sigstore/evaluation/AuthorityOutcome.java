package io.sealbus.verification.sigstore.evaluation;

import io.sealbus.verification.Decision;
import io.sealbus.verification.Reason;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one authority says about one image.
 *
 * @param authority its name
 * @param reason the overall one; its message is the controller's where the controller has one
 * @param signatures one for each signature, attestation or bundle that was looked at
 * @param validUntil last instant to which the answer holds; null where time plays no part
 */
public record AuthorityOutcome(
    String authority,
    Decision decision,
    Reason reason,
    List<Reason> signatures,
    @Nullable Instant validUntil) {
  public AuthorityOutcome {
    signatures = List.copyOf(signatures);
  }
}
