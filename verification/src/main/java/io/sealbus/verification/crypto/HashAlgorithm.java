package io.sealbus.verification.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** The hashes that signatures are accepted over. A node accepts SHA-256 only. */
public enum HashAlgorithm {
  SHA224("SHA-224", "SHA224", 28, "302d300d06096086480165030402040500041c"),
  SHA256("SHA-256", "SHA256", 32, "3031300d060960864801650304020105000420"),
  SHA384("SHA-384", "SHA384", 48, "3041300d060960864801650304020205000430"),
  SHA512("SHA-512", "SHA512", 64, "3051300d060960864801650304020305000440");

  private final String jcaName;
  private final String signatureName;
  private final int length;
  private final byte[] digestInfoPrefix;

  /** One for each thread, which finds it as it was left: reset. */
  private final ThreadLocal<MessageDigest> digests = ThreadLocal.withInitial(this::newDigest);

  private final String ecdsaRule;
  private final String pkcs1Rule;
  private final String pssRule;

  HashAlgorithm(String jcaName, String signatureName, int length, String digestInfoPrefix) {
    this.jcaName = jcaName;
    this.signatureName = signatureName;
    this.length = length;
    this.digestInfoPrefix = HexFormat.of().parseHex(digestInfoPrefix);
    this.ecdsaRule = "ECDSA, " + jcaName;
    this.pkcs1Rule = "RSASSA-PKCS1-v1_5, " + jcaName;
    this.pssRule = "RSASSA-PSS, " + jcaName;
  }

  /** SHA-256, SHA-384 or SHA-512 by its object identifier. */
  public static Optional<HashAlgorithm> byOid(String oid) {
    return switch (oid) {
      case "2.16.840.1.101.3.4.2.1" -> Optional.of(SHA256);
      case "2.16.840.1.101.3.4.2.2" -> Optional.of(SHA384);
      case "2.16.840.1.101.3.4.2.3" -> Optional.of(SHA512);
      default -> Optional.empty();
    };
  }

  /** The digest of {@code message}. */
  public byte[] digest(byte[] message) {
    return digests.get().digest(message);
  }

  /** The calling thread's, to be fed piece by piece and to the end before another is asked for. */
  public MessageDigest ownDigest() {
    return digests.get();
  }

  /** A digest to be fed piece by piece. */
  public MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance(jcaName);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + jcaName, e);
    }
  }

  /** Bytes of a digest. */
  public int length() {
    return length;
  }

  /** What facts call exact DER of ECDSA over this hash. */
  String ecdsaRule() {
    return ecdsaRule;
  }

  /** What facts call PKCS #1 v1.5 over this hash. */
  String pkcs1Rule() {
    return pkcs1Rule;
  }

  /** What facts call PSS over this hash throughout. */
  String pssRule() {
    return pssRule;
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
