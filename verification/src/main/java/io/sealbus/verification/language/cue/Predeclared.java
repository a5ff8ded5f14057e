package io.sealbus.verification.language.cue;

import io.sealbus.verification.language.cue.Value.BoundValue;
import io.sealbus.verification.language.cue.Value.ConjunctionValue;
import io.sealbus.verification.language.cue.Value.FunctionValue;
import io.sealbus.verification.language.cue.Value.NumberValue;
import io.sealbus.verification.language.cue.Value.TypeValue;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Identifiers that every text knows (CUE specification, "Predeclared identifiers"). */
final class Predeclared {
  private static final Map<String, Value> VALUES = values();

  private Predeclared() {}

  /** What {@code name} stands for where nothing else is declared by it; null for nothing. */
  static @Nullable Value find(String name) {
    return VALUES.get(name.startsWith("__") ? name.substring(2) : name);
  }

  private static Map<String, Value> values() {
    var values = new HashMap<String, Value>();
    values.put("string", new TypeValue(Kind.STRING));
    values.put("bytes", new TypeValue(Kind.BYTES));
    values.put("bool", new TypeValue(Kind.BOOL));
    values.put("int", new TypeValue(Kind.INT));
    values.put("float", new TypeValue(Kind.FLOAT));
    values.put("number", new TypeValue(Kind.NUMBER));
    values.put("rune", integers(BigDecimal.ZERO, BigDecimal.valueOf(0x10FFFF)));
    for (int bits = 8; bits <= 128; bits *= 2) {
      BigDecimal half = BigDecimal.TWO.pow(bits - 1);
      values.put("int" + bits, integers(half.negate(), half.subtract(BigDecimal.ONE)));
      values.put(
          "uint" + bits,
          integers(BigDecimal.ZERO, half.multiply(BigDecimal.TWO).subtract(BigDecimal.ONE)));
    }
    values.put(
        "uint",
        new ConjunctionValue(
            List.of(
                new TypeValue(Kind.INT), bound(Operator.GREATER_EQUAL, BigDecimal.ZERO, true))));
    values.put("float32", floats("3.40282346638528859811704183484516925440e+38"));
    values.put("float64", floats("1.797693134862315708145274237317043567981e+308"));
    for (Function function : CoreFunctions.all()) {
      values.put(function.name(), new FunctionValue(function));
    }
    return Map.copyOf(values);
  }

  private static BoundValue bound(Operator operator, BigDecimal limit, boolean integer) {
    return new BoundValue(operator, new NumberValue(limit, integer), null);
  }

  private static Value integers(BigDecimal low, BigDecimal high) {
    return new ConjunctionValue(
        List.of(
            new TypeValue(Kind.INT),
            bound(Operator.GREATER_EQUAL, low, true),
            bound(Operator.LESS_EQUAL, high, true)));
  }

  private static Value floats(String limit) {
    var high = new BigDecimal(limit);
    return new ConjunctionValue(
        List.of(
            bound(Operator.GREATER_EQUAL, high.negate(), false),
            bound(Operator.LESS_EQUAL, high, false)));
  }
}
