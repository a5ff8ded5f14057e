package io.sealbus.verification.transparency;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.crypto.Certificate;
import io.sealbus.verification.crypto.Der;
import io.sealbus.verification.crypto.HashAlgorithm;
import io.sealbus.verification.crypto.MalformedException;
import io.sealbus.verification.crypto.VerificationKey;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A CT log's promise to hold a certificate.
 *
 * @param logId SHA-256 of the log's key
 * @param timestamp milliseconds since the epoch, unsigned
 * @param hash number of the hash, RFC 5246, section 7.4.1.4.1
 * @param algorithm number of the signature algorithm, of the same section
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6962#section-3.2">RFC 6962, section 3.2</a>
 */
record SignedCertificateTimestamp(
    Bytes logId, long timestamp, byte[] extensions, int hash, int algorithm, byte[] signature) {
  static final String EXTENSION = "1.3.6.1.4.1.11129.2.4.2";

  private static final int MAX = 32;
  private static final int LOG_ID_BYTES = 32;
  private static final int SHA256 = 4;
  private static final int RSA = 1;
  private static final int ECDSA = 3;
  private static final short PRECERT_ENTRY = 1;

  /** Those that are embedded in {@code certificate}; none where it has no such extension. */
  static List<SignedCertificateTimestamp> embeddedIn(Certificate certificate)
      throws MalformedException {
    byte[] extension = certificate.extension(EXTENSION);
    if (extension == null) {
      return List.of();
    }
    Der outer = Der.of(extension);
    ByteBuffer list = ByteBuffer.wrap(outer.read(Der.OCTET_STRING).remaining());
    outer.requireEmpty();
    try {
      return list(list);
    } catch (BufferUnderflowException e) {
      throw new MalformedException("a certificate timestamp is cut short");
    }
  }

  private static List<SignedCertificateTimestamp> list(ByteBuffer list) throws MalformedException {
    ByteBuffer content = ByteBuffer.wrap(vector(list));
    requireEnd(list);
    var timestamps = new ArrayList<SignedCertificateTimestamp>();
    while (content.hasRemaining()) {
      if (timestamps.size() == MAX) {
        throw new MalformedException("more than " + MAX + " certificate timestamps");
      }
      timestamps.add(read(ByteBuffer.wrap(vector(content))));
    }
    return timestamps;
  }

  private static SignedCertificateTimestamp read(ByteBuffer in) throws MalformedException {
    if (in.get() != 0) {
      throw new MalformedException("unknown version of a certificate timestamp");
    }
    byte[] logId = new byte[LOG_ID_BYTES];
    in.get(logId);
    var timestamp =
        new SignedCertificateTimestamp(
            Bytes.copyOf(logId),
            in.getLong(),
            vector(in),
            in.get() & 0xff,
            in.get() & 0xff,
            vector(in));
    requireEnd(in);
    return timestamp;
  }

  /** As many bytes as the two before them say. */
  private static byte[] vector(ByteBuffer in) throws MalformedException {
    int length = in.getShort() & 0xffff;
    if (length > in.remaining()) {
      throw new MalformedException("a certificate timestamp is cut short");
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static void requireEnd(ByteBuffer in) throws MalformedException {
    if (in.hasRemaining()) {
      throw new MalformedException("trailing data after a certificate timestamp");
    }
  }

  /** When the log promised it. */
  Instant time() {
    return Instant.ofEpochMilli(timestamp);
  }

  /** Whether {@code key} signed the promise about the precertificate. */
  boolean isSignedBy(VerificationKey key, Precertificate precertificate) {
    boolean ofKind = algorithm == ECDSA ? key.isEcdsa() : algorithm == RSA && key.isRsa();
    return hash == SHA256
        && ofKind
        && key.verify(HashAlgorithm.SHA256, signedBytes(precertificate), signature);
  }

  private byte[] signedBytes(Precertificate precertificate) {
    byte[] tbs = precertificate.tbs();
    ByteBuffer out =
        ByteBuffer.allocate(1 + 1 + 8 + 2 + LOG_ID_BYTES + 3 + tbs.length + 2 + extensions.length);
    out.put((byte) 0).put((byte) 0).putLong(timestamp).putShort(PRECERT_ENTRY);
    out.put(precertificate.issuerKeyHash());
    out.put((byte) (tbs.length >> 16)).putShort((short) tbs.length).put(tbs);
    out.putShort((short) extensions.length).put(extensions);
    return out.array();
  }

  /**
   * What the log saw before the certificate was issued.
   *
   * @param issuerKeyHash SHA-256 of the issuer's SubjectPublicKeyInfo
   * @param tbs without the timestamps
   */
  record Precertificate(byte[] issuerKeyHash, byte[] tbs) {
    static Precertificate of(Certificate leaf, Certificate issuer) throws MalformedException {
      return new Precertificate(
          HashAlgorithm.SHA256.digest(issuer.keyInfo()), leaf.signedBytesWithout(EXTENSION));
    }
  }
}
