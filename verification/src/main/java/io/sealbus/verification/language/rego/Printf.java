package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.Budget.Stopped;
import io.sealbus.verification.language.rego.RegoValue.RegoArray;
import io.sealbus.verification.language.rego.RegoValue.RegoString;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Go's {@code fmt.Sprintf} for what the language hands it: integers, floating-point numbers and
 * strings, composite values as the language writes them. Verbs and flags that are not covered end
 * the evaluation.
 */
final class Printf {
  private static final int MAX_WIDTH = 10_000;

  /** Flags, width and precision of one verb; negative where there is none. */
  private record Spec(
      boolean minus,
      boolean plus,
      boolean zero,
      boolean space,
      boolean sharp,
      int width,
      int precision) {}

  private final String format;
  private final List<RegoValue> arguments;
  private final Budget budget;
  private final StringBuilder out = new StringBuilder();
  private int at;
  private int next;

  Printf(String format, RegoArray arguments, Budget budget) {
    this.format = format;
    this.arguments = arguments.elements();
    this.budget = budget;
  }

  String print() {
    while (at < format.length()) {
      char c = format.charAt(at++);
      if (c == '%') {
        verb();
      } else {
        out.append(c);
      }
      budget.steps(1);
    }
    if (next < arguments.size()) {
      extra();
    }
    return out.toString();
  }

  private void extra() {
    out.append("%!(EXTRA ");
    for (int i = next; i < arguments.size(); i++) {
      Object argument = argument(arguments.get(i));
      out.append(i > next ? ", " : "");
      out.append(argument instanceof BigInteger ? "*" : "");
      out.append(type(argument)).append('=').append(plain(argument));
    }
    out.append(')');
  }

  private void verb() {
    Spec spec = spec();
    if (at >= format.length()) {
      out.append("%!(NOVERB)");
      return;
    }
    int verb = format.codePointAt(at);
    at += Character.charCount(verb);
    if (verb == '%') {
      out.append('%');
      return;
    }
    String name = Character.toString(verb);
    if (next >= arguments.size()) {
      out.append("%!").append(name).append("(MISSING)");
      return;
    }
    Object argument = argument(arguments.get(next++));
    String text = format(argument, verb, spec);
    if (text == null) {
      String shown = plainPadded(argument, spec);
      out.append("%!").append(name).append('(').append(type(argument)).append('=').append(shown);
      out.append(')');
    } else {
      out.append(text);
    }
  }

  private Spec spec() {
    boolean minus = false;
    boolean plus = false;
    boolean zero = false;
    boolean space = false;
    boolean sharp = false;
    for (; at < format.length(); at++) {
      char c = format.charAt(at);
      minus |= c == '-';
      plus |= c == '+';
      zero |= c == '0';
      space |= c == ' ';
      sharp |= c == '#';
      if ("-+0 #".indexOf(c) < 0) {
        break;
      }
    }
    if (at < format.length() && "[*".indexOf(format.charAt(at)) >= 0) {
      throw new Stopped("sprintf with indexed or starred arguments");
    }
    int width = digits();
    int precision = -1;
    if (at < format.length() && format.charAt(at) == '.') {
      at++;
      if (at < format.length() && "[*".indexOf(format.charAt(at)) >= 0) {
        throw new Stopped("sprintf with indexed or starred arguments");
      }
      precision = Math.max(0, digits());
    }
    return new Spec(minus, plus, zero && !minus, space, sharp, width, precision);
  }

  private int digits() {
    int value = -1;
    while (at < format.length()
        && Character.digit(format.charAt(at), 10) >= 0
        && format.charAt(at) < 0x80) {
      value = Math.max(0, value) * 10 + (format.charAt(at++) - '0');
      if (value > MAX_WIDTH) {
        throw new Stopped("sprintf with a width beyond " + MAX_WIDTH);
      }
    }
    return value;
  }

  /** What is too large for Go's floating-point numbers is handed over as text. */
  private static Object argument(RegoValue value) {
    if (value instanceof RegoString(String text)) {
      return text;
    }
    if (!(value instanceof RegoNumber number)) {
      return Format.term(value);
    }
    Long integer = number.integer();
    if (integer != null) {
      return integer;
    }
    if (number.text().chars().allMatch(c -> c == '-' || c == '+' || (c >= '0' && c <= '9'))) {
      return new BigInteger(number.text());
    }
    double value64 = number.value().doubleValue();
    return Double.isInfinite(value64) ? number.text() : value64;
  }

  private static String type(Object argument) {
    return switch (argument) {
      case Long ignored -> "int";
      case BigInteger ignored -> "big.Int";
      case Double ignored -> "float64";
      default -> "string";
    };
  }

  private static String plain(Object argument) {
    return argument instanceof Double number ? general(number, 21) : argument.toString();
  }

  private static String plainPadded(Object argument, Spec spec) {
    if (spec.plus || spec.space || spec.sharp || spec.precision >= 0) {
      throw new Stopped("sprintf with flags on a wrong verb");
    }
    return padded(plain(argument), spec, argument instanceof Number);
  }

  private static @Nullable String format(Object argument, int verb, Spec spec) {
    return switch (argument) {
      case Long integer -> integer(BigInteger.valueOf(integer), verb, spec);
      case BigInteger integer -> integer(integer, verb == 's' ? 'd' : verb, spec);
      case Double number -> floating(number, verb, spec);
      default -> text(argument.toString(), verb, spec);
    };
  }

  private static @Nullable String integer(BigInteger value, int verb, Spec spec) {
    if (spec.sharp || spec.precision >= 0) {
      throw new Stopped("sprintf with alternate form or precision of an integer");
    }
    return switch (verb) {
      case 'd', 'v' -> signed(value.abs().toString(), value.signum() < 0, spec);
      case 'x' -> signed(value.abs().toString(16), value.signum() < 0, spec);
      case 'X' ->
          signed(
              value.abs().toString(16).toUpperCase(java.util.Locale.ROOT),
              value.signum() < 0,
              spec);
      case 'o' -> signed(value.abs().toString(8), value.signum() < 0, spec);
      case 'b' -> signed(value.abs().toString(2), value.signum() < 0, spec);
      case 'c', 'q', 'U', 'O', 'T', 'p' -> throw uncovered(verb);
      default -> null;
    };
  }

  private static Stopped uncovered(int verb) {
    return new Stopped("sprintf with %" + Character.toString(verb));
  }

  private static @Nullable String floating(double value, int verb, Spec spec) {
    if (spec.sharp) {
      throw new Stopped("sprintf with alternate form of a number");
    }
    boolean negative = value < 0 || (value == 0 && 1 / value < 0);
    double magnitude = Math.abs(value);
    return switch (verb) {
      case 'f', 'F' ->
          signed(fixed(magnitude, spec.precision < 0 ? 6 : spec.precision), negative, spec);
      case 'v', 'g' -> {
        if (spec.precision >= 0) {
          throw uncovered(verb);
        }
        yield signed(general(magnitude, 21), negative, spec);
      }
      case 'e', 'E', 'G', 'b', 'x', 'X', 'T', 'p' -> throw uncovered(verb);
      default -> null;
    };
  }

  private static String fixed(double value, int precision) {
    return new BigDecimal(value).setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
  }

  /** The shortest text that reads back, with an exponent from {@code 10^limit} on. */
  private static String general(double value, int limit) {
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    BigDecimal shortest = new BigDecimal(Double.toString(Math.abs(value))).stripTrailingZeros();
    String digits = shortest.unscaledValue().toString();
    int exponent = digits.length() - shortest.scale() - 1;
    String sign = value < 0 ? "-" : "";
    if (exponent >= -4 && exponent < limit) {
      return sign + shortest.toPlainString();
    }
    String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
    return sign
        + digits.charAt(0)
        + fraction
        + (exponent < 0 ? "e-" : "e+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }

  private static @Nullable String text(String value, int verb, Spec spec) {
    String cut = value;
    if (spec.precision >= 0 && value.codePointCount(0, value.length()) > spec.precision) {
      cut = value.substring(0, value.offsetByCodePoints(0, spec.precision));
    }
    return switch (verb) {
      case 's', 'v' -> {
        if (spec.sharp && verb == 'v') {
          throw uncovered(verb);
        }
        yield padded(cut, spec, false);
      }
      case 'q' -> {
        if (spec.sharp || spec.plus) {
          throw uncovered(verb);
        }
        yield padded(Format.quoted(cut), spec, false);
      }
      case 'x', 'X', 'T', 'p' -> throw uncovered(verb);
      default -> null;
    };
  }

  private static String signed(String digits, boolean negative, Spec spec) {
    String sign = negative ? "-" : spec.plus ? "+" : spec.space ? " " : "";
    if (spec.zero) {
      int zeros = spec.width - sign.length() - digits.length();
      return sign + "0".repeat(Math.max(0, zeros)) + digits;
    }
    return padded(sign + digits, spec, true);
  }

  private static String padded(String text, Spec spec, boolean number) {
    int missing = spec.width - text.codePointCount(0, text.length());
    if (missing <= 0) {
      return text;
    }
    String fill = (spec.zero && !number ? "0" : " ").repeat(missing);
    return spec.minus ? text + fill : fill + text;
  }
}
