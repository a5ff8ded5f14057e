package io.sealbus.verification.sigstore.evaluation;

import static io.sealbus.verification.ReasonCode.ATTESTATION_ACCEPTED;
import static io.sealbus.verification.ReasonCode.ATTESTATION_INVALID;
import static io.sealbus.verification.ReasonCode.ATTESTATION_MISSING;
import static io.sealbus.verification.ReasonCode.NO_SIGNATURES;
import static io.sealbus.verification.ReasonCode.SIGNATURE_ACCEPTED;

import io.sealbus.verification.Decision;
import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.Refusal;
import io.sealbus.verification.attestation.DsseEnvelope;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.json.JsonValue;
import io.sealbus.verification.sigstore.evaluation.AuthorityMatch.Attested;
import io.sealbus.verification.sigstore.evaluation.LegacySearch.Found;
import io.sealbus.verification.sigstore.evaluation.LegacySignature.Kind;
import io.sealbus.verification.sigstore.evaluation.LegacyVerifier.Result;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An authority over signatures or, where it requires some, attestations in cosign's older format.
 *
 * @param root {@code key} or {@code keyless}, for the controller's words
 * @param requirements every one of which must hold; empty for signatures
 */
record LegacyAuthority(
    String name,
    String root,
    LegacyVerifier verifier,
    LegacySearch search,
    List<AttestationCheck> requirements)
    implements CompiledAuthority {
  LegacyAuthority {
    requirements = List.copyOf(requirements);
  }

  @Override
  public Set<Place> places() {
    return search.places();
  }

  @Override
  public AuthorityResult check(PolicySubject subject) {
    var looked = new Looked();
    for (Found found : search.in(subject.evidence(), subject.image())) {
      switch (found) {
        case Found.Unknown(Reason reason) -> looked.unknown = reason;
        case Found.Layers(boolean tag, List<Attachment> layers) -> {
          for (Attachment layer : layers) {
            looked.add(verifier.verify(search.kind(), layer, subject), tag, layer);
          }
        }
      }
    }
    return search.kind() == Kind.SIGNATURE
        ? signatures(looked, subject)
        : attestations(looked, subject);
  }

  /** What was looked at, and what came of it. */
  private static final class Looked {
    private final List<Result.Holds> holding = new ArrayList<>();
    private final List<Reason> reasons = new ArrayList<>();
    private final List<Reason> failures = new ArrayList<>();
    private final List<String> tagged = new ArrayList<>();
    private @Nullable Reason unknown;
    private @Nullable Instant heldUntil;
    private @Nullable Instant failedUntil;

    void add(Result result, boolean tag, Attachment layer) {
      switch (result) {
        case Result.Holds holds -> {
          // Any one suffices, so what lasts longest counts.
          heldUntil = holding.isEmpty() ? holds.validUntil() : later(heldUntil, holds.validUntil());
          holding.add(holds);
          ReasonCode code =
              holds.kind() == Kind.SIGNATURE ? SIGNATURE_ACCEPTED : ATTESTATION_ACCEPTED;
          reasons.add(new Reason(code, "accepted", layer.digest()));
        }
        case Result.Fails(Reason reason, Instant until) -> {
          failedUntil = Times.earlier(failedUntil, until);
          reasons.add(reason);
          failures.add(reason);
          if (tag) {
            tagged.add(reason.message());
          }
        }
      }
    }

    private static @Nullable Instant later(@Nullable Instant a, @Nullable Instant b) {
      return a == null || b == null ? null : a.isAfter(b) ? a : b;
    }
  }

  private AuthorityResult signatures(Looked looked, PolicySubject subject) {
    if (looked.holding.isEmpty()) {
      String text =
          looked.tagged.isEmpty()
              ? "no signatures found"
              : "no matching signatures: " + String.join("\n ", looked.tagged);
      return none(looked, NO_SIGNATURES, "signature", text, subject);
    }
    Reason reason = Reason.of(SIGNATURE_ACCEPTED, "authority " + name + " accepts a signature");
    var signatures = new ArrayList<VerifiedSignature>(looked.holding.size());
    for (Result.Holds holds : looked.holding) {
      signatures.add(holds.signature());
    }
    var match = new AuthorityMatch.Signatures(signatures);
    return AuthorityResult.holds(name, reason, match, looked.reasons, looked.heldUntil);
  }

  private AuthorityResult none(
      Looked looked, ReasonCode nothing, String what, String text, PolicySubject subject) {
    if (looked.unknown != null) {
      return AuthorityResult.unknown(name, looked.unknown, looked.reasons);
    }
    ReasonCode code = looked.failures.isEmpty() ? nothing : looked.failures.get(0).code();
    String message =
        what
            + " "
            + root
            + " validation failed for authority "
            + name
            + " for "
            + subject.image().qualified()
            + ": "
            + text;
    return AuthorityResult.fails(
        name, Reason.of(code, message), looked.reasons, looked.failedUntil);
  }

  private AuthorityResult attestations(Looked looked, PolicySubject subject) {
    if (looked.holding.isEmpty()) {
      String text = "no matching attestations: " + String.join("\n ", looked.tagged);
      return none(looked, ATTESTATION_MISSING, "attestation", text, subject);
    }
    Map<String, List<Attested>> byName = new LinkedHashMap<>();
    try {
      var verified = new ArrayList<VerifiedAttestation>();
      for (Result.Holds holds : looked.holding) {
        verified.add(attestation(holds));
      }
      for (AttestationCheck requirement : requirements) {
        byName.put(requirement.name(), requirement.require(verified));
      }
    } catch (Refusal e) {
      if (looked.unknown != null) {
        return AuthorityResult.unknown(name, looked.unknown, looked.reasons);
      }
      return e.code().decision() == Decision.UNDECIDED
          ? AuthorityResult.unknown(name, e.reason(), looked.reasons)
          : AuthorityResult.fails(name, e.reason(), looked.reasons, looked.failedUntil);
    }
    Reason reason =
        Reason.of(ATTESTATION_ACCEPTED, "authority " + name + " finds all attestations");
    var match = new AuthorityMatch.Attestations(byName);
    return AuthorityResult.holds(name, reason, match, looked.reasons, earliest(looked.holding));
  }

  /** Several attestations may be needed, so what ends first counts. */
  private static @Nullable Instant earliest(List<Result.Holds> holding) {
    Instant earliest = null;
    for (Result.Holds holds : holding) {
      earliest = Times.earlier(earliest, holds.validUntil());
    }
    return earliest;
  }

  /**
   * A statement in an envelope. The controller looks for its payload once more, by its name alone,
   * and finds another one where there are two names for it; in either profile there is only one, or
   * none.
   */
  private record InEnvelope(Supplier<LegacySignature> layer, Profile profile)
      implements VerifiedAttestation.Statement {
    @Override
    public JsonValue read() throws Refusal {
      AttachedStatement statement = layer.get().statement();
      String unreadable =
          switch (statement.envelope().form()) {
            case USUAL -> null;
            case FOR_URLS ->
                profile == Profile.REFERENCE ? "decoding payload: illegal base64 data" : null;
            case AMBIGUOUS -> "could not find payload in payload data";
          };
      if (unreadable != null) {
        throw new Refusal(ATTESTATION_INVALID, unreadable);
      }
      return statement.value();
    }

    @Override
    public boolean isReadAlike() throws Refusal {
      return layer.get().statement().envelope().form() == DsseEnvelope.Form.USUAL;
    }
  }

  private VerifiedAttestation attestation(Result.Holds holds) {
    return new VerifiedAttestation(
        holds.signature(),
        new InEnvelope(holds.read(), search.profile()),
        () -> holds.read().get().statement().digest(),
        holds.memory());
  }
}
