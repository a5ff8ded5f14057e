package io.sealbus.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.jspecify.annotations.Nullable;

/**
 * A certificate authority that believes every claim and certifies it for ten minutes. Immutable.
 *
 * @see <a
 *     href="https://github.com/sigstore/fulcio/blob/main/docs/certificate-specification.md">Fulcio
 *     certificate specification</a>
 */
public final class FakeFulcio {
  private static final Duration LIFETIME = Duration.ofMinutes(10);
  private static final ASN1ObjectIdentifier ISSUER =
      new ASN1ObjectIdentifier("1.3.6.1.4.1.57264.1.1");
  private static final ASN1ObjectIdentifier ISSUER_V2 =
      new ASN1ObjectIdentifier("1.3.6.1.4.1.57264.1.8");

  private final TestCertificate root;
  private final TestCertificate intermediate;
  private final @Nullable FakeCtLog log;
  private final boolean olderIssuer;

  private FakeFulcio(
      TestCertificate root,
      TestCertificate intermediate,
      @Nullable FakeCtLog log,
      boolean olderIssuer) {
    this.root = root;
    this.intermediate = intermediate;
    this.log = log;
    this.olderIssuer = olderIssuer;
  }

  /** Whom a certificate is for, and who vouched for that; an e-mail address or a URI. */
  public record Identity(String issuer, String subject) {
    GeneralName name() {
      int kind =
          subject.contains("://") ? GeneralName.uniformResourceIdentifier : GeneralName.rfc822Name;
      return new GeneralName(kind, subject);
    }
  }

  /**
   * With keys that belong to {@code seed}, a root and an intermediate, without a log.
   *
   * @param since when its certificates become valid; they are so for thirty years
   */
  public static FakeFulcio of(String seed, Instant since) {
    Instant until = since.plus(Duration.ofDays(365 * 30));
    var root =
        TestCertificate.authority(
            seed + " root", TestKey.of(TestKey.Kind.P384, seed + " root"), since, until);
    var intermediate =
        root.authority(
            seed + " intermediate",
            TestKey.of(TestKey.Kind.P384, seed + " intermediate"),
            since,
            until,
            KeyPurposeId.id_kp_codeSigning);
    return new FakeFulcio(root, intermediate, null, true);
  }

  /** With a log that each certificate carries a promise of. */
  public FakeFulcio logging(FakeCtLog newLog) {
    return new FakeFulcio(root, intermediate, newLog, olderIssuer);
  }

  /** That names who vouched for an identity in the newer of the two extensions alone. */
  public FakeFulcio withoutOlderIssuer() {
    return new FakeFulcio(root, intermediate, log, false);
  }

  /** The intermediate, then the root. */
  public List<TestCertificate> chain() {
    return List.of(intermediate, root);
  }

  /** A certificate for {@code key}, valid for ten minutes. */
  public TestCertificate certify(TestKey key, Identity identity, Instant at) {
    TestCertificate without = order(key, identity, at).signedBy(intermediate);
    return log == null
        ? without
        : order(key, identity, at)
            .with(log.promise(without, intermediate, at))
            .signedBy(intermediate);
  }

  private TestCertificate.Order order(TestKey key, Identity identity, Instant at) {
    TestCertificate.Order order =
        TestCertificate.order("", key, at, at.plus(LIFETIME))
            .with(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
            .usages(false, KeyPurposeId.id_kp_codeSigning)
            .with(Extension.subjectAlternativeName, true, new GeneralNames(identity.name()))
            .with(ISSUER_V2, false, new DERUTF8String(identity.issuer()));
    return olderIssuer ? order.with(raw(ISSUER, identity.issuer())) : order;
  }

  /** The older extension holds the text as it is, without a DER type around it. */
  private static Extension raw(ASN1ObjectIdentifier id, String value) {
    return new Extension(id, false, new DEROctetString(value.getBytes(StandardCharsets.UTF_8)));
  }
}
