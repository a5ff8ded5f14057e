package io.sealbus.verification.sigstore.evaluation;

import io.sealbus.verification.Decision;
import io.sealbus.verification.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one authority says, and what it has found where it holds.
 *
 * @param match empty where it does not hold
 */
record AuthorityResult(AuthorityOutcome outcome, Optional<AuthorityMatch> match) {
  static AuthorityResult holds(
      String authority,
      Reason reason,
      AuthorityMatch match,
      List<Reason> signatures,
      @Nullable Instant until) {
    return new AuthorityResult(
        new AuthorityOutcome(authority, Decision.ALLOWED, reason, signatures, until),
        Optional.of(match));
  }

  static AuthorityResult fails(
      String authority, Reason reason, List<Reason> signatures, @Nullable Instant until) {
    return new AuthorityResult(
        new AuthorityOutcome(authority, Decision.DENIED, reason, signatures, until),
        Optional.empty());
  }

  static AuthorityResult unknown(String authority, Reason reason, List<Reason> signatures) {
    return new AuthorityResult(
        new AuthorityOutcome(authority, Decision.UNDECIDED, reason, signatures, null),
        Optional.empty());
  }

  Decision decision() {
    return outcome.decision();
  }
}
