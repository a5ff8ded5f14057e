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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A statement about the image whose signature was found good. It is read when it is first asked
 * for, and what of it a policy sees is made once, however many ask. For one thread.
 */
final class VerifiedAttestation {
  private static final int MAX_BYTES = 16 << 20;
  private static final PredicateType ANY = PredicateType.of("");

  private final VerifiedSignature signature;
  private final Statement statement;
  private final Supplier<Digest> digest;
  private final @Nullable StatementMemory memory;
  private @Nullable JsonValue read;
  private @Nullable JsonValue ofAnyPredicate;

  /** An in-toto statement, to be read. */
  @FunctionalInterface
  interface Statement {
    /** As the controller reads it. */
    JsonValue read() throws Refusal;

    /** Whether everyone reads it alike, so that what is remembered of it is so for everyone. */
    default boolean isReadAlike() throws Refusal {
      return true;
    }

    /** Of these bytes. */
    static JsonValue of(byte[] json) throws Refusal {
      try {
        return JsonParser.parse(json, MAX_BYTES);
      } catch (InvalidJsonException e) {
        throw new Refusal(ATTESTATION_INVALID, "unmarshal in-toto statement: " + e.getMessage());
      }
    }
  }

  /**
   * @param digest of the envelope, as a policy over the results of authorities sees it
   * @param memory of the statement; null for none
   */
  VerifiedAttestation(
      VerifiedSignature signature,
      Statement statement,
      Supplier<Digest> digest,
      @Nullable StatementMemory memory) {
    this.signature = signature;
    this.statement = statement;
    this.digest = digest;
    this.memory = memory;
  }

  /** Whether it is known to be what {@code requirement} requires. */
  boolean isKnownToSatisfy(AttestationCheck requirement) {
    return memory != null && memory.satisfies(requirement.digest());
  }

  /** Remembers that it was found to be what {@code requirement} requires. */
  void rememberToSatisfy(AttestationCheck requirement) throws Refusal {
    if (memory != null && statement.isReadAlike()) {
      memory.remember(requirement.digest());
    }
  }

  VerifiedSignature signature() {
    return signature;
  }

  Digest digest() {
    return digest.get();
  }

  /** The statement as the controller reads it. */
  JsonValue read() throws Refusal {
    JsonValue known = read;
    if (known == null) {
      known = statement.read();
      read = known;
    }
    return known;
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
