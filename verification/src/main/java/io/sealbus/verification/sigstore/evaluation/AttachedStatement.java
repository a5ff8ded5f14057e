package io.sealbus.verification.sigstore.evaluation;

import static io.sealbus.verification.ReasonCode.ATTESTATION_INVALID;

import io.sealbus.verification.Refusal;
import io.sealbus.verification.attestation.DsseEnvelope;
import io.sealbus.verification.attestation.InTotoStatement;
import io.sealbus.verification.crypto.HashAlgorithm;
import io.sealbus.verification.json.InvalidJsonException;
import io.sealbus.verification.json.JsonParser;
import io.sealbus.verification.json.JsonValue;
import io.sealbus.verification.reference.Digest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The layer of an attestation: an envelope with a statement in it, each read when it is first asked
 * for, and once. Nothing of it is proven. For one thread.
 */
final class AttachedStatement {
  private static final int MAX_BYTES = 16 << 20;

  private final byte[] layer;
  private @Nullable DsseEnvelope envelope;
  private @Nullable JsonValue value;

  AttachedStatement(byte[] layer) {
    this.layer = layer;
  }

  /** The envelope. */
  DsseEnvelope envelope() throws Refusal {
    DsseEnvelope known = envelope;
    if (known == null) {
      known = DsseEnvelope.parse(layer, MAX_BYTES).orRefuse();
      envelope = known;
    }
    return known;
  }

  /** The statement as JSON. */
  JsonValue value() throws Refusal {
    JsonValue known = value;
    if (known == null) {
      try {
        known = JsonParser.parse(envelope().payload(), MAX_BYTES);
      } catch (InvalidJsonException e) {
        throw new Refusal(ATTESTATION_INVALID, "statement " + e.path() + ": " + e.getMessage());
      }
      value = known;
    }
    return known;
  }

  /** The statement. */
  InTotoStatement statement() throws Refusal {
    return InTotoStatement.of(value()).orRefuse();
  }

  /** Of the envelope, as a policy over the results of authorities sees it. */
  Digest digest() {
    return new Digest("sha256:" + HexFormat.of().formatHex(HashAlgorithm.SHA256.digest(layer)));
  }
}
