package io.sealbus.verification.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A key of pure Ed25519. The JDK says what is a key for all providers, none of which makes any.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8032#section-5.1.7">RFC 8032, section 5.1.7</a>
 */
final class Ed25519Key implements VerificationKey {
  private static final int KEY_BYTES = 32;
  private static final int SIGNATURE_BYTES = 64;
  private static final BigInteger PRIME =
      BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));

  private final byte[] spki;
  private final SignatureProvider provider;

  /** Null where the bytes are no point; as in Go, that is found out at the first signature. */
  private final @Nullable PublicKey key;

  private Ed25519Key(byte[] spki, SignatureProvider provider, @Nullable PublicKey key) {
    this.spki = spki;
    this.provider = provider;
    this.key = key;
  }

  static Ed25519Key of(byte[] encoded, SignatureProvider provider) throws MalformedException {
    if (encoded.length != KEY_BYTES) {
      throw new MalformedException("wrong Ed25519 public key size");
    }
    byte[] spki =
        DerWriter.sequence(
            DerWriter.sequence(Oid.encode(Oid.ED25519)), DerWriter.bitString(encoded));
    try {
      return new Ed25519Key(
          spki,
          provider,
          KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki)));
    } catch (GeneralSecurityException e) {
      return new Ed25519Key(spki, provider, null);
    }
  }

  @Override
  public byte[] spki() {
    return spki.clone();
  }

  @Override
  public boolean verify(HashAlgorithm hash, byte[] message, byte[] signature) {
    return verifySignature(message, signature);
  }

  @Override
  public HashAlgorithm naturalHash() {
    return HashAlgorithm.SHA512;
  }

  @Override
  public boolean isEd25519() {
    return true;
  }

  @Override
  public boolean verifySignature(byte[] message, byte[] signature) {
    return provider.verifies(
        "Ed25519",
        spki,
        message,
        signature,
        () ->
            key != null
                && signature.length == SIGNATURE_BYTES
                && isCanonicalPoint(signature)
                && provider.verifyEd25519(key, message, signature));
  }

  /** Go compares R by its bytes, so one that is not encoded canonically never matches. */
  private static boolean isCanonicalPoint(byte[] signature) {
    byte[] y = new byte[KEY_BYTES];
    for (int i = 0; i < KEY_BYTES; i++) {
      y[i] = signature[KEY_BYTES - 1 - i];
    }
    y[0] &= 0x7f;
    return new BigInteger(1, y).compareTo(PRIME) < 0;
  }
}
