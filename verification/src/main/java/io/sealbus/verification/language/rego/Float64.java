package io.sealbus.verification.language.rego;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * A binary floating-point number with a mantissa of 64 bits and an unbounded exponent, which is
 * what the reference computes with: {@code mantissa × 2^exponent}, rounded to nearest, ties to
 * even.
 */
record Float64(BigInteger mantissa, int exponent) {
  private static final int PRECISION = 64;
  private static final BigInteger FIVE = BigInteger.valueOf(5);

  static Float64 of(RegoNumber number) {
    BigDecimal value = number.value();
    int scale = value.scale();
    if (scale <= 0) {
      BigInteger integer = value.unscaledValue().multiply(BigInteger.TEN.pow(-scale));
      return rounded(integer, BigInteger.ONE, 0);
    }
    return rounded(value.unscaledValue(), FIVE.pow(scale), -scale);
  }

  static Float64 of(BigInteger integer) {
    return integer.bitLength() <= PRECISION
        ? rounded(integer, BigInteger.ONE, 0)
        : new Float64(integer, 0);
  }

  /** {@code numerator / denominator × 2^exponent}, rounded. */
  private static Float64 rounded(BigInteger numerator, BigInteger denominator, int exponent) {
    if (numerator.signum() == 0) {
      return new Float64(BigInteger.ZERO, 0);
    }
    // Enough bits that the quotient has the precision, a rounding bit, and a sticky remainder.
    int shift = PRECISION + 2 - (numerator.bitLength() - denominator.bitLength());
    BigInteger scaled = shift >= 0 ? numerator.abs().shiftLeft(shift) : numerator.abs();
    BigInteger divisor = shift >= 0 ? denominator : denominator.shiftLeft(-shift);
    BigInteger[] parts = scaled.divideAndRemainder(divisor);
    BigInteger quotient = parts[0];
    int excess = quotient.bitLength() - PRECISION;
    BigInteger kept = quotient.shiftRight(excess);
    BigInteger lost = quotient.subtract(kept.shiftLeft(excess));
    int half = lost.compareTo(BigInteger.ONE.shiftLeft(excess - 1));
    boolean above = half > 0 || (half == 0 && parts[1].signum() != 0);
    boolean tie = half == 0 && parts[1].signum() == 0;
    if (above || (tie && kept.testBit(0))) {
      kept = kept.add(BigInteger.ONE);
    }
    BigInteger signed = numerator.signum() < 0 ? kept.negate() : kept;
    return new Float64(signed, exponent - shift + excess);
  }

  private static Float64 rounded(BigInteger mantissa, int exponent) {
    return rounded(mantissa, BigInteger.ONE, exponent);
  }

  Float64 plus(Float64 other) {
    int lowest = Math.min(exponent, other.exponent);
    BigInteger sum =
        mantissa
            .shiftLeft(exponent - lowest)
            .add(other.mantissa.shiftLeft(other.exponent - lowest));
    return rounded(sum, lowest);
  }

  Float64 negate() {
    return new Float64(mantissa.negate(), exponent);
  }

  Float64 abs() {
    return new Float64(mantissa.abs(), exponent);
  }

  Float64 minus(Float64 other) {
    return plus(other.negate());
  }

  Float64 times(Float64 other) {
    return rounded(mantissa.multiply(other.mantissa), exponent + other.exponent);
  }

  /** The quotient; {@code other} is not zero. */
  Float64 dividedBy(Float64 other) {
    BigInteger numerator = other.mantissa.signum() < 0 ? mantissa.negate() : mantissa;
    return rounded(numerator, other.mantissa.abs(), exponent - other.exponent);
  }

  int signum() {
    return mantissa.signum();
  }

  /** The integer part, towards zero. */
  BigInteger truncated() {
    if (exponent >= 0) {
      return mantissa.shiftLeft(exponent);
    }
    BigInteger magnitude = mantissa.abs().shiftRight(-exponent);
    return mantissa.signum() < 0 ? magnitude.negate() : magnitude;
  }

  boolean isInteger() {
    return exponent >= 0 || mantissa.signum() == 0 || mantissa.getLowestSetBit() >= -exponent;
  }

  boolean sameAs(BigInteger integer) {
    return isInteger() && truncated().equals(integer);
  }

  /** The shortest decimal that reads back as this number, as Go's {@code %g} or {@code %f}. */
  RegoNumber toNumber() {
    if (mantissa.signum() == 0) {
      return RegoNumber.of(0);
    }
    ShortestDecimal shortest = ShortestDecimal.of(mantissa.abs(), exponent, PRECISION);
    String digits = isInteger() ? shortest.plain() : shortest.general();
    RegoNumber number = RegoNumber.parse(mantissa.signum() < 0 ? "-" + digits : digits);
    if (number == null) {
      throw new ArithmeticException("out of range");
    }
    return number;
  }

  /** The nearest number of Java's double precision, for formatting. */
  double toDouble() {
    BigDecimal exact =
        exponent >= 0
            ? new BigDecimal(mantissa.shiftLeft(exponent))
            : new BigDecimal(mantissa).divide(new BigDecimal(BigInteger.TWO.pow(-exponent)));
    return exact.round(new java.math.MathContext(60, RoundingMode.HALF_EVEN)).doubleValue();
  }
}
