package io.sealbus.verification.containers;

import static io.sealbus.verification.ReasonCode.CERT_INVALID;
import static io.sealbus.verification.ReasonCode.SUBJECT_MISMATCH;

import io.sealbus.verification.Quoted;
import io.sealbus.verification.crypto.Certificate;
import io.sealbus.verification.crypto.CertificatePath;
import io.sealbus.verification.crypto.HostName;
import io.sealbus.verification.crypto.MalformedException;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.crypto.ValidityPeriod;
import io.sealbus.verification.facts.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Certificates of one's own PKI. Nothing proves when a signature was made, so a certificate counts
 * while it is valid, and its signatures expire with it.
 */
record PkiCheck(
    List<Certificate> roots,
    CertificatePath path,
    List<Certificate> intermediates,
    @Nullable String subjectEmail,
    @Nullable String subjectHostname,
    SignatureProvider provider) {
  SigningKeys signingKeys(String certificate, @Nullable String chain, Instant now)
      throws Rejection {
    List<Certificate> linking = new ArrayList<>(intermediates);
    linking.addAll(CertificateCheck.intermediates(chain, provider));
    Certificate leaf = CertificateCheck.leaf(certificate, provider);
    List<Certificate> found =
        path.find(leaf, linking, now, CertificatePath.CODE_SIGNING, Set.of())
            .orElseThrow(() -> noPath(leaf, linking, now));
    if (subjectEmail != null && !leaf.emails().contains(subjectEmail)) {
      throw new Rejection(
          SUBJECT_MISMATCH, "the certificate is for " + Quoted.of(leaf.emails().toString()));
    }
    if (subjectHostname != null && !HostName.matches(leaf, subjectHostname)) {
      throw new Rejection(SUBJECT_MISMATCH, "the certificate is for another host");
    }
    Instant until = found.stream().map(Certificate::notAfter).min(Instant::compareTo).orElse(now);
    return SigningKeys.ofCertificate(leaf.key(), until);
  }

  /** Adds everything that the answer depends on but the annotations and the time. */
  void describe(Reading reading) {
    describe(roots, reading);
    describe(intermediates, reading);
    reading.add(subjectEmail).add(subjectHostname);
  }

  private static void describe(List<Certificate> certificates, Reading reading) {
    reading.add(certificates.size());
    certificates.forEach(certificate -> reading.add(certificate.encoded()));
  }

  /**
   * When all of the certificates at hand are valid; a path that was found then is found throughout.
   */
  ValidityPeriod validity(@Nullable String certificate, @Nullable String chain) {
    try {
      return certificate == null
          ? ValidityPeriod.NEVER
          : ValidityPeriod.ofPem(certificate)
              .and(roots)
              .and(intermediates)
              .and(CertificateCheck.intermediates(chain, provider));
    } catch (MalformedException | Rejection e) {
      return ValidityPeriod.NEVER;
    }
  }

  /** A certificate that is not valid yet may give a path later. */
  private Rejection noPath(Certificate leaf, List<Certificate> linking, Instant now) {
    Instant until =
        Stream.of(List.of(leaf), linking, roots)
            .flatMap(List::stream)
            .map(Certificate::notBefore)
            .filter(start -> start.isAfter(now))
            .min(Instant::compareTo)
            .map(start -> start.minusNanos(1))
            .orElse(null);
    return new Rejection(
        CERT_INVALID, "no valid path from the certificate to the roots at " + now, until);
  }
}
