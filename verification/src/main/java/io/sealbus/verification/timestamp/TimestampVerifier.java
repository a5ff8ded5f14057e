package io.sealbus.verification.timestamp;

import static io.sealbus.verification.ReasonCode.TIMESTAMP_INVALID;
import static io.sealbus.verification.ReasonCode.TSA_UNTRUSTED;

import io.sealbus.verification.Proof;
import io.sealbus.verification.Refusal;
import io.sealbus.verification.crypto.Certificate;
import io.sealbus.verification.crypto.CertificatePath;
import io.sealbus.verification.crypto.HashAlgorithm;
import io.sealbus.verification.crypto.MalformedException;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.crypto.VerificationKey;
import io.sealbus.verification.trust.TrustedRoot.Authority;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Proves timestamps of one authority of a trust root, ready for use. Every one who signed must be
 * the authority's. Nonce, policy and ESSCertID are not looked at. Immutable and safe for use by
 * many threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3161#section-2.3">RFC 3161, section 2.3</a>
 */
public final class TimestampVerifier {
  private static final String SHA1 = "1.3.14.3.2.26";
  private static final Set<String> ONLY_TIME_STAMPING = Set.of(CertificatePath.TIME_STAMPING);
  private static final String ANY_USAGE = "2.5.29.37.0";

  private final Authority authority;
  private final TimestampRules rules;
  private final TimestampRules.Roles roles;
  private final CertificatePath path;
  private final SignatureProvider provider;

  private TimestampVerifier(Authority authority, TimestampRules rules, SignatureProvider provider) {
    this.authority = authority;
    this.rules = rules;
    this.roles = rules.roles(authority);
    this.path = new CertificatePath(roles.anchors(), roles.toProve());
    this.provider = provider;
  }

  /** Of the timestamps of {@code authority}. */
  public static TimestampVerifier of(
      Authority authority, TimestampRules rules, SignatureProvider provider) {
    return new TimestampVerifier(authority, rules, provider);
  }

  /**
   * Proves that the authority saw {@code message}. Refused with {@code TIMESTAMP_INVALID} or {@code
   * TSA_UNTRUSTED}.
   *
   * @param response a TimeStampResp in DER
   * @param now when the authority's certificates must be valid if the token does not say when it
   *     was signed
   */
  public Proof<VerifiedTimestamp> verify(byte[] response, byte[] message, Instant now) {
    return Proof.of(
        () -> verified(UntrustedTimestamp.parse(response, provider).orRefuse(), message, now));
  }

  /** As {@link #verify(byte[], byte[], Instant)}, of a response that was parsed before. */
  public Proof<VerifiedTimestamp> verify(
      UntrustedTimestamp timestamp, byte[] message, Instant now) {
    return Proof.of(() -> verified(timestamp, message, now));
  }

  private VerifiedTimestamp verified(UntrustedTimestamp timestamp, byte[] message, Instant now)
      throws Refusal {
    try {
      List<Certificate> certificates = certificates(timestamp);
      boolean dependsOnNow = false;
      var signers = new ArrayList<Certificate>();
      for (SignerInfo info : timestamp.signers()) {
        Certificate signer = signer(info, certificates);
        requireSigned(timestamp.content(), info, signer);
        Instant signingTime = info.signingTime();
        if (signingTime != null && !signer.isValidAt(signingTime)) {
          throw new MalformedException("signed outside the validity of the certificate");
        }
        requirePath(signer, signingTime == null ? now : signingTime);
        dependsOnNow |= signingTime == null;
        signers.add(signer);
      }
      requireTimestamping(certificates, signers);
      requireImprintOf(message, timestamp.info());
      Instant genTime = timestamp.info().genTime();
      if (!roles.validFor().contains(genTime)) {
        throw new Refusal(TSA_UNTRUSTED, "the authority does not count at " + genTime);
      }
      return new VerifiedTimestamp(genTime, authority, dependsOnNow);
    } catch (MalformedException e) {
      throw new Refusal(TIMESTAMP_INVALID, "timestamp: " + e.getMessage());
    }
  }

  /** Those that the token brought; the authority's where it brought none. */
  private List<Certificate> certificates(UntrustedTimestamp timestamp) {
    Certificate leaf = roles.leaf();
    return !timestamp.certificates().isEmpty() || leaf == null
        ? timestamp.certificates()
        : List.of(leaf);
  }

  private static Certificate signer(SignerInfo info, List<Certificate> certificates)
      throws Refusal {
    return certificates.stream()
        .filter(info::isNamed)
        .findFirst()
        .orElseThrow(() -> new Refusal(TSA_UNTRUSTED, "no certificate of the timestamp's signer"));
  }

  private static void requireSigned(byte[] content, SignerInfo info, Certificate signer)
      throws MalformedException {
    info.requireAbout(content);
    VerificationKey key = signer.key();
    if (key == null || !info.isSignedBy(key)) {
      throw new MalformedException("the signature does not verify");
    }
  }

  private void requirePath(Certificate signer, Instant time) throws Refusal {
    if (path.find(signer, roles.intermediates(), time, null, Set.of()).isEmpty()) {
      throw new Refusal(TSA_UNTRUSTED, "no valid path to the timestamp authority at " + time);
    }
  }

  /**
   * The first certificate that is not a certificate authority's stands for the authority. The
   * reference does not ask whether it signed; here one of the signers must be such a one, and the
   * trust root's where that names one.
   */
  private void requireTimestamping(List<Certificate> certificates, List<Certificate> signers)
      throws Refusal {
    Certificate leaf =
        certificates.stream()
            .filter(certificate -> !certificate.isAuthority())
            .findFirst()
            .orElseThrow(() ->
                new Refusal(TSA_UNTRUSTED, "failed to verify TSA certificate: there is no leaf"));
    Certificate own = roles.leaf();
    if (own != null && (!own.equals(leaf) || !signers.contains(own))) {
      throw new Refusal(TSA_UNTRUSTED, "the signer's certificate is not the trust root's");
    }
    if (!leaf.extendedKeyUsages().isEmpty() && !leaf.hasCriticalExtendedKeyUsages()) {
      throw new Refusal(
          TSA_UNTRUSTED, "failed to verify TSA certificate: certificate must set EKU to critical");
    }
    if (!isForTimestamping(leaf)
        || signers.stream().noneMatch(TimestampVerifier::isForTimestamping)) {
      throw new Refusal(
          TSA_UNTRUSTED, "failed to verify TSA certificate: it is not for timestamping alone");
    }
    for (Certificate above : roles.intermediates()) {
      Set<String> usages = above.extendedKeyUsages();
      if (!usages.isEmpty()
          && !usages.contains(CertificatePath.TIME_STAMPING)
          && !usages.contains(ANY_USAGE)) {
        throw new Refusal(TSA_UNTRUSTED, "an intermediate certificate is not for timestamping");
      }
    }
  }

  private static boolean isForTimestamping(Certificate certificate) {
    return !certificate.isAuthority()
        && certificate.hasCriticalExtendedKeyUsages()
        && certificate.extendedKeyUsages().equals(ONLY_TIME_STAMPING);
  }

  private void requireImprintOf(byte[] message, TstInfo info) throws MalformedException {
    byte[] expected =
        rules.allowsSha1() && info.hash().equals(SHA1)
            ? sha1(message)
            : HashAlgorithm.byOid(info.hash())
                .orElseThrow(() -> new MalformedException("unsupported hash of the imprint"))
                .digest(message);
    if (!Arrays.equals(expected, info.imprint())) {
      throw new MalformedException("the timestamp is about other bytes");
    }
  }

  private static byte[] sha1(byte[] message) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(message);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
