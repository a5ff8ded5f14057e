package io.sealbus.testkit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A key pair to sign with. */
public final class TestKey {
  private final Kind kind;
  private final KeyPair pair;
  private final @Nullable String seed;
  private final @Nullable FixedNonce bulk;

  /** Of which type and size. */
  public enum Kind {
    P256("EC", 256, "SHA256withECDSA", "SunEC"),
    P384("EC", 384, "SHA256withECDSA", "SunEC"),
    P521("EC", 521, "SHA256withECDSA", "SunEC"),
    RSA_2048("RSA", 2048, "SHA256withRSA", "SunRsaSign"),
    RSA_4096("RSA", 4096, "SHA256withRSA", "SunRsaSign"),
    ED25519("Ed25519", 255, "Ed25519", "SunEC");

    private final String algorithm;
    private final int bits;
    private final String signature;
    private final String repeatable;

    Kind(String algorithm, int bits, String signature, String repeatable) {
      this.algorithm = algorithm;
      this.bits = bits;
      this.signature = signature;
      this.repeatable = repeatable;
    }

    /** JCA's name of the scheme that nodes check: SHA-256 for every key but Ed25519. */
    public String signatureAlgorithm() {
      return signature;
    }
  }

  private TestKey(Kind kind, KeyPair pair, @Nullable String seed, @Nullable FixedNonce bulk) {
    this.kind = kind;
    this.pair = pair;
    this.seed = seed;
    this.bulk = bulk;
  }

  /** A new key. */
  public static TestKey generate(Kind kind) {
    try {
      var generator = KeyPairGenerator.getInstance(kind.algorithm);
      generator.initialize(kind.bits);
      return new TestKey(kind, generator.generateKeyPair(), null, null);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The key that belongs to this text. It and its signatures are the same each time, on one release
   * of the JDK; which random bytes go into a key is not promised across releases.
   */
  public static TestKey of(Kind kind, String seed) {
    try {
      var generator = KeyPairGenerator.getInstance(kind.algorithm, kind.repeatable);
      generator.initialize(kind.bits, new SeededRandom(kind + seed));
      return new TestKey(kind, generator.generateKeyPair(), seed, null);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The P-256 key that belongs to this text, for a million signatures: each takes microseconds,
   * since all share a nonce, which gives the key away.
   */
  public static TestKey bulk(String seed) {
    TestKey key = of(Kind.P256, seed);
    byte[] message = seed.getBytes(StandardCharsets.UTF_8);
    return new TestKey(
        key.kind, key.pair, seed, FixedNonce.of(key.pair, message, key.sign(message)));
  }

  /** Of which type and size. */
  public Kind kind() {
    return kind;
  }

  /** The public half. */
  public PublicKey publicKey() {
    return pair.getPublic();
  }

  /** The public half as PEM, {@code PUBLIC KEY} (PKIX), as policies carry it. */
  public String publicKeyPem() {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(publicKey().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  /** The secret half as PEM, {@code PRIVATE KEY} (PKCS #8), for a server or client of TLS. */
  public String privateKeyPem() {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'})
            .encodeToString(pair.getPrivate().getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }

  /** Signs as nodes check. */
  public byte[] sign(byte[] message) {
    return sign(kind.signatureAlgorithm(), message);
  }

  /** Signs by another scheme of JCA's, such as {@code SHA384withECDSA}. */
  public byte[] sign(String algorithm, byte[] message) {
    if (bulk != null && algorithm.equals(kind.signatureAlgorithm())) {
      return bulk.sign(message);
    }
    try {
      Signature signature =
          seed == null
              ? Signature.getInstance(algorithm)
              : Signature.getInstance(algorithm, kind.repeatable);
      signature.initSign(pair.getPrivate(), random(algorithm, message));
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(algorithm + " with a key of kind " + kind, e);
    }
  }

  /** Depends on the message, too: a nonce must not be used for two of them. */
  private SecureRandom random(String algorithm, byte[] message) {
    return seed == null
        ? new SecureRandom()
        : new SeededRandom(
            kind + seed + algorithm + new String(message, StandardCharsets.ISO_8859_1));
  }
}
