package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.Builtins.Function;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Functions on arrays. */
final class ArrayFunctions {
  private ArrayFunctions() {}

  static void addTo(Map<String, Function> functions) {
    functions.put("array.concat", ArrayFunctions::concat);
    functions.put("array.reverse", a -> RegoValue.array(a.array(0).elements().reversed()));
    functions.put("array.slice", ArrayFunctions::slice);
  }

  private static RegoValue concat(Arguments arguments) {
    var elements = new ArrayList<>(arguments.array(0).elements());
    elements.addAll(arguments.array(1).elements());
    return RegoValue.array(elements);
  }

  /** Bounds beyond the array are moved to its ends. */
  private static RegoValue slice(Arguments arguments) {
    List<RegoValue> elements = arguments.array(0).elements();
    long stop = Math.clamp(arguments.integer(2), 0, elements.size());
    long start = Math.clamp(arguments.integer(1), 0, stop);
    return RegoValue.array(elements.subList((int) start, (int) stop));
  }
}
