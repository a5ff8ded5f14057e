package io.sealbus.verification.language.rego;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.sealbus.verification.language.rego.Builtins.Function;
import io.sealbus.verification.language.rego.Builtins.Mismatch;
import java.util.Locale;
import java.util.Map;

/** Amounts of bytes with a unit, such as {@code 10MiB}. */
final class ByteUnits {
  private static final Pattern AMOUNT =
      Pattern.compile("([0-9]+\\.?[0-9]*(?:e[+-]?[0-9]+)?|\\.[0-9]+(?:e[+-]?[0-9]+)?)([a-z]*)");

  private static final String PREFIXES = "kmgtpe";

  private ByteUnits() {}

  static void addTo(Map<String, Function> functions) {
    functions.put("units.parse_bytes", a -> parse(a.text(0)));
  }

  private static RegoValue parse(String text) {
    Matcher matcher = AMOUNT.matcher(text.toLowerCase(Locale.ROOT).replace("\"", ""));
    if (!matcher.matches()) {
      throw new Mismatch();
    }
    RegoNumber amount = RegoNumber.parse(matcher.group(1));
    if (amount == null) {
      throw new Budget.Stopped("number out of range");
    }
    Float64 bytes = Float64.of(amount).times(Float64.of(RegoValue.of(factor(matcher.group(2)))));
    return Arithmetic.whole(bytes.truncated());
  }

  private static long factor(String unit) {
    if (unit.isEmpty()) {
      return 1;
    }
    int power = PREFIXES.indexOf(unit.charAt(0)) + 1;
    long base =
        switch (unit.substring(1)) {
          case "", "b" -> 1_000;
          case "i", "ib" -> 1_024;
          default -> throw new Mismatch();
        };
    if (power == 0) {
      throw new Mismatch();
    }
    long factor = 1;
    for (int i = 0; i < power; i++) {
      factor *= base;
    }
    return factor;
  }
}
