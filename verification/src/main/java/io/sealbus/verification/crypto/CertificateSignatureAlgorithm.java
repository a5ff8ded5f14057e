package io.sealbus.verification.crypto;

import org.jspecify.annotations.Nullable;

/**
 * How a certificate is signed. MD5, SHA-1 and SHA-224 are not among them, so certificates signed
 * with them are refused.
 */
enum CertificateSignatureAlgorithm {
  RSA_SHA256(HashAlgorithm.SHA256),
  RSA_SHA384(HashAlgorithm.SHA384),
  RSA_SHA512(HashAlgorithm.SHA512),
  PSS_SHA256(HashAlgorithm.SHA256),
  PSS_SHA384(HashAlgorithm.SHA384),
  PSS_SHA512(HashAlgorithm.SHA512),
  ECDSA_SHA256(HashAlgorithm.SHA256),
  ECDSA_SHA384(HashAlgorithm.SHA384),
  ECDSA_SHA512(HashAlgorithm.SHA512),
  ED25519(HashAlgorithm.SHA512);

  private static final String MGF1 = "1.2.840.113549.1.1.8";

  private final HashAlgorithm hash;

  CertificateSignatureAlgorithm(HashAlgorithm hash) {
    this.hash = hash;
  }

  /** From an AlgorithmIdentifier's content, or null where the algorithm is not accepted. */
  static @Nullable CertificateSignatureAlgorithm read(Der identifier) throws MalformedException {
    String oid = identifier.readOid();
    identifier.checkNext();
    return switch (oid) {
      case "1.2.840.113549.1.1.11" -> RSA_SHA256;
      case "1.2.840.113549.1.1.12" -> RSA_SHA384;
      case "1.2.840.113549.1.1.13" -> RSA_SHA512;
      case "1.2.840.113549.1.1.10" -> pss(identifier);
      case "1.2.840.10045.4.3.2" -> ECDSA_SHA256;
      case "1.2.840.10045.4.3.3" -> ECDSA_SHA384;
      case "1.2.840.10045.4.3.4" -> ECDSA_SHA512;
      case Oid.ED25519 -> identifier.isEmpty() ? ED25519 : null;
      default -> null;
    };
  }

  /** RFC 4055, section 3.1: one hash for all, a salt of its length, the usual trailer. */
  private static @Nullable CertificateSignatureAlgorithm pss(Der identifier) {
    try {
      Der parameters = identifier.read(Der.SEQUENCE);
      String hash = hash(parameters.read(Der.constructedContext(0)).read(Der.SEQUENCE));
      Der mask = parameters.read(Der.constructedContext(1)).read(Der.SEQUENCE);
      boolean mgf1 = mask.readOid().equals(MGF1);
      boolean sameHash = hash(mask.read(Der.SEQUENCE)).equals(hash);
      int salt = parameters.read(Der.constructedContext(2)).readInteger().intValueExact();
      Der trailer = parameters.readOptional(Der.constructedContext(3));
      boolean usualTrailer = trailer == null || trailer.readInteger().intValueExact() == 1;
      CertificateSignatureAlgorithm algorithm =
          switch (hash) {
            case "2.16.840.1.101.3.4.2.1" -> PSS_SHA256;
            case "2.16.840.1.101.3.4.2.2" -> PSS_SHA384;
            case "2.16.840.1.101.3.4.2.3" -> PSS_SHA512;
            default -> null;
          };
      return algorithm != null
              && mgf1
              && sameHash
              && usualTrailer
              && salt == algorithm.hash.length()
          ? algorithm
          : null;
    } catch (MalformedException | ArithmeticException e) {
      return null;
    }
  }

  /** The hash's identifier; its parameters must be NULL or absent. */
  private static String hash(Der identifier) throws MalformedException {
    String oid = identifier.readOid();
    if (!identifier.isEmpty() && identifier.read(Der.NULL).remaining().length != 0) {
      throw new MalformedException("hash with parameters");
    }
    return oid;
  }

  /** Whether {@code signature} signs {@code message} by {@code key}, which must be of the kind. */
  boolean verify(VerificationKey key, byte[] message, byte[] signature) {
    return switch (this) {
      case RSA_SHA256, RSA_SHA384, RSA_SHA512 ->
          key instanceof RsaKey rsa && rsa.verifyPkcs1(hash, message, signature);
      case PSS_SHA256, PSS_SHA384, PSS_SHA512 ->
          key instanceof RsaKey rsa && rsa.verifyPss(hash, message, signature);
      case ECDSA_SHA256, ECDSA_SHA384, ECDSA_SHA512 ->
          key instanceof EcKey ec && ec.verifyDer(hash, message, signature);
      case ED25519 -> key instanceof Ed25519Key ed && ed.verifySignature(message, signature);
    };
  }
}
