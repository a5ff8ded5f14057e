package io.sealbus.verification.crypto;

import java.math.BigInteger;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.EllipticCurve;
import java.util.Arrays;
import java.util.Optional;

/**
 * The NIST curves over prime fields: y² = x³ − 3x + b.
 *
 * @see <a href="https://doi.org/10.6028/NIST.SP.800-186">NIST SP 800-186, section 3.2.1</a>
 */
enum Curve {
  P224(
      "1.3.132.0.33",
      "ffffffffffffffffffffffffffffffff000000000000000000000001",
      "ffffffffffffffffffffffffffff16a2e0b8f03e13dd29455c5c2a3d",
      "b4050a850c04b3abf54132565044b0b7d7bfd8ba270b39432355ffb4",
      "b70e0cbd6bb4bf7f321390b94a03c1d356c21122343280d6115c1d21",
      "bd376388b5f723fb4c22dfe6cd4375a05a07476444d5819985007e34"),
  P256(
      "1.2.840.10045.3.1.7",
      "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
      "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
      "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b",
      "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
      "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"),
  P384(
      "1.3.132.0.34",
      "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff",
      "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
      "b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef",
      "aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7",
      "3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f"),
  P521(
      "1.3.132.0.35",
      "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
          + "ffffffffffffffffff",
      "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47"
          + "aebb6fb71e91386409",
      "0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34"
          + "f1ef451fd46b503f00",
      "00c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a42"
          + "9bf97e7e31c2e5bd66",
      "011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761353c7086a272c2"
          + "4088be94769fd16650");

  static final BigInteger THREE = BigInteger.valueOf(3);

  private final String oid;
  private final ECParameterSpec parameters;
  private final BigInteger prime;
  private final int fieldBytes;
  private final byte[] spkiPrefix;

  Curve(String oid, String p, String n, String b, String gx, String gy) {
    this.oid = oid;
    this.prime = new BigInteger(p, 16);
    this.fieldBytes = (prime.bitLength() + 7) / 8;
    this.parameters =
        new ECParameterSpec(
            new EllipticCurve(
                new ECFieldFp(prime), prime.subtract(BigInteger.valueOf(3)), new BigInteger(b, 16)),
            new ECPoint(new BigInteger(gx, 16), new BigInteger(gy, 16)),
            new BigInteger(n, 16),
            1);
    byte[] point = new byte[1 + 2 * fieldBytes];
    byte[] spki =
        DerWriter.sequence(
            DerWriter.sequence(Oid.encode(Oid.EC), Oid.encode(oid)), DerWriter.bitString(point));
    this.spkiPrefix = Arrays.copyOf(spki, spki.length - point.length);
  }

  static Optional<Curve> byOid(String oid) {
    for (Curve curve : values()) {
      if (curve.oid.equals(oid)) {
        return Optional.of(curve);
      }
    }
    return Optional.empty();
  }

  String oid() {
    return oid;
  }

  ECParameterSpec parameters() {
    return parameters;
  }

  BigInteger order() {
    return parameters.getOrder();
  }

  BigInteger prime() {
    return prime;
  }

  int fieldBytes() {
    return fieldBytes;
  }

  /** The SubjectPublicKeyInfo of a key whose point is encoded uncompressed. */
  byte[] spki(byte[] encodedPoint) {
    byte[] spki = Arrays.copyOf(spkiPrefix, spkiPrefix.length + encodedPoint.length);
    System.arraycopy(encodedPoint, 0, spki, spkiPrefix.length, encodedPoint.length);
    return spki;
  }

  /** SEC 1, section 2.3.4, uncompressed points only; the point must be on the curve. */
  ECPoint decodePoint(byte[] encoded) throws MalformedException {
    if (encoded.length != 1 + 2 * fieldBytes || encoded[0] != 4) {
      throw new MalformedException("not an uncompressed point of the curve");
    }
    BigInteger x = new BigInteger(1, encoded, 1, fieldBytes);
    BigInteger y = new BigInteger(1, encoded, 1 + fieldBytes, fieldBytes);
    if (x.compareTo(prime) >= 0 || y.compareTo(prime) >= 0 || !contains(x, y)) {
      throw new MalformedException("the point is not on the curve");
    }
    return new ECPoint(x, y);
  }

  private boolean contains(BigInteger x, BigInteger y) {
    BigInteger right = x.multiply(x).subtract(THREE).multiply(x).add(parameters.getCurve().getB());
    return y.multiply(y).subtract(right).mod(prime).signum() == 0;
  }
}
