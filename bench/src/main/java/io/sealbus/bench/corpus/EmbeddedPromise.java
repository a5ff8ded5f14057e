package io.sealbus.bench.corpus;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * The one signed certificate timestamp in a certificate.
 *
 * @param signed the digitally-signed part of RFC 6962, section 3.2
 */
@SuppressWarnings("ArrayRecordComponent") // The bytes are made once and only ever read.
record EmbeddedPromise(byte[] signed, byte[] signature) {
  private static final int EXTENSIONS_TAG = 3;
  private static final int LENGTHS_AND_LOG_ID = 2 + 2 + 1 + 32;

  static EmbeddedPromise read(X509CertificateHolder certificate, byte[] issuerKey)
      throws IOException {
    byte[] list =
        ASN1OctetString.getInstance(certificate.getExtension(Check.promises()).getParsedValue())
            .getOctets();
    var bytes = ByteBuffer.wrap(list);
    long time = bytes.getLong(LENGTHS_AND_LOG_ID);
    int signatureAt = LENGTHS_AND_LOG_ID + Long.BYTES + 2 + 2;
    int length = Short.toUnsignedInt(bytes.getShort(signatureAt));
    byte[] signature = new byte[length];
    bytes.get(signatureAt + Short.BYTES, signature);
    return new EmbeddedPromise(signed(certificate, issuerKey, time), signature);
  }

  private static byte[] signed(X509CertificateHolder certificate, byte[] issuerKey, long time)
      throws IOException {
    byte[] tbs = withoutPromises(certificate);
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    out.writeShort(0);
    out.writeLong(time);
    out.writeShort(1);
    out.write(sha256(issuerKey));
    out.writeByte(tbs.length >> 16);
    out.writeShort(tbs.length);
    out.write(tbs);
    out.writeShort(0);
    return bytes.toByteArray();
  }

  /** The certificate's signed part as it was before the log's promise was put in. */
  private static byte[] withoutPromises(X509CertificateHolder certificate) throws IOException {
    var tbs =
        ASN1Sequence.getInstance(
            certificate.toASN1Structure().getTBSCertificate().toASN1Primitive());
    Extensions extensions = certificate.getExtensions();
    var kept = new ExtensionsGenerator();
    Arrays.stream(extensions.getExtensionOIDs())
        .filter(id -> !id.equals(Check.promises()))
        .map(extensions::getExtension)
        .forEach(kept::addExtension);
    var members = new ASN1EncodableVector();
    for (int i = 0; i < tbs.size() - 1; i++) {
      members.add(tbs.getObjectAt(i));
    }
    members.add(new DERTaggedObject(true, EXTENSIONS_TAG, kept.generate()));
    return new DERSequence(members).getEncoded("DER");
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
