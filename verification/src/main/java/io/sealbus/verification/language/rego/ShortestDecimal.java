package io.sealbus.verification.language.rego;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * The fewest decimal digits that tell a binary number of a given precision from its neighbours.
 *
 * @param digits without leading or trailing zeros
 * @param point where the decimal point stands: the value is {@code 0.digits × 10^point}
 */
record ShortestDecimal(String digits, int point) {
  /** Of {@code mantissa × 2^exponent}, which is positive. */
  static ShortestDecimal of(BigInteger mantissa, int exponent, int precision) {
    // The mantissa gets one bit more than the precision, so that its last bit is half a unit.
    int shift = precision + 1 - mantissa.bitLength();
    if (shift < 0) {
      return exact(decimal(mantissa, exponent));
    }
    BigInteger halves = mantissa.shiftLeft(shift);
    int halfExponent = exponent - shift;
    ShortestDecimal value = exact(decimal(halves, halfExponent));
    ShortestDecimal lower = exact(decimal(halves.subtract(BigInteger.ONE), halfExponent));
    ShortestDecimal upper = exact(decimal(halves.add(BigInteger.ONE), halfExponent));
    return value.between(lower, upper, !halves.testBit(1));
  }

  private static BigDecimal decimal(BigInteger mantissa, int exponent) {
    return exponent >= 0
        ? new BigDecimal(mantissa.shiftLeft(exponent))
        : new BigDecimal(mantissa.multiply(BigInteger.valueOf(5).pow(-exponent)), -exponent);
  }

  private static ShortestDecimal exact(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    String digits = stripped.unscaledValue().toString();
    return new ShortestDecimal(digits, digits.length() - stripped.scale());
  }

  private char at(int index) {
    return index >= 0 && index < digits.length() ? digits.charAt(index) : '0';
  }

  /** The first prefix that, rounded, lies between the bounds. */
  private ShortestDecimal between(ShortestDecimal lower, ShortestDecimal upper, boolean inclusive) {
    // The bounds' digits are read at the same decimal place as this value's.
    int toLower = lower.point - point;
    int toUpper = upper.point - point;
    if (toUpper > 0) {
      return new ShortestDecimal("0" + digits, point + 1)
          .between(lower, upper, inclusive)
          .stripped();
    }
    for (int i = 0; i < digits.length(); i++) {
      char digit = digits.charAt(i);
      char low = lower.at(i + toLower);
      char high = upper.at(i + toUpper);
      boolean down = low != digit || (inclusive && i + toLower + 1 == lower.digits.length());
      boolean up =
          digit != high
              && (inclusive || digit + 1 < high || i + toUpper + 1 < upper.digits.length());
      if (down && up) {
        return isAboveHalf(i + 1) ? roundedUp(i + 1) : roundedDown(i + 1);
      }
      if (down) {
        return roundedDown(i + 1);
      }
      if (up) {
        return roundedUp(i + 1);
      }
    }
    return this;
  }

  private boolean isAboveHalf(int kept) {
    if (kept >= digits.length()) {
      return false;
    }
    if (digits.charAt(kept) == '5' && kept + 1 == digits.length()) {
      return kept > 0 && (digits.charAt(kept - 1) - '0') % 2 != 0;
    }
    return digits.charAt(kept) >= '5';
  }

  private ShortestDecimal roundedDown(int kept) {
    return new ShortestDecimal(digits.substring(0, kept), point).stripped();
  }

  private ShortestDecimal roundedUp(int kept) {
    String up = new BigInteger(digits.substring(0, kept)).add(BigInteger.ONE).toString();
    String padded = "0".repeat(Math.max(0, kept - up.length())) + up;
    return new ShortestDecimal(padded, point + padded.length() - kept).stripped();
  }

  private ShortestDecimal stripped() {
    int start = 0;
    while (start < digits.length() - 1 && digits.charAt(start) == '0') {
      start++;
    }
    int end = digits.length();
    while (end > start + 1 && digits.charAt(end - 1) == '0') {
      end--;
    }
    return new ShortestDecimal(digits.substring(start, end), point - start);
  }

  /** Without exponent. */
  String plain() {
    if (point <= 0) {
      return "0." + "0".repeat(-point) + digits;
    }
    if (point >= digits.length()) {
      return digits + "0".repeat(point - digits.length());
    }
    return digits.substring(0, point) + "." + digits.substring(point);
  }

  /** With an exponent where the number is small or large: below 1e-4, from 1e6 on. */
  String general() {
    int exponent = point - 1;
    if (exponent >= -4 && exponent < 6) {
      return plain();
    }
    String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
    String magnitude = Integer.toString(Math.abs(exponent));
    return digits.charAt(0)
        + fraction
        + (exponent < 0 ? "e-" : "e+")
        + (magnitude.length() < 2 ? "0" + magnitude : magnitude);
  }
}
