package io.sealbus.verification.bundle;

import io.sealbus.verification.attestation.DsseEnvelope;
import io.sealbus.verification.crypto.Certificate;
import io.sealbus.verification.crypto.HashAlgorithm;
import io.sealbus.verification.timestamp.TimestampResponse;
import io.sealbus.verification.transparency.UntrustedLogEntry;
import java.util.List;

/**
 * A bundle that has the form that its media type demands. Nothing about it is proven.
 *
 * @param version the minor version: 1, 2 or 3 of 0.1, 0.2 and 0.3
 */
public record UntrustedBundle(
    int version,
    Material material,
    List<UntrustedLogEntry> logEntries,
    List<TimestampResponse> timestamps,
    Content content) {
  public UntrustedBundle {
    logEntries = List.copyOf(logEntries);
    timestamps = List.copyOf(timestamps);
  }

  /** Whose signature it is said to be. */
  public sealed interface Material {
    /** The holder's of a certificate. Any others that came along with it are left out. */
    record OfCertificate(Certificate certificate) implements Material {}

    /** That of a key, which the verifier must have; the bundle only hints at which. */
    record OfKey(String hint) implements Material {}
  }

  /** What is signed. */
  public sealed interface Content {
    /** The signature, to be looked up in log entries and timestamps. */
    byte[] signature();

    /**
     * An artifact itself.
     *
     * @param hash of the digest
     * @param digest a hint: what the artifact's digest is said to be
     */
    record MessageSignature(HashAlgorithm hash, byte[] digest, byte[] signature)
        implements Content {}

    /** A statement in an envelope, which has exactly one signature. */
    record Envelope(DsseEnvelope dsse) implements Content {
      @Override
      public byte[] signature() {
        return dsse.signatures().get(0);
      }
    }
  }
}
