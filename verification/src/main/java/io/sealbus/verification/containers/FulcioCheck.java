package io.sealbus.verification.containers;

import static io.sealbus.verification.ReasonCode.CERT_INVALID;
import static io.sealbus.verification.ReasonCode.ISSUER_MISMATCH;
import static io.sealbus.verification.ReasonCode.SUBJECT_MISMATCH;

import io.sealbus.verification.Quoted;
import io.sealbus.verification.crypto.Certificate;
import io.sealbus.verification.crypto.CertificatePath;
import io.sealbus.verification.crypto.DerText;
import io.sealbus.verification.crypto.MalformedException;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.facts.Reading;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Certificates that a Fulcio issued, at the time of the log's promise.
 *
 * @see <a href="https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md">Fulcio, OID
 *     information</a>
 */
record FulcioCheck(
    CertificatePath path, String oidcIssuer, String subjectEmail, SignatureProvider provider) {
  private static final String ISSUER_V1 = "1.3.6.1.4.1.57264.1.1";
  private static final String ISSUER_V2 = "1.3.6.1.4.1.57264.1.8";

  /** Fulcio may put identities into an otherName, which the check of subjects passes over. */
  private static final Set<String> TOLERATED = Set.of("2.5.29.17");

  SigningKeys signingKeys(String certificate, @Nullable String chain, Instant time)
      throws Rejection {
    List<Certificate> intermediates = CertificateCheck.intermediates(chain, provider);
    Certificate leaf = CertificateCheck.leaf(certificate, provider);
    if (path.find(leaf, intermediates, time, CertificatePath.CODE_SIGNING, TOLERATED).isEmpty()) {
      throw new Rejection(
          CERT_INVALID, "no valid path from the certificate to the Fulcio CA at " + time);
    }
    byte[] issuer = issuer(leaf);
    if (!Arrays.equals(issuer, oidcIssuer.getBytes(StandardCharsets.UTF_8))) {
      String found = Quoted.of(new String(issuer, StandardCharsets.UTF_8));
      throw new Rejection(ISSUER_MISMATCH, "the certificate's OIDC issuer is " + found);
    }
    if (!leaf.emails().contains(subjectEmail)) {
      throw new Rejection(
          SUBJECT_MISMATCH, "the certificate is for " + Quoted.of(leaf.emails().toString()));
    }
    return SigningKeys.ofCertificate(leaf.key(), null);
  }

  /** Adds everything that the answer depends on but the annotations and the time. */
  void describe(Reading reading) {
    path.describe(reading);
    reading.add(oidcIssuer).add(subjectEmail);
  }

  /** The issuer's bytes: the older extension holds them raw, the newer one in DER. */
  private static byte[] issuer(Certificate leaf) throws Rejection {
    byte[] older = leaf.extension(ISSUER_V1);
    byte[] newer = newerIssuer(leaf);
    if (older != null && newer != null && !Arrays.equals(older, newer)) {
      throw new Rejection(ISSUER_MISMATCH, "the certificate's two OIDC issuers differ");
    }
    if (older != null) {
      return older;
    }
    if (newer != null) {
      return newer;
    }
    throw new Rejection(ISSUER_MISMATCH, "the certificate has no OIDC issuer");
  }

  private static byte @Nullable [] newerIssuer(Certificate leaf) throws Rejection {
    byte[] extension = leaf.extension(ISSUER_V2);
    try {
      return extension == null ? null : DerText.parse(extension);
    } catch (MalformedException e) {
      throw new Rejection(CERT_INVALID, "OIDC issuer extension: " + e.getMessage());
    }
  }
}
