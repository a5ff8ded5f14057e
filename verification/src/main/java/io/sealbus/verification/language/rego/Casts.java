package io.sealbus.verification.language.rego;

import com.google.re2j.Pattern;
import io.sealbus.verification.language.rego.Builtins.Function;
import io.sealbus.verification.language.rego.Builtins.Mismatch;
import io.sealbus.verification.language.rego.RegoValue.RegoBoolean;
import io.sealbus.verification.language.rego.RegoValue.RegoNull;
import io.sealbus.verification.language.rego.RegoValue.RegoSet;
import io.sealbus.verification.language.rego.RegoValue.RegoString;
import java.util.Map;

/** Functions about kinds of values. */
final class Casts {
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

  private static final Pattern JSON_NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  /** Other numbers that Go reads: hexadecimal ones. */
  private static final Pattern HEXADECIMAL = Pattern.compile("(?i)[+-]?0x[0-9a-f_.]+p[+-]?[0-9]+");

  private Casts() {}

  static void addTo(Map<String, Function> functions) {
    functions.put("type_name", a -> RegoValue.of(a.value(0).typeName()));
    for (String kind :
        new String[] {"array", "boolean", "null", "number", "object", "set", "string"}) {
      functions.put("is_" + kind, a -> RegoValue.of(a.value(0).typeName().equals(kind)));
    }
    for (String kind : new String[] {"boolean", "null", "object", "string"}) {
      functions.put("cast_" + kind, a -> same(a.value(0), kind));
    }
    functions.put("cast_array", a -> RegoValue.array(a.elements(0)));
    functions.put("cast_set", a -> RegoSet.of(a.elements(0)));
    functions.put("to_number", a -> toNumber(a.value(0)));
  }

  private static RegoValue same(RegoValue value, String kind) {
    if (!value.typeName().equals(kind)) {
      throw new Mismatch();
    }
    return value;
  }

  private static RegoValue toNumber(RegoValue value) {
    return switch (value) {
      case RegoNull ignored -> RegoValue.of(0);
      case RegoBoolean(boolean truth) -> RegoValue.of(truth ? 1 : 0);
      case RegoNumber number -> number;
      case RegoString(String text) -> parsed(text);
      default -> throw new Mismatch();
    };
  }

  private static RegoValue parsed(String text) {
    if (HEXADECIMAL.matches(text)) {
      throw new Budget.Stopped("hexadecimal number");
    }
    if (!DECIMAL.matches(text) || Double.isInfinite(Double.parseDouble(text))) {
      throw new Mismatch();
    }
    RegoNumber number = JSON_NUMBER.matches(text) ? RegoNumber.parse(text) : null;
    if (number == null) {
      throw new Budget.Stopped("number that is out of range or not written as JSON does");
    }
    return number;
  }
}
