package io.sealbus.verification.crypto;

import io.sealbus.verification.facts.Reading;
import java.util.Optional;

/**
 * A public key that was parsed and checked. Immutable and safe for use by many threads; parse once,
 * verify often.
 */
public sealed interface VerificationKey permits EcKey, RsaKey, Ed25519Key, UnusableKey {
  /**
   * Reads the first PEM block of {@code pem}, a {@code PUBLIC KEY} or {@code RSA PUBLIC KEY}.
   * Whatever stands before or after it is passed over.
   *
   * @param provider who does the arithmetic
   * @throws MalformedException where there is no such block, or it holds no key of a known kind
   */
  static VerificationKey fromPem(byte[] pem, SignatureProvider provider) throws MalformedException {
    Optional<Pem.Block> block = Pem.first(pem);
    if (block.isEmpty()) {
      throw new MalformedException("PEM decoding failed");
    }
    return switch (block.get().type()) {
      case "PUBLIC KEY" -> KeyReader.fromSpki(block.get().der(), provider);
      case "RSA PUBLIC KEY" -> KeyReader.fromPkcs1(block.get().der(), provider);
      default -> throw new MalformedException("the PEM block is not a public key");
    };
  }

  /** The SubjectPublicKeyInfo in DER, encoded anew. */
  byte[] spki();

  /**
   * Whether {@code signature} signs {@code message} by this key over SHA-256 in the way that a node
   * accepts: ECDSA (DER, or raw where it is no DER at all), RSA PKCS #1 v1.5, or pure Ed25519.
   * False for anything malformed.
   */
  boolean verifySignature(byte[] message, byte[] signature);

  /**
   * Whether {@code signature} signs {@code message} by this key over {@code hash}: ECDSA in exact
   * DER, RSA PKCS #1 v1.5, or pure Ed25519, which has a hash of its own. False for anything
   * malformed.
   */
  boolean verify(HashAlgorithm hash, byte[] message, byte[] signature);

  /** The hash that goes with the key: by the curve, else SHA-256. */
  default HashAlgorithm naturalHash() {
    return HashAlgorithm.SHA256;
  }

  /** Whether {@code signature} is ECDSA over SHA-256 in exact DER, as a Rekor log signs. */
  default boolean verifyLogPromise(byte[] message, byte[] signature) {
    return false;
  }

  /** Whether this is a key of a kind that logs sign with. */
  default boolean isEcdsa() {
    return false;
  }

  /** Whether this is a key of Ed25519. */
  default boolean isEd25519() {
    return false;
  }

  /** Whether this is a key of RSA. */
  default boolean isRsa() {
    return false;
  }

  /**
   * Reads a SubjectPublicKeyInfo in DER with nothing after it.
   *
   * @throws MalformedException where it holds no key of a known kind
   */
  static VerificationKey fromSpki(byte[] spki, SignatureProvider provider)
      throws MalformedException {
    return KeyReader.fromSpki(spki, provider);
  }

  /**
   * Reads an RSA key in the DER of PKCS #1 with nothing after it.
   *
   * @throws MalformedException where it is none
   */
  static VerificationKey fromPkcs1(byte[] pkcs1, SignatureProvider provider)
      throws MalformedException {
    return KeyReader.fromPkcs1(pkcs1, provider);
  }

  /** Adds the key to what an answer depends on. */
  default void describe(Reading reading) {
    reading.add(isUsable() ? "key" : "key that signs nothing").add(spki());
  }

  /** Whether a signature by this key can be checked at all. */
  default boolean isUsable() {
    return true;
  }
}
