package io.sealbus.verification.sigstore.evaluation;

import static io.sealbus.verification.ReasonCode.ATTESTATION_INVALID;

import io.sealbus.verification.Refusal;
import io.sealbus.verification.attestation.DsseEnvelope.Form;
import io.sealbus.verification.json.InvalidJsonException;
import io.sealbus.verification.json.JsonParser;
import io.sealbus.verification.json.JsonValue;
import io.sealbus.verification.json.JsonValue.JsonObject;
import io.sealbus.verification.json.JsonValue.JsonString;
import io.sealbus.verification.json.JsonValue.Member;
import io.sealbus.verification.reference.Digest;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A statement about the image whose signature was found good. What of it a policy sees is made
 * once, however many ask. For one thread.
 */
final class VerifiedAttestation {
  private static final int MAX_BYTES = 16 << 20;
  private static final PredicateType ANY = PredicateType.of("");

  private final VerifiedSignature signature;
  private final byte[] statement;
  private final Supplier<Digest> digest;
  private @Nullable String unreadable;
  private @Nullable JsonValue read;
  private @Nullable JsonValue ofAnyPredicate;

  /**
   * @param statement the in-toto statement's bytes
   * @param digest of the envelope, as a policy over the results of authorities sees it
   */
  VerifiedAttestation(VerifiedSignature signature, byte[] statement, Supplier<Digest> digest) {
    this.signature = signature;
    this.statement = statement;
    this.digest = digest;
  }

  /** With a statement that was read before. */
  VerifiedAttestation(
      VerifiedSignature signature,
      AttachedStatement statement,
      Supplier<Digest> digest,
      Profile profile)
      throws Refusal {
    this(signature, statement.envelope().payload(), digest);
    this.read = statement.value();
    this.unreadable = unreadable(statement.envelope().form(), profile);
  }

  /**
   * Why policies do not get to see the statement, or null. The controller looks for it once more,
   * by its name alone, and finds another one where there are two names for it; in either profile
   * there is only one, or none.
   */
  private static @Nullable String unreadable(Form form, Profile profile) {
    return switch (form) {
      case USUAL -> null;
      case FOR_URLS ->
          profile == Profile.REFERENCE ? "decoding payload: illegal base64 data" : null;
      case AMBIGUOUS -> "could not find payload in payload data";
    };
  }

  VerifiedSignature signature() {
    return signature;
  }

  Digest digest() {
    return digest.get();
  }

  /** The statement as the controller reads it. */
  JsonValue read() throws Refusal {
    if (unreadable != null) {
      throw new Refusal(ATTESTATION_INVALID, unreadable);
    }
    JsonValue known = read;
    if (known != null) {
      return known;
    }
    try {
      JsonValue value = JsonParser.parse(statement, MAX_BYTES);
      read = value;
      return value;
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
    JsonValue known = type.isOfAnyPredicate() ? ofAnyPredicate : null;
    if (known != null) {
      return known;
    }
    try {
      JsonValue document = type.document(read());
      if (type.isOfAnyPredicate()) {
        ofAnyPredicate = document;
      }
      return document;
    } catch (InvalidJsonException e) {
      throw new Refusal(ATTESTATION_INVALID, "unmarshal in-toto statement: " + e.getMessage());
    }
  }
}
