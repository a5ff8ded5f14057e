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
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Proves timestamps of one authority of a trust root, ready for use. Nonce, policy and ESSCertID
 * are not looked at. Immutable and safe for use by many threads.
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
      Certificate signer = signer(timestamp);
      timestamp.signer().requireAbout(timestamp.content());
      VerificationKey key = signer.key();
      if (key == null || !timestamp.signer().isSignedBy(key)) {
        throw new MalformedException("the signature does not verify");
      }
      Instant signingTime = timestamp.signer().signingTime();
      if (signingTime != null && !signer.isValidAt(signingTime)) {
        throw new MalformedException("signed outside the validity of the certificate");
      }
      requireTrusted(signer, signingTime == null ? now : signingTime);
      requireImprintOf(message, timestamp.info());
      Instant genTime = timestamp.info().genTime();
      if (!roles.validFor().contains(genTime)) {
        throw new Refusal(TSA_UNTRUSTED, "the authority does not count at " + genTime);
      }
      return new VerifiedTimestamp(genTime, authority, signingTime == null);
    } catch (MalformedException e) {
      throw new Refusal(TIMESTAMP_INVALID, "timestamp: " + e.getMessage());
    }
  }

  /** The embedded certificate that the signer names; the authority's where none is embedded. */
  private Certificate signer(UntrustedTimestamp timestamp) throws Refusal {
    Certificate leaf = roles.leaf();
    List<Certificate> candidates =
        !timestamp.certificates().isEmpty() || leaf == null
            ? timestamp.certificates()
            : List.of(leaf);
    return candidates.stream()
        .filter(timestamp.signer()::isNamed)
        .findFirst()
        .orElseThrow(() -> new Refusal(TSA_UNTRUSTED, "no certificate of the timestamp's signer"));
  }

  private void requireTrusted(Certificate signer, Instant time) throws Refusal {
    Certificate leaf = roles.leaf();
    if (leaf != null && !leaf.equals(signer)) {
      throw new Refusal(TSA_UNTRUSTED, "the signer's certificate is not the trust root's");
    }
    if (!signer.extendedKeyUsages().isEmpty() && !signer.hasCriticalExtendedKeyUsages()) {
      throw new Refusal(
          TSA_UNTRUSTED, "failed to verify TSA certificate: certificate must set EKU to critical");
    }
    if (signer.isAuthority() || !signer.extendedKeyUsages().equals(ONLY_TIME_STAMPING)) {
      throw new Refusal(
          TSA_UNTRUSTED, "failed to verify TSA certificate: it is not for timestamping alone");
    }
    List<Certificate> chain =
        path.find(signer, roles.intermediates(), time, null, Set.of())
            .orElseThrow(() ->
                new Refusal(TSA_UNTRUSTED, "no valid path to the timestamp authority at " + time));
    for (Certificate above : chain.subList(1, Math.max(1, chain.size() - 1))) {
      Set<String> usages = above.extendedKeyUsages();
      if (!usages.isEmpty()
          && !usages.contains(CertificatePath.TIME_STAMPING)
          && !usages.contains(ANY_USAGE)) {
        throw new Refusal(TSA_UNTRUSTED, "an intermediate certificate is not for timestamping");
      }
    }
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
