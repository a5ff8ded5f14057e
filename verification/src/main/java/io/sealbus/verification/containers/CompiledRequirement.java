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
record CompiledRequirement(Requirement requirement, @Nullable SigstoreSignedCheck check) {
  static CompiledRequirement of(Requirement requirement, TrustRootLoader loader) {
    return new CompiledRequirement(
        requirement,
        requirement instanceof Requirement.SigstoreSigned signed
            ? new SigstoreSignedCheck(
                loader.load(signed.rootOfTrust()), IdentityRule.of(signed.signedIdentity()))
            : null);
  }

  RequirementOutcome evaluate(SigstoreSignedCheck.Subject subject, Evidence evidence) {
    return switch (evidence) {
      case Evidence.Unavailable(Reason reason) -> unresolved(reason);
      case Evidence.Complete(List<Attachment> attachments) -> decide(subject, attachments);
    };
  }

  /** The outcome where nothing is known of the image's signatures, for {@code reason}. */
  RequirementOutcome unresolved(Reason reason) {
    return switch (requirement) {
      case Requirement.InsecureAcceptAnything ignored -> acceptAnything();
      case Requirement.Reject ignored -> reject();
      case Requirement.SignedBaseLayer ignored -> signedBaseLayer();
      case Requirement.SignedBy ignored -> outcome(UNDECIDED, reason);
      case Requirement.SigstoreSigned ignored -> outcome(UNDECIDED, reason);
    };
  }

  private RequirementOutcome decide(
      SigstoreSignedCheck.Subject subject, List<Attachment> attachments) {
    return switch (requirement) {
      case Requirement.InsecureAcceptAnything ignored -> acceptAnything();
      case Requirement.Reject ignored -> reject();
      case Requirement.SignedBaseLayer ignored -> signedBaseLayer();
      case Requirement.SignedBy ignored -> signedBy();
      case Requirement.SigstoreSigned ignored -> anySignature(subject, attachments);
    };
  }

  private RequirementOutcome outcome(Decision decision, Reason reason) {
    return RequirementOutcome.of(requirement, decision, reason);
  }

  private RequirementOutcome acceptAnything() {
    return outcome(
        ALLOWED, Reason.of(ACCEPTED_WITHOUT_SIGNATURE_CHECK, "the scope accepts anything"));
  }

  private RequirementOutcome reject() {
    return outcome(DENIED, Reason.of(REJECTED_BY_POLICY, "the scope rejects every image"));
  }

  private RequirementOutcome signedBaseLayer() {
    return outcome(DENIED, Reason.of(UNSUPPORTED, "no node implements signedBaseLayer"));
  }

  /** GPG signatures are not among the attachments of an image, so there never is one. */
  private RequirementOutcome signedBy() {
    return outcome(
        DENIED,
        Reason.of(
            NO_SIGNATURE, "signedBy wants a GPG signature, and attachments to an image are none"));
  }

  private RequirementOutcome anySignature(
      SigstoreSignedCheck.Subject subject, List<Attachment> attachments) {
    var reasons = new ArrayList<Reason>();
    Instant retry = null;
    for (Attachment attachment : attachments) {
      if (!UntrustedSignature.isSignature(attachment)) {
        continue;
      }
      try {
        Instant until = checked().check(UntrustedSignature.of(attachment), subject);
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

  private SigstoreSignedCheck checked() {
    if (check == null) {
      throw new IllegalStateException("only sigstoreSigned looks at signatures");
    }
    return check;
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
