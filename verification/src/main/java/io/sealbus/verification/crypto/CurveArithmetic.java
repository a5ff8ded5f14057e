package io.sealbus.verification.crypto;

import java.math.BigInteger;
import java.security.spec.ECPoint;

/**
 * ECDSA verification by plain integer arithmetic, for the curve that Java's providers no longer
 * have (P-224). All inputs are public, so it need not run in constant time.
 *
 * @see <a href="https://doi.org/10.6028/NIST.FIPS.186-5">FIPS 186-5, section 6.4.2</a>
 */
final class CurveArithmetic {
  private static final BigInteger TWO = BigInteger.TWO;

  private final Curve curve;
  private final BigInteger p;

  private CurveArithmetic(Curve curve) {
    this.curve = curve;
    this.p = curve.prime();
  }

  /** Whether (r, s), both in [1, n − 1], signs {@code digest} under {@code key}. */
  static boolean verify(Curve curve, ECPoint key, byte[] digest, BigInteger r, BigInteger s) {
    BigInteger n = curve.order();
    BigInteger e = new BigInteger(1, digest);
    int excess = digest.length * 8 - n.bitLength();
    if (excess > 0) {
      e = e.shiftRight(excess);
    }
    BigInteger w = s.modInverse(n);
    BigInteger u1 = e.multiply(w).mod(n);
    BigInteger u2 = r.multiply(w).mod(n);
    var arithmetic = new CurveArithmetic(curve);
    Jacobian sum = arithmetic.twoMultiples(u1, curve.parameters().getGenerator(), u2, key);
    if (sum.z().signum() == 0) {
      return false;
    }
    BigInteger zInverse = sum.z().modInverse(curve.prime());
    BigInteger x = sum.x().multiply(zInverse).multiply(zInverse).mod(curve.prime());
    return x.mod(n).equals(r);
  }

  /** A point (x / z², y / z³); z = 0 is the point at infinity. */
  private record Jacobian(BigInteger x, BigInteger y, BigInteger z) {
    static final Jacobian INFINITY = new Jacobian(BigInteger.ONE, BigInteger.ONE, BigInteger.ZERO);

    static Jacobian of(ECPoint point) {
      return new Jacobian(point.getAffineX(), point.getAffineY(), BigInteger.ONE);
    }
  }

  /** aG + bQ, both bit by bit in one pass. */
  private Jacobian twoMultiples(BigInteger a, ECPoint g, BigInteger b, ECPoint q) {
    Jacobian first = Jacobian.of(g);
    Jacobian second = Jacobian.of(q);
    Jacobian both = add(first, second);
    Jacobian sum = Jacobian.INFINITY;
    for (int i = curve.order().bitLength() - 1; i >= 0; i--) {
      sum = twice(sum);
      if (a.testBit(i)) {
        sum = add(sum, b.testBit(i) ? both : first);
      } else if (b.testBit(i)) {
        sum = add(sum, second);
      }
    }
    return sum;
  }

  private Jacobian add(Jacobian a, Jacobian b) {
    if (a.z().signum() == 0) {
      return b;
    }
    if (b.z().signum() == 0) {
      return a;
    }
    BigInteger az2 = a.z().multiply(a.z()).mod(p);
    BigInteger bz2 = b.z().multiply(b.z()).mod(p);
    BigInteger u1 = a.x().multiply(bz2).mod(p);
    BigInteger u2 = b.x().multiply(az2).mod(p);
    BigInteger s1 = a.y().multiply(bz2).multiply(b.z()).mod(p);
    BigInteger s2 = b.y().multiply(az2).multiply(a.z()).mod(p);
    BigInteger h = u2.subtract(u1).mod(p);
    BigInteger t = s2.subtract(s1).mod(p);
    if (h.signum() == 0) {
      return t.signum() == 0 ? twice(a) : Jacobian.INFINITY;
    }
    BigInteger h2 = h.multiply(h).mod(p);
    BigInteger h3 = h2.multiply(h).mod(p);
    BigInteger v = u1.multiply(h2).mod(p);
    BigInteger x = t.multiply(t).subtract(h3).subtract(v.multiply(TWO)).mod(p);
    BigInteger y = t.multiply(v.subtract(x)).subtract(s1.multiply(h3)).mod(p);
    return new Jacobian(x, y, a.z().multiply(b.z()).multiply(h).mod(p));
  }

  private Jacobian twice(Jacobian a) {
    if (a.z().signum() == 0 || a.y().signum() == 0) {
      return Jacobian.INFINITY;
    }
    BigInteger y2 = a.y().multiply(a.y()).mod(p);
    BigInteger z2 = a.z().multiply(a.z()).mod(p);
    BigInteger s = a.x().multiply(y2).shiftLeft(2).mod(p);
    // 3x² + az⁴ with a = −3.
    BigInteger m = a.x().subtract(z2).multiply(a.x().add(z2)).multiply(Curve.THREE).mod(p);
    BigInteger x = m.multiply(m).subtract(s.shiftLeft(1)).mod(p);
    BigInteger y = m.multiply(s.subtract(x)).subtract(y2.multiply(y2).shiftLeft(3)).mod(p);
    return new Jacobian(x, y, a.y().multiply(a.z()).shiftLeft(1).mod(p));
  }
}
