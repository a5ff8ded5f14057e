package io.sealbus.verification.crypto;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * An ECDSA signature. The numbers are as the signature gives them; whether they are in range is for
 * the curve to say.
 */
record EcdsaSignature(BigInteger r, BigInteger s) {
  /** Longest raw form: two numbers of P-521. */
  private static final int MAX_RAW = 132;

  /** Exactly a DER SEQUENCE of two non-negative INTEGERs with nothing after it, or null. */
  static @Nullable EcdsaSignature fromDer(byte[] signature) {
    try {
      Der outer = Der.of(signature);
      Der inner = outer.read(Der.SEQUENCE);
      var parsed = new EcdsaSignature(inner.readInteger(), inner.readInteger());
      boolean exact = outer.isEmpty() && inner.isEmpty();
      return exact && parsed.r.signum() >= 0 && parsed.s.signum() >= 0 ? parsed : null;
    } catch (MalformedException e) {
      return null;
    }
  }

  /**
   * As {@link #fromDer}; what does not begin with a DER SEQUENCE of two INTEGERs at all may be the
   * raw form r‖s instead. So DER with trailing bytes is refused rather than read as raw.
   */
  static @Nullable EcdsaSignature fromDerOrRaw(byte[] signature) {
    if (startsAsDer(signature)) {
      return fromDer(signature);
    }
    if (signature.length == 0 || signature.length > MAX_RAW || signature.length % 2 != 0) {
      return null;
    }
    int half = signature.length / 2;
    return new EcdsaSignature(
        new BigInteger(1, signature, 0, half), new BigInteger(1, signature, half, half));
  }

  private static boolean startsAsDer(byte[] signature) {
    try {
      Der inner = Der.of(signature).read(Der.SEQUENCE);
      inner.readInteger();
      inner.readInteger();
      return true;
    } catch (MalformedException e) {
      return false;
    }
  }

  /** Whether both numbers are in [1, n − 1]. */
  boolean isInRange(BigInteger n) {
    return r.signum() > 0 && s.signum() > 0 && r.compareTo(n) < 0 && s.compareTo(n) < 0;
  }

  byte[] toDer() {
    return DerWriter.sequence(DerWriter.integer(r), DerWriter.integer(s));
  }
}
