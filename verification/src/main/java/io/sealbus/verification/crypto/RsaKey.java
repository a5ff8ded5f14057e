package io.sealbus.verification.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An RSA key. The padding of PKCS #1 v1.5 is compared byte for byte with the only one that is
 * right, so a provider's leniency cannot matter.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8017#section-8.2.2">RFC 8017, section 8.2.2</a>
 */
final class RsaKey implements VerificationKey {
  /** Below this nothing is accepted. */
  private static final int MIN_BITS = 1024;

  /** A bound on work; a verification is cubic in this. */
  private static final int MAX_BITS = 16384;

  private static final BigInteger MAX_EXPONENT = BigInteger.valueOf(Integer.MAX_VALUE);
  private static final byte PADDING = (byte) 0xff;

  private final BigInteger modulus;
  private final byte[] spki;
  private final SignatureProvider provider;

  /** Null where no signature of the key is acceptable. */
  private final @Nullable PublicKey key;

  private RsaKey(
      BigInteger modulus, byte[] spki, SignatureProvider provider, @Nullable PublicKey key) {
    this.modulus = modulus;
    this.spki = spki;
    this.provider = provider;
    this.key = key;
  }

  static RsaKey of(BigInteger modulus, BigInteger exponent, SignatureProvider provider)
      throws MalformedException {
    if (modulus.signum() <= 0 || exponent.signum() <= 0 || exponent.bitLength() > 63) {
      throw new MalformedException("the RSA modulus or exponent is out of range");
    }
    byte[] spki =
        DerWriter.sequence(
            DerWriter.sequence(Oid.encode(Oid.RSA), DerWriter.NULL),
            DerWriter.bitString(
                DerWriter.sequence(DerWriter.integer(modulus), DerWriter.integer(exponent))));
    boolean acceptable =
        modulus.bitLength() >= MIN_BITS
            && modulus.bitLength() <= MAX_BITS
            && modulus.testBit(0)
            && exponent.testBit(0)
            && exponent.compareTo(BigInteger.ONE) > 0
            && exponent.compareTo(MAX_EXPONENT) <= 0;
    try {
      PublicKey key = acceptable ? provider.rsaKey(spki) : null;
      return new RsaKey(modulus, spki, provider, key);
    } catch (GeneralSecurityException e) {
      throw new MalformedException("the RSA key is refused");
    }
  }

  @Override
  public byte[] spki() {
    return spki.clone();
  }

  @Override
  public boolean verifySignature(byte[] message, byte[] signature) {
    return verifyPkcs1(HashAlgorithm.SHA256, message, signature);
  }

  @Override
  public boolean verify(HashAlgorithm hash, byte[] message, byte[] signature) {
    return verifyPkcs1(hash, message, signature);
  }

  @Override
  public boolean isRsa() {
    return true;
  }

  boolean verifyPkcs1(HashAlgorithm hash, byte[] message, byte[] signature) {
    return provider.verifies(
        hash.pkcs1Rule(),
        spki,
        message,
        signature,
        () ->
            key != null
                && fits(signature)
                && Arrays.equals(
                    provider.rsaPublic(key, signature), encoded(hash, message, signature.length)));
  }

  /** As many bytes as the modulus, and a number below it. */
  private boolean fits(byte[] signature) {
    return signature.length == (modulus.bitLength() + 7) / 8
        && new BigInteger(1, signature).compareTo(modulus) < 0;
  }

  /** EMSA-PKCS1-v1_5, section 9.2. */
  private static byte[] encoded(HashAlgorithm hash, byte[] message, int length) {
    byte[] prefix = hash.digestInfoPrefix();
    byte[] digest = hash.digest(message);
    byte[] encoded = new byte[length];
    Arrays.fill(encoded, PADDING);
    int start = length - digest.length - prefix.length;
    encoded[0] = 0;
    encoded[1] = 1;
    encoded[start - 1] = 0;
    System.arraycopy(prefix, 0, encoded, start, prefix.length);
    System.arraycopy(digest, 0, encoded, start + prefix.length, digest.length);
    return encoded;
  }

  /** RSASSA-PSS with MGF1 over the same hash and a salt of its length: certificates only. */
  boolean verifyPss(HashAlgorithm hash, byte[] message, byte[] signature) {
    return provider.verifies(
        hash.pssRule(),
        spki,
        message,
        signature,
        () -> key != null && fits(signature) && isPss(key, hash, message, signature));
  }

  private static boolean isPss(PublicKey key, HashAlgorithm hash, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    String name = "SHA-" + hash.length() * 8;
    Signature verifier = Signature.getInstance("RSASSA-PSS");
    verifier.setParameter(
        new PSSParameterSpec(name, "MGF1", new MGF1ParameterSpec(name), hash.length(), 1));
    verifier.initVerify(key);
    verifier.update(message);
    try {
      return verifier.verify(signature);
    } catch (SignatureException e) {
      // The JDK says so of some that do not verify.
      return false;
    }
  }
}
