package io.sealbus.verification.sigstore.evaluation;

import io.sealbus.verification.Decision;
import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.resource.ResourceKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Says where the policy-controller itself would answer otherwise. */
final class ParityNotes {
  private ParityNotes() {}

  /** {@code own} with notes on what {@code controllers} decides differently. */
  static SigstoreEvaluation add(
      SigstoreEvaluation own, Supplier<SigstoreEvaluation> controllers) {
    SigstoreEvaluation other = controllers.get();
    var notes = new ArrayList<>(own.notes());
    note(own.decision(), other.decision(), other.reason().message()).ifPresent(notes::add);
    List<PolicyOutcome> policies =
        own.policies().stream().map(policy -> add(policy, other)).toList();
    return new SigstoreEvaluation(
        own.decision(), own.image(), policies, own.reasons(), notes, own.validUntil());
  }

  private static PolicyOutcome add(PolicyOutcome own, SigstoreEvaluation other) {
    ResourceKey key = own.policy();
    Optional<PolicyOutcome> same =
        other.policies().stream().filter(policy -> policy.policy().equals(key)).findFirst();
    Optional<Reason> note =
        same.isPresent()
            ? note(own.decision(), same.get().decision(), same.get().reason().message())
            // A policy that does not exist for the controller lets everything in.
            : note(own.decision(), Decision.ALLOWED, "the policy does not exist there");
    return note.map(n -> own.withNotes(List.of(n))).orElse(own);
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
