package io.sealbus.verification.language.cue;

import io.sealbus.verification.language.cue.Value.NumberValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Numbers: literals, and arithmetic as the reference's engine does it, in decimals of 34 digits.
 * Exponents beyond the engine's are refused.
 */
final class Numbers {
  static final MathContext CONTEXT = new MathContext(34, RoundingMode.HALF_UP);

  /** Largest exponent, as the engine's. */
  private static final int MAX_EXPONENT = 100_000;

  /** Longest literal, in characters. */
  private static final int MAX_LENGTH = 1000;

  private static final String DIGITS = "[0-9](?:_?[0-9])*";
  private static final Pattern INTEGER = Pattern.compile("0|[1-9](?:_?[0-9])*");
  private static final Pattern BASED =
      Pattern.compile(
          "0(?:([xX])([0-9a-fA-F](?:_?[0-9a-fA-F])*)|(b)([01](?:_?[01])*)|(o)([0-7](?:_?[0-7])*))");
  private static final Pattern MULTIPLIED =
      Pattern.compile("((?:" + DIGITS + ")?(?:\\.(?:" + DIGITS + ")?)?)([KMGTP])(i?)");
  private static final Pattern FLOAT =
      Pattern.compile(
          "(?:"
              + DIGITS
              + "\\.(?:"
              + DIGITS
              + ")?|\\."
              + DIGITS
              + "|"
              + DIGITS
              + "(?=[eE]))"
              + "(?:[eE][+-]?"
              + DIGITS
              + ")?");

  private Numbers() {}

  /** The number that {@code text} writes; null where it writes none that is covered. */
  static @Nullable NumberValue parse(String text) {
    if (text.length() > MAX_LENGTH) {
      return null;
    }
    String plain = text.replace("_", "");
    if (INTEGER.matcher(text).matches()) {
      return new NumberValue(new BigDecimal(plain), true);
    }
    Matcher based = BASED.matcher(text);
    if (based.matches()) {
      int radix = based.group(1) != null ? 16 : based.group(3) != null ? 2 : 8;
      return new NumberValue(new BigDecimal(new BigInteger(plain.substring(2), radix)), true);
    }
    Matcher multiplied = MULTIPLIED.matcher(text);
    if (multiplied.matches() && multiplied.group(1).matches(".*[0-9].*")) {
      return multiply(
          plain.substring(0, multiplied.end(1) - (text.length() - plain.length())), multiplied);
    }
    return FLOAT.matcher(text).matches() ? decimal(plain, false) : null;
  }

  private static @Nullable NumberValue multiply(String digits, Matcher multiplied) {
    int power = "KMGTP".indexOf(multiplied.group(2)) + 1;
    BigDecimal unit = BigDecimal.valueOf(multiplied.group(3).isEmpty() ? 1000 : 1024).pow(power);
    BigDecimal product =
        new BigDecimal(digits.endsWith(".") ? digits + "0" : digits).multiply(unit);
    // The specification truncates here; the engine refuses.
    boolean whole = product.signum() == 0 || product.stripTrailingZeros().scale() <= 0;
    return whole ? new NumberValue(product.setScale(0, RoundingMode.UNNECESSARY), true) : null;
  }

  /** A decimal with a bounded exponent. */
  static @Nullable NumberValue decimal(String text, boolean integer) {
    try {
      return checked(
          new BigDecimal(text.endsWith(".") ? text + "0" : text.replaceFirst("\\.(?=[eE])", ".0")),
          integer);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable NumberValue checked(BigDecimal number, boolean integer) {
    long exponent = (long) number.precision() - number.scale();
    return Math.abs(exponent) > MAX_EXPONENT || Math.abs((long) number.scale()) > MAX_EXPONENT
        ? null
        : new NumberValue(number, integer);
  }

  /** {@code left operator right}, for the operators that calculate. */
  static Value calculate(Operator operator, NumberValue left, NumberValue right) {
    BigDecimal x = left.number();
    BigDecimal y = right.number();
    boolean integer = left.integer() && right.integer();
    if (operator == Operator.DIVIDE
        || operator.precedence() == 7 && operator != Operator.MULTIPLY) {
      if (y.signum() == 0) {
        return Bottom.error("division by zero");
      }
    }
    return switch (operator) {
      case ADD -> result(x.add(y, CONTEXT), integer);
      case SUBTRACT -> result(x.subtract(y, CONTEXT), integer);
      case MULTIPLY -> result(x.multiply(y, CONTEXT), integer);
      case DIVIDE -> result(x.divide(y, CONTEXT), false);
      case INTEGER_DIVIDE, INTEGER_MODULO, INTEGER_QUOTIENT, INTEGER_REMAINDER ->
          integer
              ? integral(operator, integer(left), integer(right))
              : Bottom.error("invalid operands to '" + operator.symbol() + "'");
      default -> throw new UndecidableException("no arithmetic operator");
    };
  }

  private static Value result(BigDecimal number, boolean integer) {
    NumberValue value = checked(number, integer);
    return value == null ? Bottom.error("failed arithmetic: exponent out of range") : value;
  }

  /** Euclidean division for div and mod, truncated for quo and rem. */
  private static Value integral(Operator operator, BigInteger x, BigInteger y) {
    BigInteger[] truncated = x.divideAndRemainder(y);
    boolean adjust = truncated[1].signum() < 0;
    BigInteger away = BigInteger.valueOf(y.signum());
    BigInteger result =
        switch (operator) {
          case INTEGER_DIVIDE -> adjust ? truncated[0].subtract(away) : truncated[0];
          case INTEGER_MODULO -> adjust ? truncated[1].add(y.abs()) : truncated[1];
          case INTEGER_QUOTIENT -> truncated[0];
          default -> truncated[1];
        };
    return new NumberValue(new BigDecimal(result), true);
  }

  /** The whole part; refuses what would not fit into memory. */
  static BigInteger integer(NumberValue value) {
    if (value.number().precision() - (long) value.number().scale() > 10_000) {
      throw new UndecidableException("number too large");
    }
    return value.number().toBigInteger();
  }

  /** The number as it is interpolated. */
  static String text(NumberValue value) {
    return value.number().toString();
  }
}
