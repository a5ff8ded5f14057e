package io.sealbus.verification.language.cue;

import io.sealbus.verification.language.cue.Value.BooleanValue;
import io.sealbus.verification.language.cue.Value.NumberValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** The package {@code math}: what is exact. */
final class MathFunctions {
  private MathFunctions() {}

  static List<Function> all() {
    List<Integer> one = List.of(Kind.NUMBER);
    return List.of(
        new Function("math.Abs", one, false, false, (e, a) -> abs(a)),
        new Function("math.Floor", one, false, false, (e, a) -> round(a, RoundingMode.FLOOR)),
        new Function("math.Ceil", one, false, false, (e, a) -> round(a, RoundingMode.CEILING)),
        new Function("math.Trunc", one, false, false, (e, a) -> round(a, RoundingMode.DOWN)),
        new Function("math.Round", one, false, false, (e, a) -> round(a, RoundingMode.HALF_UP)),
        new Function(
            "math.MultipleOf",
            List.of(Kind.NUMBER, Kind.NUMBER),
            true,
            false,
            (e, a) -> multipleOf(a)));
  }

  private static BigDecimal number(List<Value> arguments, int index) {
    var number = (NumberValue) arguments.get(index);
    if (number.number().precision() - (long) number.number().scale() > 1000
        || Math.abs((long) number.number().scale()) > 1000) {
      throw new UndecidableException("number too large");
    }
    return number.number();
  }

  private static Value abs(List<Value> arguments) {
    boolean integer = ((NumberValue) arguments.get(0)).integer();
    return new NumberValue(number(arguments, 0).abs(), integer);
  }

  private static Value round(List<Value> arguments, RoundingMode mode) {
    return new NumberValue(number(arguments, 0).setScale(0, mode), true);
  }

  private static Value multipleOf(List<Value> arguments) {
    BigDecimal divisor = number(arguments, 1);
    if (divisor.signum() == 0) {
      return Bottom.error("division by zero");
    }
    return new BooleanValue(number(arguments, 0).remainder(divisor).signum() == 0);
  }
}
