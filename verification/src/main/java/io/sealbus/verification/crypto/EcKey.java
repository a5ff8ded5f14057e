package io.sealbus.verification.crypto;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.spec.ECPoint;
import org.jspecify.annotations.Nullable;

/** An ECDSA key on one of the NIST curves. */
final class EcKey implements VerificationKey {
  private final Curve curve;
  private final ECPoint point;
  private final byte[] spki;
  private final SignatureProvider provider;

  /** Null for P-224, which Java's providers do not have. */
  private final @Nullable PublicKey key;

  private EcKey(
      Curve curve,
      ECPoint point,
      byte[] spki,
      SignatureProvider provider,
      @Nullable PublicKey key) {
    this.curve = curve;
    this.point = point;
    this.spki = spki;
    this.provider = provider;
    this.key = key;
  }

  static EcKey of(Curve curve, byte[] encodedPoint, SignatureProvider provider)
      throws MalformedException {
    ECPoint point = curve.decodePoint(encodedPoint);
    byte[] spki = curve.spki(encodedPoint);
    try {
      PublicKey key = curve == Curve.P224 ? null : provider.ecKey(spki);
      return new EcKey(curve, point, spki, provider, key);
    } catch (GeneralSecurityException e) {
      throw new MalformedException("the elliptic-curve key is refused");
    }
  }

  @Override
  public byte[] spki() {
    return spki.clone();
  }

  @Override
  public boolean isEcdsa() {
    return true;
  }

  @Override
  public boolean verifySignature(byte[] message, byte[] signature) {
    return provider.verifies(
        "ECDSA or raw, SHA-256",
        spki,
        message,
        signature,
        () -> verify(HashAlgorithm.SHA256, message, EcdsaSignature.fromDerOrRaw(signature)));
  }

  @Override
  public boolean verify(HashAlgorithm hash, byte[] message, byte[] signature) {
    return verifyDer(hash, message, signature);
  }

  @Override
  public HashAlgorithm naturalHash() {
    return switch (curve) {
      case P224 -> HashAlgorithm.SHA224;
      case P256 -> HashAlgorithm.SHA256;
      case P384 -> HashAlgorithm.SHA384;
      case P521 -> HashAlgorithm.SHA512;
    };
  }

  @Override
  public boolean verifyLogPromise(byte[] message, byte[] signature) {
    return verifyDer(HashAlgorithm.SHA256, message, signature);
  }

  /** Exact DER over any hash, as certificates are signed. */
  boolean verifyDer(HashAlgorithm hash, byte[] message, byte[] signature) {
    return provider.verifies(
        hash.ecdsaRule(),
        spki,
        message,
        signature,
        () -> verify(hash, message, EcdsaSignature.fromDer(signature)));
  }

  private boolean verify(HashAlgorithm hash, byte[] message, @Nullable EcdsaSignature signature)
      throws GeneralSecurityException {
    if (signature == null || !signature.isInRange(curve.order())) {
      return false;
    }
    if (key == null) {
      return CurveArithmetic.verify(
          curve, point, hash.digest(message), signature.r(), signature.s());
    }
    return provider.verifyEcdsa(key, hash, message, signature.toDer());
  }
}
