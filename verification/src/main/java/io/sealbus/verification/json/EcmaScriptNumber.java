package io.sealbus.verification.json;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * Numbers as ECMAScript prints them: the shortest digits that read back as the same double, and
 * among those the closest.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8785#section-3.2.2.3">RFC 8785, section
 *     3.2.2.3</a>
 */
final class EcmaScriptNumber {
  private EcmaScriptNumber() {}

  static String format(String literal) throws InvalidJsonException {
    double value = Double.parseDouble(literal);
    if (!Double.isFinite(value)) {
      throw new InvalidJsonException("$", "number is out of range");
    }
    return format(value);
  }

  static String format(double value) {
    if (value == 0) {
      return "0";
    }
    BigDecimal decimal = shortest(Math.abs(value));
    String digits = decimal.unscaledValue().toString();
    // The value is 0.digits × 10^point.
    int point = digits.length() - decimal.scale();
    String sign = value < 0 ? "-" : "";
    if (point > 21 || point < -5) {
      return sign + exponential(digits, point - 1);
    }
    if (point <= 0) {
      return sign + "0." + "0".repeat(-point) + digits;
    }
    if (point >= digits.length()) {
      return sign + digits + "0".repeat(point - digits.length());
    }
    return sign + digits.substring(0, point) + "." + digits.substring(point);
  }

  private static String exponential(String digits, int exponent) {
    String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
    return digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
  }

  /** Java prints the shortest digits too, save that it never prints fewer than two of them. */
  private static BigDecimal shortest(double value) {
    BigDecimal printed = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    if (printed.precision() != 2) {
      return printed;
    }
    BigDecimal exact = new BigDecimal(value);
    BigDecimal best = printed;
    BigDecimal below = printed.setScale(printed.scale() - 1, RoundingMode.DOWN);
    for (BigDecimal one : List.of(below, below.add(below.ulp()))) {
      boolean closer =
          best == printed || one.subtract(exact).abs().compareTo(best.subtract(exact).abs()) < 0;
      if (closer && one.doubleValue() == value) {
        best = one.stripTrailingZeros();
      }
    }
    return best;
  }
}
