package io.sealbus.verification.crypto;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Reads public keys as Go's {@code crypto/x509} does.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5280#section-4.1">RFC 5280, section 4.1</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5480">RFC 5480</a>
 */
final class KeyReader {
  private static final int X25519_BYTES = 32;

  private KeyReader() {}

  /** A SubjectPublicKeyInfo with nothing after it. */
  static VerificationKey fromSpki(byte[] spki, SignatureProvider provider)
      throws MalformedException {
    Der outer = Der.of(spki);
    Der content = outer.read(Der.SEQUENCE);
    if (!outer.isEmpty()) {
      throw new MalformedException("trailing data after the public key");
    }
    VerificationKey key = fromSpkiContent(content, provider);
    if (key == null) {
      throw new MalformedException("unknown public key algorithm");
    }
    return key;
  }

  /** The key, or null where its algorithm is unknown, which a certificate may have. */
  static @Nullable VerificationKey fromSpkiContent(Der spki, SignatureProvider provider)
      throws MalformedException {
    Der algorithm = spki.read(Der.SEQUENCE);
    String oid = algorithm.readOid();
    algorithm.checkNext();
    byte[] key = spki.readBitString().alignedRight();
    return switch (oid) {
      case Oid.RSA -> {
        if (algorithm.read(Der.NULL).remaining().length != 0) {
          throw new MalformedException("RSA key without NULL parameters");
        }
        yield rsa(Der.of(key).read(Der.SEQUENCE), provider);
      }
      case Oid.EC -> ec(algorithm.readOid(), key, provider);
      case Oid.ED25519 -> {
        requireNoParameters(algorithm);
        yield Ed25519Key.of(key, provider);
      }
      case Oid.X25519 -> {
        requireNoParameters(algorithm);
        if (key.length != X25519_BYTES) {
          throw new MalformedException("wrong X25519 public key size");
        }
        yield new UnusableKey("X25519");
      }
      case Oid.DSA -> dsa(algorithm, key);
      default -> null;
    };
  }

  /** RFC 8017, appendix A.1.1, with nothing after it. */
  static VerificationKey fromPkcs1(byte[] pkcs1, SignatureProvider provider)
      throws MalformedException {
    Der outer = Der.of(pkcs1);
    VerificationKey key = rsa(outer.read(Der.SEQUENCE), provider);
    if (!outer.isEmpty()) {
      throw new MalformedException("trailing data after the public key");
    }
    return key;
  }

  private static VerificationKey rsa(Der key, SignatureProvider provider)
      throws MalformedException {
    BigInteger modulus = key.readInteger();
    return RsaKey.of(modulus, key.readInteger(), provider);
  }

  private static VerificationKey ec(String curve, byte[] point, SignatureProvider provider)
      throws MalformedException {
    Curve known =
        Curve.byOid(curve).orElseThrow(() -> new MalformedException("unsupported elliptic curve"));
    return EcKey.of(known, point, provider);
  }

  private static VerificationKey dsa(Der algorithm, byte[] key) throws MalformedException {
    Der parameters = algorithm.read(Der.SEQUENCE);
    boolean positive =
        Der.of(key).readInteger().signum() > 0
            & parameters.readInteger().signum() > 0
            & parameters.readInteger().signum() > 0
            & parameters.readInteger().signum() > 0;
    if (!positive) {
      throw new MalformedException("zero or negative DSA parameter");
    }
    return new UnusableKey("DSA");
  }

  private static void requireNoParameters(Der algorithm) throws MalformedException {
    if (!algorithm.isEmpty()) {
      throw new MalformedException("key encoded with illegal parameters");
    }
  }
}
