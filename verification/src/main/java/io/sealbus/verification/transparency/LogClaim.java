package io.sealbus.verification.transparency;

import org.jspecify.annotations.Nullable;

/**
 * What a log entry has to be about. Of the three forms of what was signed, those that are there are
 * compared with the entry's hashes, and at least one has to be among them.
 *
 * @param signature null where the entry need not hold it, since the envelope that it hashes does
 * @param verifier DER of the certificate, or of the key's SubjectPublicKeyInfo, that was used
 * @param signedBytes what the signature is over; null for unknown
 * @param payload of a DSSE envelope; null for none
 * @param envelope a DSSE envelope as JSON; null for unknown
 */
public record LogClaim(
    byte @Nullable [] signature,
    byte[] verifier,
    byte @Nullable [] signedBytes,
    byte @Nullable [] payload,
    byte @Nullable [] envelope) {
  /** A signature beside an image, over a payload as it is. */
  public static LogClaim ofSignature(byte[] signature, byte[] verifier, byte[] payload) {
    return new LogClaim(signature, verifier, payload, null, null);
  }

  /** An attestation beside an image, whose signature is in the envelope. */
  public static LogClaim ofAttestation(byte[] verifier, byte[] envelope) {
    return new LogClaim(null, verifier, null, null, envelope);
  }

  /** A message signature in a bundle. */
  public static LogClaim ofMessage(byte[] signature, byte[] verifier, byte[] message) {
    return new LogClaim(signature, verifier, message, null, null);
  }

  /** A DSSE envelope in a bundle, by what its signature is over and its payload. */
  public static LogClaim ofEnvelope(
      byte[] signature, byte[] verifier, byte[] signedBytes, byte[] payload) {
    return new LogClaim(signature, verifier, signedBytes, payload, null);
  }

  /** The bytes that a hash in an entry is of, or null where they are not known. */
  byte @Nullable [] hashed(LogEntryBody.Of of) {
    return switch (of) {
      case SIGNED_BYTES -> signedBytes;
      case PAYLOAD -> payload;
      case ENVELOPE -> envelope;
    };
  }
}
