package io.sealbus.verification.sigstore.evaluation;

import static io.sealbus.verification.ReasonCode.TLOG_ENTRY_MISMATCH;

import io.sealbus.verification.Proof;
import io.sealbus.verification.Reason;
import io.sealbus.verification.Refusal;
import io.sealbus.verification.crypto.Certificate;
import io.sealbus.verification.crypto.VerificationKey;
import io.sealbus.verification.facts.Reading;
import io.sealbus.verification.sigstore.evaluation.LegacySigner.PolicyKey;
import io.sealbus.verification.transparency.LogClaim;
import io.sealbus.verification.transparency.RekorBundle;
import io.sealbus.verification.transparency.RekorBundleVerifier;
import io.sealbus.verification.trust.TrustedRoot;
import io.sealbus.verification.trust.TrustedRoot.Log;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where signatures must have an entry. A log is never asked: what a signature does not bring along
 * is not there.
 *
 * @param logs of the trust root
 * @param missing the controller's words for a signature without an entry
 */
record LegacyLog(TrustedRoot root, RekorBundleVerifier logs, String missing, Profile profile) {
  private static final String PREFIX = "error verifying bundle: ";

  /** In a log of {@code root}. Entries with a promise are of logs of Rekor v1 only. */
  static LegacyLog of(TrustedRoot root, String missing, Profile profile) {
    List<Log> logs = root.transparencyLogs().stream().filter(log -> log.key().isEcdsa()).toList();
    return new LegacyLog(root, new RekorBundleVerifier(logs), missing, profile);
  }

  /** Adds everything that an entry's proof depends on but the signature and its signer. */
  void describe(Reading reading) {
    reading.add("log").add(profile.name());
    root.describe(reading);
  }

  /** When a log took the entry of {@code layer}, which is about whom {@code signer} means. */
  Instant require(LegacySignature layer, LegacySigner signer) throws Refusal {
    RekorBundle annotation = Objects.requireNonNull(layer.logBundle());
    byte[] verifier = verifier(layer.certificate(), signer);
    if (profile == Profile.REFERENCE) {
      requireSameText(layer);
    }
    LogClaim claim =
        switch (layer.kind()) {
          case SIGNATURE -> LogClaim.ofSignature(layer.signatureBytes(), verifier, layer.payload());
          case ATTESTATION -> LogClaim.ofAttestation(verifier, layer.payload());
        };
    return switch (logs.verify(annotation, claim)) {
      case Proof.Proven<Instant>(Instant time) -> time;
      case Proof.Refused<Instant>(Reason reason) ->
          throw new Refusal(reason.code(), PREFIX + reason.message());
    };
  }

  /**
   * The controller compares the annotation with the entry's signature as texts in base64, of which
   * one signature may have several, and an attestation has none.
   */
  private static void requireSameText(LegacySignature layer) throws Refusal {
    boolean same =
        switch (layer.kind()) {
          case SIGNATURE -> layer.isSignatureCanonical();
          case ATTESTATION -> layer.hasNoSignature();
        };
    if (!same) {
      throw new Refusal(
          TLOG_ENTRY_MISMATCH,
          PREFIX + "signature in bundle does not match signature being verified");
    }
  }

  /** The certificate where there is one, which must be of the policy's key where there is one. */
  private static byte[] verifier(@Nullable Certificate certificate, LegacySigner signer)
      throws Refusal {
    if (!(signer instanceof PolicyKey policy)) {
      return certificate == null ? new byte[0] : certificate.encoded();
    }
    byte[] spki = policy.key().spki();
    if (certificate == null) {
      return spki;
    }
    VerificationKey key = certificate.key();
    if (key == null || !Arrays.equals(key.spki(), spki)) {
      throw new Refusal(
          TLOG_ENTRY_MISMATCH,
          PREFIX + "both public key and certificate were provided but did not match");
    }
    return certificate.encoded();
  }
}
