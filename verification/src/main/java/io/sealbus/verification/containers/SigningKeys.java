package io.sealbus.verification.containers;

import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.crypto.VerificationKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys that may have made a signature.
 *
 * @param unusable the reason where a key is of a kind that cannot be checked
 * @param validUntil last instant to which the keys count; null where time plays no part
 */
record SigningKeys(List<VerificationKey> keys, ReasonCode unusable, @Nullable Instant validUntil) {
  static SigningKeys ofPolicy(List<VerificationKey> keys) {
    return new SigningKeys(keys, ReasonCode.TRUST_ROOT_INVALID, null);
  }

  static SigningKeys ofCertificate(@Nullable VerificationKey key, @Nullable Instant validUntil)
      throws Rejection {
    if (key == null) {
      throw new Rejection(ReasonCode.CERT_INVALID, "unsupported public key type");
    }
    return new SigningKeys(List.of(key), ReasonCode.CERT_INVALID, validUntil);
  }

  /** One key of a kind that cannot be checked spoils all of them. */
  void requireUsable() throws Rejection {
    for (VerificationKey key : keys) {
      if (!key.isUsable()) {
        throw new Rejection(unusable, "unsupported public key type");
      }
    }
  }

  boolean verify(byte[] payload, byte[] signature) {
    for (VerificationKey key : keys) {
      if (key.verifySignature(payload, signature)) {
        return true;
      }
    }
    return false;
  }
}
