package io.sealbus.verification.containers;

import static io.sealbus.verification.Decision.ALLOWED;
import static io.sealbus.verification.Decision.DENIED;
import static io.sealbus.verification.Decision.UNDECIDED;
import static io.sealbus.verification.ReasonCode.ACCEPTED_WITHOUT_SIGNATURE_CHECK;
import static io.sealbus.verification.ReasonCode.NONE_ACCEPTED;
import static io.sealbus.verification.ReasonCode.NO_SIGNATURE;
import static io.sealbus.verification.ReasonCode.REJECTED_BY_POLICY;
import static io.sealbus.verification.ReasonCode.SIGNATURE_ACCEPTED;
import static io.sealbus.verification.ReasonCode.UNSUPPORTED;

import io.sealbus.verification.Decision;
import io.sealbus.verification.Reason;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.evidence.Evidence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link Requirement} ready for use. */
sealed interface CompiledRequirement {
  Requirement requirement();

  /** The outcome where all attachments of the image are known. */
  RequirementOutcome decide(SigstoreSignedCheck.Subject subject, List<Attachment> attachments);

  /** The outcome where nothing is known of the image's signatures, for {@code reason}. */
  RequirementOutcome unresolved(Reason reason);

  default RequirementOutcome evaluate(SigstoreSignedCheck.Subject subject, Evidence evidence) {
    return switch (evidence) {
      case Evidence.Unavailable(Reason reason) -> unresolved(reason);
      case Evidence.Complete(List<Attachment> attachments) -> decide(subject, attachments);
    };
  }

  static CompiledRequirement of(Requirement requirement, TrustRootLoader loader) {
    return switch (requirement) {
      case Requirement.InsecureAcceptAnything ignored ->
          new Fixed(
              requirement,
              ALLOWED,
              Reason.of(ACCEPTED_WITHOUT_SIGNATURE_CHECK, "the scope accepts anything"));
      case Requirement.Reject ignored ->
          new Fixed(
              requirement, DENIED, Reason.of(REJECTED_BY_POLICY, "the scope rejects every image"));
      case Requirement.SignedBaseLayer ignored ->
          new Fixed(
              requirement, DENIED, Reason.of(UNSUPPORTED, "no node implements signedBaseLayer"));
      case Requirement.SignedBy ignored -> new GpgSigned(requirement);
      case Requirement.SigstoreSigned signed ->
          new Signed(
              requirement,
              SigstoreSignedCheck.of(
                  loader.load(signed.rootOfTrust()),
                  IdentityRule.of(signed.signedIdentity()),
                  loader.facts()));
    };
  }

  /** The answer is the same for every image. */
  record Fixed(Requirement requirement, Decision decision, Reason reason)
      implements CompiledRequirement {
    @Override
    public RequirementOutcome decide(
        SigstoreSignedCheck.Subject subject, List<Attachment> attachments) {
      return RequirementOutcome.of(requirement, decision, reason);
    }

    @Override
    public RequirementOutcome unresolved(Reason why) {
      return RequirementOutcome.of(requirement, decision, reason);
    }
  }

  /** GPG signatures are not among the attachments of an image, so there never is one. */
  record GpgSigned(Requirement requirement) implements CompiledRequirement {
    @Override
    public RequirementOutcome decide(
        SigstoreSignedCheck.Subject subject, List<Attachment> attachments) {
      return RequirementOutcome.of(
          requirement,
          DENIED,
          Reason.of(
              NO_SIGNATURE,
              "signedBy wants a GPG signature, and attachments to an image are none"));
    }

    @Override
    public RequirementOutcome unresolved(Reason reason) {
      return RequirementOutcome.of(requirement, UNDECIDED, reason);
    }
  }

  /** One signature must hold. */
  record Signed(Requirement requirement, SigstoreSignedCheck check) implements CompiledRequirement {
    @Override
    public RequirementOutcome unresolved(Reason reason) {
      return RequirementOutcome.of(requirement, UNDECIDED, reason);
    }

    @Override
    public RequirementOutcome decide(
        SigstoreSignedCheck.Subject subject, List<Attachment> attachments) {
      var reasons = new ArrayList<Reason>();
      Instant retry = null;
      for (Attachment attachment : attachments) {
        if (!UntrustedSignature.isSignature(attachment)) {
          continue;
        }
        try {
          Instant until = check.check(UntrustedSignature.of(attachment), subject);
          var accepted = new Reason(SIGNATURE_ACCEPTED, "accepted", attachment.digest());
          reasons.add(accepted);
          return new RequirementOutcome(requirement, ALLOWED, accepted, reasons, until);
        } catch (Rejection e) {
          reasons.add(new Reason(e.code(), e.text(), attachment.digest()));
          retry = earlier(retry, e.validUntil());
        }
      }
      Reason overall = overall(reasons, attachments.size());
      return new RequirementOutcome(requirement, DENIED, overall, reasons, retry);
    }
  }

  private static Reason overall(List<Reason> reasons, int attachments) {
    return switch (reasons.size()) {
      case 0 ->
          Reason.of(
              NO_SIGNATURE,
              attachments == 0
                  ? "no signature exists"
                  : "no signature exists, only " + attachments + " attachments of other types");
      case 1 -> reasons.get(0);
      default -> Reason.of(NONE_ACCEPTED, "none of " + reasons.size() + " signatures is accepted");
    };
  }

  private static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.isBefore(b) ? a : b;
  }
}
