package io.sealbus.verification.language.cue;

import io.sealbus.verification.language.cue.Value.BooleanValue;
import io.sealbus.verification.language.cue.Value.NumberValue;
import java.math.BigDecimal;
import java.util.List;

/** The package {@code struct}. */
final class StructFunctions {
  private StructFunctions() {}

  static List<Function> all() {
    List<Integer> parameters = List.of(Kind.STRUCT, Kind.INT);
    return List.of(
        new Function("struct.MinFields", parameters, true, false, StructFunctions::minFields),
        new Function("struct.MaxFields", parameters, true, false, StructFunctions::maxFields));
  }

  /** Too few fields of a struct that may yet have more are none too few. */
  private static Value minFields(Evaluator evaluator, List<Value> arguments) {
    if (count(arguments).compareTo(limit(arguments)) >= 0) {
      return new BooleanValue(true);
    }
    var struct = (Vertex) arguments.get(0);
    boolean closed = struct.closedRecursively || struct.closedOnce;
    return new Bottom(
        closed ? Bottom.Code.EVALUATION : Bottom.Code.INCOMPLETE, "len(fields) < MinFields");
  }

  private static Value maxFields(Evaluator evaluator, List<Value> arguments) {
    return count(arguments).compareTo(limit(arguments)) <= 0
        ? new BooleanValue(true)
        : Bottom.error("len(fields) > MaxFields");
  }

  private static BigDecimal count(List<Value> arguments) {
    return BigDecimal.valueOf(((Vertex) arguments.get(0)).data().size());
  }

  private static BigDecimal limit(List<Value> arguments) {
    return ((NumberValue) arguments.get(1)).number();
  }
}
