package io.sealbus.verification.sigstore.evaluation;

import io.sealbus.verification.Decision;
import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.resource.ResourceKey;
import io.sealbus.verification.sigstore.Authority;
import io.sealbus.verification.sigstore.Authority.Root;
import io.sealbus.verification.sigstore.Authority.SignatureFormat;
import io.sealbus.verification.sigstore.ControllerConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says where the policy-controller itself would answer otherwise. */
final class ParityNotes {
  private ParityNotes() {}

  /**
   * Whether the controller may answer otherwise: not to policies of plain keys, which are the same
   * to everyone, so that nothing needs to be checked twice for them.
   */
  static boolean isPossible(CompiledSigstorePolicy policy, ControllerConfiguration configuration) {
    return policy.fault() != null
        || policy.authorities().isEmpty()
        || configuration.enableOci11()
        || isPossible(policy.policy().authorities());
  }

  private static boolean isPossible(List<Authority> authorities) {
    for (Authority authority : authorities) {
      if (isPossible(authority)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the controller may answer otherwise to an authority. */
  static boolean isPossible(Authority authority) {
    return switch (authority.root()) {
      case Root.StaticPass ignored -> false;
      case Root.StaticFail ignored -> false;
      case Root.Keyless ignored -> true;
      case Root.Key ignored ->
          authority.ctlog() != null
              || authority.rfc3161timestamp() != null
              || authority.signatureFormat() == SignatureFormat.BUNDLE;
    };
  }

  /** {@code own} with notes on what {@code other}, the controller's, decides differently. */
  static SigstoreEvaluation add(SigstoreEvaluation own, SigstoreEvaluation other) {
    var notes = new ArrayList<>(own.notes());
    note(own.decision(), other.decision(), other.reason().message()).ifPresent(notes::add);
    var policies = new ArrayList<PolicyOutcome>(own.policies().size());
    for (PolicyOutcome policy : own.policies()) {
      policies.add(add(policy, other));
    }
    return new SigstoreEvaluation(
        own.decision(), own.image(), policies, own.reasons(), notes, own.validUntil());
  }

  private static PolicyOutcome add(PolicyOutcome own, SigstoreEvaluation other) {
    PolicyOutcome same = outcome(other, own.policy());
    Optional<Reason> note =
        same != null
            ? note(own.decision(), same.decision(), same.reason().message())
            // A policy that does not exist for the controller lets everything in.
            : note(own.decision(), Decision.ALLOWED, "the policy does not exist there");
    return note.map(n -> own.withNotes(List.of(n))).orElse(own);
  }

  private static @Nullable PolicyOutcome outcome(SigstoreEvaluation of, ResourceKey policy) {
    for (PolicyOutcome outcome : of.policies()) {
      if (outcome.policy().equals(policy)) {
        return outcome;
      }
    }
    return null;
  }

  private static Optional<Reason> note(Decision own, Decision others, String why) {
    if (own == others) {
      return Optional.empty();
    }
    return switch (others) {
      case ALLOWED -> Optional.of(Reason.of(ReasonCode.REFERENCE_WOULD_ALLOW, why));
      case WARNED -> Optional.of(Reason.of(ReasonCode.REFERENCE_WOULD_WARN, why));
      case DENIED -> Optional.of(Reason.of(ReasonCode.REFERENCE_WOULD_DENY, why));
      // What is not known to one is not known to the other.
      case UNDECIDED -> Optional.empty();
    };
  }
}
