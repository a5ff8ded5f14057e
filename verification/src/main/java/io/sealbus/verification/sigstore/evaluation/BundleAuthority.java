package io.sealbus.verification.sigstore.evaluation;

import static io.sealbus.verification.ReasonCode.ATTESTATION_ACCEPTED;
import static io.sealbus.verification.ReasonCode.BUNDLE_NONE;
import static io.sealbus.verification.ReasonCode.SIGNATURE_ACCEPTED;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.Decision;
import io.sealbus.verification.Proof;
import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.Refusal;
import io.sealbus.verification.bundle.UntrustedBundle;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.evidence.Attachment.Referrer;
import io.sealbus.verification.evidence.Evidence;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.sigstore.evaluation.AuthorityMatch.Attested;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * An authority over Sigstore bundles among the referrers.
 *
 * @param root {@code key} or {@code keyless}, for the controller's words
 * @param requirements every one of which must hold; empty for a signature of the image
 */
record BundleAuthority(
    String name,
    String root,
    BundleCheck check,
    List<AttestationCheck> requirements,
    SignatureProvider provider)
    implements CompiledAuthority {
  private static final String MEDIA_TYPE = "application/vnd.dev.sigstore.bundle";
  private static final int MIN_VERSION = 3;

  /** What signs an image in a bundle is a statement of this type about it. */
  private static final AttestationCheck IMAGE_SIGNATURE =
      AttestationCheck.of("signature", PredicateType.COSIGN_SIGNATURE, null);

  BundleAuthority {
    requirements = List.copyOf(requirements);
  }

  @Override
  public Set<Place> places() {
    return Set.of(Place.REFERRERS);
  }

  @Override
  public AuthorityResult check(PolicySubject subject) {
    return switch (subject.evidence().at(Place.REFERRERS)) {
      case Evidence.Unavailable(Reason reason) -> AuthorityResult.unknown(name, reason, List.of());
      case Evidence.Complete(List<Attachment> referrers) -> check(subject, referrers);
    };
  }

  private AuthorityResult check(PolicySubject subject, List<Attachment> referrers) {
    var reasons = new ArrayList<Reason>();
    var verified = new ArrayList<VerifiedAttestation>();
    var failures = new ArrayList<Reason>();
    Instant until = null;
    for (Attachment attachment : referrers) {
      try {
        BundleCheck.Holds holds = look(subject, attachment);
        if (holds != null) {
          verified.add(holds.attestation());
          until = Times.earlier(until, holds.validUntil());
          reasons.add(new Reason(ATTESTATION_ACCEPTED, "accepted", attachment.digest()));
        }
      } catch (Refusal e) {
        Reason failure = new Reason(e.code(), e.reason().message(), attachment.digest());
        failures.add(failure);
        reasons.add(failure);
      }
    }
    if (!verified.isEmpty()) {
      return satisfied(verified, reasons, until);
    }
    if (failures.isEmpty()) {
      return none(BUNDLE_NONE, "no valid bundles exist in registry", subject, reasons);
    }
    var texts = new StringJoiner("\n");
    failures.forEach(failure -> texts.add(failure.message()));
    String what = requirements.isEmpty() ? "signatures" : "attestations";
    return none(failures.get(0).code(), "no matching " + what + ": " + texts, subject, reasons);
  }

  /** What comes of a bundle that the controller would look at; null for everything else. */
  private BundleCheck.@Nullable Holds look(PolicySubject subject, Attachment attachment)
      throws Refusal {
    Referrer referrer = attachment.referrer();
    Bytes content = attachment.content();
    if (referrer == null
        || referrer.layers() != 1
        || content == null
        || !attachment.mediaType().startsWith(MEDIA_TYPE)) {
      return null;
    }
    if (check.isKnownToHold(attachment, subject.digest())) {
      return check.known(attachment, () -> bundle(subject, attachment, content).orElseThrow());
    }
    check.requireNotKnownAsUnlogged(attachment);
    Optional<UntrustedBundle> bundle = bundle(subject, attachment, content);
    return bundle.isEmpty()
        ? null
        : check.require(bundle.get(), attachment, subject.digest(), subject.now());
  }

  private Optional<UntrustedBundle> bundle(
      PolicySubject subject, Attachment attachment, Bytes content) {
    return switch (subject.read().bundle(attachment, content, provider)) {
      case Proof.Proven<UntrustedBundle>(UntrustedBundle bundle) ->
          Optional.of(bundle).filter(read -> read.version() >= MIN_VERSION);
      case Proof.Refused<UntrustedBundle> ignored -> Optional.empty();
    };
  }

  private AuthorityResult satisfied(
      List<VerifiedAttestation> verified, List<Reason> reasons, @Nullable Instant until) {
    Map<String, List<Attested>> byName = new LinkedHashMap<>();
    try {
      if (requirements.isEmpty()) {
        List<Attested> signatures = IMAGE_SIGNATURE.require(verified);
        Reason reason = Reason.of(SIGNATURE_ACCEPTED, "authority " + name + " accepts a signature");
        var match =
            new AuthorityMatch.Signatures(signatures.stream().map(Attested::signature).toList());
        return AuthorityResult.holds(name, reason, match, reasons, until);
      }
      for (AttestationCheck requirement : requirements) {
        byName.put(requirement.name(), requirement.require(verified));
      }
    } catch (Refusal e) {
      return e.code().decision() == Decision.UNDECIDED
          ? AuthorityResult.unknown(name, e.reason(), reasons)
          : AuthorityResult.fails(name, e.reason(), reasons, until);
    }
    Reason reason =
        Reason.of(ATTESTATION_ACCEPTED, "authority " + name + " finds all attestations");
    return AuthorityResult.holds(
        name, reason, new AuthorityMatch.Attestations(byName), reasons, until);
  }

  private AuthorityResult none(
      ReasonCode code, String text, PolicySubject subject, List<Reason> reasons) {
    String what = requirements.isEmpty() ? "signature " : "attestation ";
    String message =
        what
            + root
            + " validation failed for authority "
            + name
            + " for "
            + subject.image().qualified()
            + ": "
            + text;
    return AuthorityResult.fails(name, Reason.of(code, message), reasons, null);
  }
}
