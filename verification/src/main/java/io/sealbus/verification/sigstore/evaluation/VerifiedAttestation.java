package io.sealbus.verification.sigstore.evaluation;

import static io.sealbus.verification.ReasonCode.ATTESTATION_INVALID;

import io.sealbus.verification.Refusal;
import io.sealbus.verification.json.InvalidJsonException;
import io.sealbus.verification.json.JsonParser;
import io.sealbus.verification.json.JsonValue;
import io.sealbus.verification.json.JsonValue.JsonObject;
import io.sealbus.verification.json.JsonValue.JsonString;
import io.sealbus.verification.json.JsonValue.Member;
import io.sealbus.verification.reference.Digest;

/**
 * A statement about the image whose signature was found good.
 *
 * @param statement the in-toto statement's bytes
 * @param digest of the envelope, as a policy over the results of authorities sees it
 */
record VerifiedAttestation(VerifiedSignature signature, byte[] statement, Digest digest) {
  private static final int MAX_BYTES = 16 << 20;
  private static final PredicateType ANY = PredicateType.of("");

  /** The statement as the controller reads it. */
  JsonValue read() throws Refusal {
    try {
      return JsonParser.parse(statement, MAX_BYTES);
    } catch (InvalidJsonException e) {
      throw new Refusal(ATTESTATION_INVALID, "unmarshal in-toto statement: " + e.getMessage());
    }
  }

  /** What kind of thing is said. */
  String predicateType() throws Refusal {
    if (document(ANY) instanceof JsonObject object) {
      for (Member member : object.members()) {
        if (member.name().equals("predicateType") && member.value() instanceof JsonString text) {
          return text.text();
        }
      }
    }
    return "";
  }

  /** What of the statement a policy about attestations of {@code type} sees. */
  JsonValue document(PredicateType type) throws Refusal {
    try {
      return type.document(read());
    } catch (InvalidJsonException e) {
      throw new Refusal(ATTESTATION_INVALID, "unmarshal in-toto statement: " + e.getMessage());
    }
  }
}
