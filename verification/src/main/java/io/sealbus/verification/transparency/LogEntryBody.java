package io.sealbus.verification.transparency;

import static io.sealbus.verification.ReasonCode.TLOG_ENTRY_MISMATCH;

import io.sealbus.verification.Refusal;
import io.sealbus.verification.crypto.HashAlgorithm;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a log entry is about, whatever its kind. It is the log's word once the entry is proven, and
 * still has to be bound to what is being verified.
 *
 * @param kind as the entry names itself
 * @param version of the kind
 * @param signatures who signed; the kinds that can hold several hold one for a Sigstore client
 * @param hashes of what was signed
 * @param isTiled whether the entry has the form of Rekor v2
 */
record LogEntryBody(
    String kind, String version, List<Signature> signatures, List<Hash> hashes, boolean isTiled) {
  LogEntryBody {
    signatures = List.copyOf(signatures);
    hashes = List.copyOf(hashes);
  }

  /** What an entry that is not about a claim is about instead. */
  enum Mismatch {
    SIGNATURE("the log entry is about another signature"),
    VERIFIER("the log entry is about another key or certificate"),
    BYTES("the log entry is about other bytes"),
    CONTENT("the log entry is of a kind for other content");

    private final String message;

    Mismatch(String message) {
      this.message = message;
    }

    /** A sentence for people. */
    String message() {
      return message;
    }
  }

  /**
   * Refuses an entry that is not about the claim's signature, key and bytes, all at once: an entry
   * about one of them proves nothing of the others.
   */
  void requireAbout(LogClaim claim) throws Refusal {
    requireSignatureOf(claim);
    requireBytesOf(claim);
  }

  /** Refuses an entry that does not hold the claim's signature together with its key. */
  void requireSignatureOf(LogClaim claim) throws Refusal {
    requireNo(otherSigner(claim));
  }

  /** Refuses an entry one of whose hashes is of other bytes, or none of the claim's. */
  void requireBytesOf(LogClaim claim) throws Refusal {
    requireNo(otherBytes(claim));
  }

  private static void requireNo(@Nullable Mismatch mismatch) throws Refusal {
    if (mismatch != null) {
      throw new Refusal(TLOG_ENTRY_MISMATCH, mismatch.message());
    }
  }

  /** The first thing that differs from the claim; null for nothing. */
  @Nullable Mismatch mismatch(LogClaim claim) {
    Mismatch other = otherSigner(claim);
    return other == null ? otherBytes(claim) : other;
  }

  private @Nullable Mismatch otherSigner(LogClaim claim) {
    byte[] wanted = claim.signature();
    boolean found = false;
    for (Signature each : signatures) {
      if (wanted == null || Arrays.equals(each.signature, wanted)) {
        if (Arrays.equals(each.verifier, claim.verifier())) {
          return null;
        }
        found = true;
      }
    }
    return found ? Mismatch.VERIFIER : Mismatch.SIGNATURE;
  }

  private @Nullable Mismatch otherBytes(LogClaim claim) {
    boolean compared = false;
    for (Hash hash : hashes) {
      byte[] bytes = claim.hashed(hash.of);
      if (bytes != null && !Arrays.equals(hash.algorithm.digest(bytes), hash.value)) {
        return Mismatch.BYTES;
      }
      compared |= bytes != null;
    }
    return compared ? null : Mismatch.CONTENT;
  }

  /**
   * A signature in an entry.
   *
   * @param signature empty for the one kind that does not keep it
   * @param verifier DER of the certificate or of the key's SubjectPublicKeyInfo
   */
  record Signature(byte[] signature, byte[] verifier) {}

  /** A hash in an entry. */
  record Hash(Of of, HashAlgorithm algorithm, byte[] value) {}

  /** What a hash in an entry is of. */
  enum Of {
    /** The signed bytes themselves: of a DSSE envelope its pre-authentication encoding. */
    SIGNED_BYTES,
    /** The payload of a DSSE envelope. */
    PAYLOAD,
    /** A DSSE envelope as JSON. */
    ENVELOPE
  }
}
