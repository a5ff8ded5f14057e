package io.sealbus.verification.sigstore.evaluation;

import static io.sealbus.verification.ReasonCode.PREDICATE_TYPE_MISMATCH;

import io.sealbus.verification.Decision;
import io.sealbus.verification.Quoted;
import io.sealbus.verification.Refusal;
import io.sealbus.verification.facts.Reading;
import io.sealbus.verification.sigstore.evaluation.AuthorityMatch.Attested;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An attestation that is required: one of the type whose policy holds is enough.
 *
 * @param policy null where the type alone suffices
 * @param digest names all but the name
 */
record AttestationCheck(
    String name, PredicateType type, @Nullable CompiledText policy, byte[] digest) {
  /**
   * @param type as the policy writes it
   */
  static AttestationCheck of(String name, String type, @Nullable CompiledText policy) {
    Reading reading = Reading.of("requirement").add(type);
    if (policy != null) {
      reading.add(policy.language()).add(policy.text());
    }
    return new AttestationCheck(name, PredicateType.of(type), policy, reading.digest());
  }

  /** Those of {@code attestations} that satisfy this; refused where none does. */
  List<Attested> require(List<VerifiedAttestation> attestations) throws Refusal {
    var satisfying = new ArrayList<Attested>();
    var otherTypes = new LinkedHashSet<String>();
    Refusal first = null;
    for (VerifiedAttestation attestation : attestations) {
      if (attestation.isKnownToSatisfy(this)) {
        satisfying.add(new Attested(attestation, type.name()));
        continue;
      }
      try {
        String found = attestation.predicateType();
        if (!found.equals(type.uri())) {
          otherTypes.add(found);
          continue;
        }
        if (policy != null) {
          policy.require(name, attestation.document(type));
        }
        attestation.rememberToSatisfy(this);
        satisfying.add(new Attested(attestation, type.name()));
      } catch (Refusal e) {
        first = first == null || isUndecided(e) ? e : first;
      }
    }
    if (!satisfying.isEmpty()) {
      return satisfying;
    }
    if (first != null) {
      throw first;
    }
    throw new Refusal(
        PREDICATE_TYPE_MISMATCH,
        "no matching attestations with type "
            + type.name()
            + ", checked the following predicateTypes: \""
            + Quoted.of(String.join(",", otherTypes))
            + "\"");
  }

  /** What could not be found out might have held. */
  private static boolean isUndecided(Refusal refusal) {
    return refusal.code().decision() == Decision.UNDECIDED;
  }
}
