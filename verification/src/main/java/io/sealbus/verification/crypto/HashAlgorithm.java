package io.sealbus.verification.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The hashes that signatures are accepted over. */
enum HashAlgorithm {
  SHA256("SHA-256", "SHA256", 32, "3031300d060960864801650304020105000420"),
  SHA384("SHA-384", "SHA384", 48, "3041300d060960864801650304020205000430"),
  SHA512("SHA-512", "SHA512", 64, "3051300d060960864801650304020305000440");

  private final String jcaName;
  private final String signatureName;
  private final int length;
  private final byte[] digestInfoPrefix;

  HashAlgorithm(String jcaName, String signatureName, int length, String digestInfoPrefix) {
    this.jcaName = jcaName;
    this.signatureName = signatureName;
    this.length = length;
    this.digestInfoPrefix = HexFormat.of().parseHex(digestInfoPrefix);
  }

  byte[] digest(byte[] message) {
    return newDigest().digest(message);
  }

  MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance(jcaName);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + jcaName, e);
    }
  }

  /** Bytes of a digest. */
  int length() {
    return length;
  }

  /** The first part of JCA's signature algorithm names. */
  String signatureName() {
    return signatureName;
  }

  /** RFC 8017, section 9.2, note 1: what stands before the digest in a DigestInfo. */
  byte[] digestInfoPrefix() {
    return digestInfoPrefix.clone();
  }
}
