package io.sealbus.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;

/**
 * A certificate, with the key that it is about. An authority may issue others under it. Immutable.
 */
public final class TestCertificate {
  private static final String HEADER = "-----BEGIN CERTIFICATE-----\n";
  private static final String FOOTER = "\n-----END CERTIFICATE-----\n";

  private final X509CertificateHolder certificate;
  private final TestKey key;

  private TestCertificate(X509CertificateHolder certificate, TestKey key) {
    this.certificate = certificate;
    this.key = key;
  }

  /** A self-signed authority. */
  public static TestCertificate authority(
      String commonName, TestKey key, Instant from, Instant until) {
    var name = new X500Name("CN=" + commonName);
    return new Order(name, key, from, until).authority().signedBy(name, key);
  }

  /** An authority under this one. */
  public TestCertificate authority(
      String commonName, TestKey subjectKey, Instant from, Instant until, KeyPurposeId... usages) {
    Order order = order(commonName, subjectKey, from, until).authority();
    return (usages.length == 0 ? order : order.usages(false, usages)).signedBy(this);
  }

  /** A certificate to sign with, for whoever has this address, under this one. */
  public TestCertificate signer(String email, TestKey subjectKey, Instant from, Instant until) {
    return order(email, subjectKey, from, until)
        .with(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
        .usages(false, KeyPurposeId.id_kp_codeSigning)
        .with(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(new GeneralName(GeneralName.rfc822Name, email)))
        .signedBy(this);
  }

  /** A certificate to speak TLS with, as a server or as a client, for a host, under this one. */
  public TestCertificate tls(String host, TestKey subjectKey, Instant from, Instant until) {
    return order(host, subjectKey, from, until)
        .with(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
        .usages(false, KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth)
        .with(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(new GeneralName(GeneralName.dNSName, host)))
        .signedBy(this);
  }

  static Order order(String commonName, TestKey key, Instant from, Instant until) {
    // Fulcio's certificates have no subject at all; the name stands in an extension.
    var name = commonName.isEmpty() ? new X500Name("") : new X500Name("CN=" + commonName);
    return new Order(name, key, from, until);
  }

  X509CertificateHolder holder() {
    return certificate;
  }

  /** The key. */
  public TestKey key() {
    return key;
  }

  /** In DER. */
  public byte[] der() {
    try {
      return certificate.getEncoded();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As PEM. */
  public String pem() {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der());
    return HEADER + body + FOOTER;
  }

  /** Several, one after the other. */
  public static String pem(List<TestCertificate> chain) {
    var text = new StringBuilder();
    chain.forEach(certificate -> text.append(certificate.pem()));
    return text.toString();
  }

  /** What a certificate is to say. */
  static final class Order {
    private final X500Name subject;
    private final TestKey key;
    private final Instant from;
    private final Instant until;
    private final List<Extension> extensions = new ArrayList<>();

    private Order(X500Name subject, TestKey key, Instant from, Instant until) {
      this.subject = subject;
      this.key = key;
      this.from = from;
      this.until = until;
    }

    Order authority() {
      return with(Extension.basicConstraints, true, new BasicConstraints(true))
          .with(
              Extension.keyUsage,
              true,
              new KeyUsage(KeyUsage.keyCertSign | KeyUsage.digitalSignature));
    }

    Order usages(boolean critical, KeyPurposeId... usages) {
      return with(Extension.extendedKeyUsage, critical, new ExtendedKeyUsage(usages));
    }

    Order with(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {
      try {
        extensions.add(Extension.create(id, critical, value));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return this;
    }

    Order with(Extension extension) {
      extensions.add(extension);
      return this;
    }

    TestCertificate signedBy(TestCertificate issuer) {
      return signedBy(issuer.certificate.getSubject(), issuer.key);
    }

    private TestCertificate signedBy(X500Name issuer, TestKey issuerKey) {
      // The same order gives the same serial number, so that what is made from a seed repeats.
      String identity = issuer + "|" + subject + "|" + from + "|" + key.publicKeyPem();
      var serial =
          new BigInteger(
                  Content.hex(
                      "SHA-256", identity.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                  16)
              .shiftRight(100)
              .setBit(150);
      var builder =
          new X509v3CertificateBuilder(
              issuer,
              serial,
              Date.from(from),
              Date.from(until),
              subject,
              SubjectPublicKeyInfo.getInstance(key.publicKey().getEncoded()));
      try {
        for (Extension extension : extensions) {
          builder.addExtension(extension);
        }
      } catch (CertIOException e) {
        throw new UncheckedIOException(e);
      }
      return new TestCertificate(builder.build(KeySigner.of(issuerKey)), key);
    }
  }
}
