package io.sealbus.verification.timestamp;

import io.sealbus.testkit.TestKey;
import io.sealbus.verification.crypto.Certificate;
import io.sealbus.verification.crypto.HashAlgorithm;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds timestamp responses, right or wrong in any part. */
final class TokenFactory {
  static final byte[] SHA256 = oid(0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01);
  static final byte[] SHA1 = oid(0x2b, 0x0e, 0x03, 0x02, 0x1a);
  static final byte[] TST_INFO =
      oid(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x01, 0x04);
  static final byte[] DATA = oid(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01);

  private static final byte[] SIGNED_DATA =
      oid(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02);
  private static final byte[] CONTENT_TYPE =
      oid(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x03);
  private static final byte[] MESSAGE_DIGEST =
      oid(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x04);
  private static final byte[] SIGNING_TIME =
      oid(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x05);
  private static final byte[] ECDSA_SHA256 = oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02);

  private final TestKey key;
  private final Certificate signer;
  private final byte[] message;
  int status;
  byte[] contentType = TST_INFO;
  byte[] signedContentType = TST_INFO;
  byte[] imprintHash = SHA256;
  String genTime = "20260601120000Z";
  String signingTime = "260601120000Z";
  boolean embedsCertificate = true;
  boolean byKeyIdentifier;
  boolean signsAttributes = true;
  boolean digestOfOtherContent;
  int signers = 1;
  boolean sortsAttributes = true;
  byte[] attribute = new byte[0];

  /** Who signs as well, and by what key. */
  final Map<Certificate, TestKey> others = new LinkedHashMap<>();

  /** What is embedded before the signers' certificates. */
  byte[] certificatesBefore = new byte[0];

  byte[] extensions = new byte[0];

  TokenFactory(TestKey key, Certificate signer, byte[] message) {
    this.key = key;
    this.signer = signer;
    this.message = message;
  }

  static byte[] element(int tag, byte[]... content) {
    var body = new ByteArrayOutputStream();
    for (byte[] part : content) {
      body.writeBytes(part);
    }
    var out = new ByteArrayOutputStream();
    out.write(tag);
    int length = body.size();
    if (length >= 256) {
      out.write(0x82);
      out.write(length >> 8);
    } else if (length >= 128) {
      out.write(0x81);
    }
    out.write(length);
    out.writeBytes(body.toByteArray());
    return out.toByteArray();
  }

  static byte[] sequence(byte[]... content) {
    return element(0x30, content);
  }

  static byte[] oid(int... content) {
    byte[] bytes = new byte[content.length];
    for (int i = 0; i < content.length; i++) {
      bytes[i] = (byte) content[i];
    }
    return element(0x06, bytes);
  }

  private static byte[] integer(long value) {
    return element(0x02, BigInteger.valueOf(value).toByteArray());
  }

  private static byte[] ascii(int tag, String text) {
    return element(tag, text.getBytes(StandardCharsets.US_ASCII));
  }

  byte[] build() {
    byte[] info =
        sequence(
            integer(1),
            oid(0x2a, 0x03),
            sequence(sequence(imprintHash), element(0x04, imprint())),
            integer(7),
            ascii(0x18, genTime),
            extensions);
    var certificates = new ByteArrayOutputStream();
    certificates.writeBytes(certificatesBefore);
    certificates.writeBytes(signer.encoded());
    others.keySet().forEach(other -> certificates.writeBytes(other.encoded()));
    var infos = new ByteArrayOutputStream();
    for (int i = 0; i < signers; i++) {
      infos.writeBytes(signerInfo(info, signer, key));
    }
    others.forEach((other, by) -> infos.writeBytes(signerInfo(info, other, by)));
    byte[] signedData =
        sequence(
            integer(3),
            element(0x31, sequence(SHA256)),
            sequence(contentType, element(0xa0, element(0x04, info))),
            embedsCertificate ? element(0xa0, certificates.toByteArray()) : new byte[0],
            element(0x31, infos.toByteArray()));
    return sequence(sequence(integer(status)), sequence(SIGNED_DATA, element(0xa0, signedData)));
  }

  private byte[] imprint() {
    try {
      return imprintHash == SHA1
          ? MessageDigest.getInstance("SHA-1").digest(message)
          : HashAlgorithm.SHA256.digest(message);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private byte[] signerInfo(byte[] info, Certificate of, TestKey by) {
    List<byte[]> list = new ArrayList<>();
    list.add(attribute(CONTENT_TYPE, signedContentType));
    if (!signingTime.isEmpty()) {
      list.add(attribute(SIGNING_TIME, ascii(0x17, signingTime)));
    }
    byte[] digested = digestOfOtherContent ? message : info;
    list.add(attribute(MESSAGE_DIGEST, element(0x04, HashAlgorithm.SHA256.digest(digested))));
    if (attribute.length > 0) {
      list.add(attribute);
    }
    list.sort(Arrays::compareUnsigned);
    byte[] signed = signsAttributes ? element(0x31, list.toArray(new byte[0][])) : info;
    if (!sortsAttributes) {
      Collections.reverse(list);
    }
    byte[][] attributes = list.toArray(new byte[0][]);
    byte[] identifier =
        byKeyIdentifier
            ? element(0x80, new byte[] {1, 2, 3})
            : sequence(of.issuer(), element(0x02, of.serialNumber().toByteArray()));
    return sequence(
        integer(1),
        identifier,
        sequence(SHA256),
        signsAttributes ? element(0xa0, attributes) : new byte[0],
        sequence(ECDSA_SHA256),
        element(0x04, by.sign("SHA256withECDSA", signed)));
  }

  private static byte[] attribute(byte[] type, byte[] value) {
    return sequence(type, element(0x31, value));
  }
}
