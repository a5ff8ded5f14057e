package io.sealbus.verification.sigstore.evaluation;

import static io.sealbus.verification.ReasonCode.ATTESTATION_INVALID;
import static io.sealbus.verification.ReasonCode.ATTESTATION_SIGNATURE_INVALID;
import static io.sealbus.verification.ReasonCode.CERT_INVALID;
import static io.sealbus.verification.ReasonCode.CERT_MISSING;
import static io.sealbus.verification.ReasonCode.CERT_UNTRUSTED;
import static io.sealbus.verification.ReasonCode.SIGNATURE_INVALID;

import io.sealbus.verification.Proof;
import io.sealbus.verification.Quoted;
import io.sealbus.verification.Reason;
import io.sealbus.verification.Refusal;
import io.sealbus.verification.attestation.DsseEnvelope;
import io.sealbus.verification.crypto.Certificate;
import io.sealbus.verification.crypto.HashAlgorithm;
import io.sealbus.verification.crypto.VerificationKey;
import io.sealbus.verification.facts.Reading;
import io.sealbus.verification.transparency.EmbeddedSctVerifier;
import io.sealbus.verification.trust.CertificateChain;
import io.sealbus.verification.trust.IssuingAuthorities;
import io.sealbus.verification.trust.TrustedRoot;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whose signatures an authority accepts. */
sealed interface LegacySigner {
  /**
   * The key that must have made the signature, and the certificates that vouch for it.
   *
   * @throws Refusal where the signature does not lead to one
   */
  Signing signing(LegacySignature signature) throws Refusal;

  /** Adds everything that the answer depends on but the signature. */
  void describe(Reading reading);

  /**
   * @param key what the signature is checked with
   * @param chain certificates that were proven to vouch for the key; empty for a policy's key
   */
  record Signing(VerificationKey key, HashAlgorithm hash, List<Certificate> chain) {
    public Signing {
      chain = List.copyOf(chain);
    }

    /** Refuses a signature that the key did not make. */
    void require(LegacySignature signature) throws Refusal {
      switch (signature.kind()) {
        case SIGNATURE -> {
          if (!key.verify(hash, signature.payload(), signature.signatureBytes())) {
            throw new Refusal(SIGNATURE_INVALID, failure());
          }
        }
        case ATTESTATION -> requireEnvelope(signature.statement().envelope());
      }
    }

    private void requireEnvelope(DsseEnvelope envelope) throws Refusal {
      if (!envelope.payloadType().equals(DsseEnvelope.IN_TOTO)) {
        throw new Refusal(
            ATTESTATION_INVALID,
            "invalid payloadType "
                + Quoted.of(envelope.payloadType())
                + " on envelope. Expected "
                + DsseEnvelope.IN_TOTO);
      }
      for (byte[] signature : envelope.signatures()) {
        if (key.verify(hash, envelope.signedBytes(), signature)) {
          return;
        }
      }
      throw new Refusal(
          ATTESTATION_SIGNATURE_INVALID,
          "accepted signatures do not match threshold, Found: 0, Expected 1");
    }

    private String failure() {
      if (key.isEcdsa()) {
        return "invalid signature when validating ASN.1 encoded signature";
      }
      return key.isRsa() ? "crypto/rsa: verification error" : "failed to verify signature";
    }
  }

  /** A key that the policy names. */
  record PolicyKey(VerificationKey key, HashAlgorithm hash) implements LegacySigner {
    @Override
    public Signing signing(LegacySignature signature) {
      return new Signing(key, hash, List.of());
    }

    @Override
    public void describe(Reading reading) {
      reading.add("key").add(hash.name());
      key.describe(reading);
    }
  }

  /**
   * Certificates that an authority of the trust root issued to one of the policy's identities.
   *
   * @param authorities of the trust root
   * @param timestamps what certificate timestamps must verify with, which is the trust root's; null
   *     for not looking at them
   */
  record IssuedCertificate(
      TrustedRoot root,
      IssuingAuthorities authorities,
      IdentityCheck identities,
      @Nullable EmbeddedSctVerifier timestamps)
      implements LegacySigner {
    private static final String UNKNOWN_LOG =
        "ctfe public key not found for payload. Check your TUF root (see cosign initialize) or set"
            + " a custom key with env var SIGSTORE_CT_LOG_PUBLIC_KEY_FILE";

    /**
     * Under {@code root}.
     *
     * @param ignoresSct whether certificate timestamps are not looked at
     */
    static IssuedCertificate of(TrustedRoot root, IdentityCheck identities, boolean ignoresSct) {
      return new IssuedCertificate(
          root,
          IssuingAuthorities.ofPool(root.certificateAuthorities()),
          identities,
          ignoresSct ? null : new EmbeddedSctVerifier(root.certificateTransparencyLogs()));
    }

    @Override
    public void describe(Reading reading) {
      reading.add(timestamps == null ? "certificate" : "certificate with timestamps");
      root.describe(reading);
      identities.describe(reading);
    }

    @Override
    public Signing signing(LegacySignature signature) throws Refusal {
      Certificate certificate = signature.certificate();
      if (certificate == null) {
        throw new Refusal(CERT_MISSING, "no certificate found on signature");
      }
      VerificationKey key = certificate.key();
      if (key == null || !key.isUsable()) {
        throw new Refusal(
            CERT_INVALID, "invalid certificate found on signature: unsupported public key type");
      }
      CertificateChain chain =
          switch (authorities.prove(certificate)) {
            case Proof.Proven<CertificateChain>(CertificateChain proven) -> proven;
            case Proof.Refused<CertificateChain> ignored ->
                throw new Refusal(
                    CERT_UNTRUSTED,
                    "cert verification failed: x509: certificate signed by unknown authority."
                        + " Check your TUF root (see cosign initialize) or set a custom root with"
                        + " env var SIGSTORE_ROOT_FILE");
          };
      identities.require(certificate);
      if (timestamps != null) {
        requireTimestamps(timestamps, chain);
      }
      return new Signing(key, HashAlgorithm.SHA256, chain.certificates());
    }

    private void requireTimestamps(EmbeddedSctVerifier timestamps, CertificateChain chain)
        throws Refusal {
      if (timestamps.verifyEvery(chain) instanceof Proof.Refused<List<Instant>>(Reason reason)) {
        String text =
            switch (reason.code()) {
              case SCT_MISSING ->
                  "certificate does not include required embedded SCT and no detached SCT was set";
              case SCT_KEY_UNKNOWN ->
                  root.certificateTransparencyLogs().isEmpty()
                      ? "none of the CTFE keys have been found"
                      : UNKNOWN_LOG;
              default -> "error verifying embedded SCT: " + reason.message();
            };
        throw new Refusal(reason.code(), text);
      }
    }
  }
}
