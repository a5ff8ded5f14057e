package io.sealbus.verification.resource;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a plain scalar means to the Kubernetes API server, whose parser resolves it by YAML 1.1 less
 * the sexagesimal numbers, and keeps a timestamp as the text that it is.
 *
 * @see <a href="https://yaml.org/type/">YAML 1.1 types</a>
 */
final class YamlScalar {
  private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
  private static final Set<String> TRUE =
      Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
  private static final Set<String> FALSE =
      Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
  private static final Set<String> NOT_FINITE =
      Set.of(
          ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf",
          "-.Inf", "-.INF");
  private static final Map<String, Integer> RADIX =
      Map.of("0x", 16, "0X", 16, "0b", 2, "0B", 2, "0o", 8, "0O", 8);
  private static final Pattern INTEGER = Pattern.compile("([-+]?)(0[xXbBoO]|)([0-9a-fA-F]{1,400})");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?");

  private static final BigInteger LEAST = BigInteger.ONE.shiftLeft(63).negate();
  private static final BigInteger GREATEST = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
  private static final BigDecimal PLAIN_BELOW = BigDecimal.TEN.pow(21);

  private YamlScalar() {}

  /** The value, or empty for a number that JSON cannot hold. */
  static Optional<Node> resolve(String text) {
    if (NULLS.contains(text)) {
      return Optional.of(new Node.Null());
    }
    if (TRUE.contains(text) || FALSE.contains(text)) {
      return Optional.of(new Node.Bool(TRUE.contains(text)));
    }
    if (NOT_FINITE.contains(text)) {
      return Optional.empty();
    }
    return isNumberLike(text) ? number(text) : Optional.of(new Node.Text(text));
  }

  private static boolean isNumberLike(String text) {
    char first = text.charAt(0);
    return first >= '0' && first <= '9' || first == '-' || first == '+' || first == '.';
  }

  private static Optional<Node> number(String text) {
    String plain = text.charAt(0) == '.' ? text : text.replace("_", "");
    Optional<BigInteger> integer = integer(plain);
    if (integer.isPresent()) {
      return Optional.of(new Node.Number(integer.get().toString()));
    }
    if (!FLOAT.matcher(plain).matches()) {
      return Optional.of(new Node.Text(text));
    }
    double value = Double.parseDouble(plain);
    return Double.isInfinite(value) ? Optional.of(new Node.Text(text)) : Optional.of(json(value));
  }

  /** An integer of at most 64 bits; a larger one is a float to the API server's parser. */
  private static Optional<BigInteger> integer(String text) {
    Matcher m = INTEGER.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    String digits = m.group(3);
    boolean octal = m.group(2).isEmpty() && digits.length() > 1 && digits.charAt(0) == '0';
    int radix = octal ? 8 : RADIX.getOrDefault(m.group(2), 10);
    try {
      var value = new BigInteger(m.group(1) + digits, radix);
      boolean fits = value.compareTo(LEAST) >= 0 && value.compareTo(GREATEST) <= 0;
      return fits ? Optional.of(value) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /**
   * As it arrives at the API server, which sees JSON: {@code 1.0} is written there as {@code 1}.
   */
  private static Node json(double value) {
    var decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    boolean plain = decimal.abs().compareTo(PLAIN_BELOW) < 0 && decimal.scale() < 21;
    return new Node.Number(plain ? decimal.toPlainString() : decimal.toString());
  }
}
