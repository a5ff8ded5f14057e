package io.sealbus.testkit;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.Extension;

/**
 * A certificate transparency log that promises to include everything and includes nothing.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6962#section-3.2">RFC 6962, section 3.2</a>
 */
public final class FakeCtLog {
  private static final ASN1ObjectIdentifier EMBEDDED_SCTS =
      new ASN1ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2");
  private static final int SHA256_WITH_ECDSA = 0x0403;

  private final TestKey key;

  private FakeCtLog(TestKey key) {
    this.key = key;
  }

  /** With this key, an elliptic curve's. */
  public static FakeCtLog of(TestKey key) {
    return new FakeCtLog(key);
  }

  /** The log's public key as PEM. */
  public String publicKeyPem() {
    return key.publicKeyPem();
  }

  /** The extension that promises to include the certificate that has all but this extension. */
  Extension promise(TestCertificate without, TestCertificate issuer, Instant at) {
    try {
      byte[] signed = signed(without, issuer, at);
      var sct = new ByteArrayOutputStream();
      var out = new DataOutputStream(sct);
      out.writeByte(0);
      out.write(sha256(key.publicKey().getEncoded()));
      out.writeLong(at.toEpochMilli());
      out.writeShort(0);
      out.writeShort(SHA256_WITH_ECDSA);
      byte[] signature = key.sign(signed);
      out.writeShort(signature.length);
      out.write(signature);
      var list = new ByteArrayOutputStream();
      var lists = new DataOutputStream(list);
      lists.writeShort(sct.size() + 2);
      lists.writeShort(sct.size());
      sct.writeTo(lists);
      return Extension.create(EMBEDDED_SCTS, false, new DEROctetString(list.toByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The digitally-signed part of an SCT about a precertificate. */
  private static byte[] signed(TestCertificate certificate, TestCertificate issuer, Instant at)
      throws IOException {
    byte[] tbs = certificate.holder().toASN1Structure().getTBSCertificate().getEncoded("DER");
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    out.writeByte(0);
    out.writeByte(0);
    out.writeLong(at.toEpochMilli());
    out.writeShort(1);
    out.write(sha256(issuer.key().publicKey().getEncoded()));
    out.writeByte(tbs.length >> 16);
    out.writeShort(tbs.length);
    out.write(tbs);
    out.writeShort(0);
    return bytes.toByteArray();
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
