package io.sealbus.verification.language.rego;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The functions of the language that are covered. */
final class Builtins {
  /** A function; null, or {@link Mismatch}, where it has no value for its arguments. */
  interface Function {
    @Nullable RegoValue call(Arguments arguments);
  }

  /** Arguments that a function has no value for, which makes the expression undefined. */
  @SuppressWarnings("serial")
  static final class Mismatch extends RuntimeException {
    Mismatch() {
      super(null, null, false, false);
    }
  }

  private static final Map<String, Integer> ARITIES = arities();
  private static final Map<String, Function> FUNCTIONS = functions();

  private Builtins() {}

  private static Map<String, Integer> arities() {
    var arities = new HashMap<String, Integer>();
    for (String line : Signatures.COVERED.split("\n")) {
      int colon = line.indexOf(':');
      arities.put(line.substring(0, colon), TypeReader.signature(line).arguments().size());
    }
    return Map.copyOf(arities);
  }

  private static Map<String, Function> functions() {
    var functions = new HashMap<String, Function>();
    Comparisons.addTo(functions);
    Arithmetic.addTo(functions);
    Aggregates.addTo(functions);
    ArrayFunctions.addTo(functions);
    SetFunctions.addTo(functions);
    ObjectFunctions.addTo(functions);
    StringFunctions.addTo(functions);
    Encodings.addTo(functions);
    Digests.addTo(functions);
    JsonFunctions.addTo(functions);
    Patterns.addTo(functions);
    Times.addTo(functions);
    Casts.addTo(functions);
    SemanticVersion.addTo(functions);
    ByteUnits.addTo(functions);
    return Map.copyOf(functions);
  }

  /** Whether the language has such a function, covered or not. */
  static boolean isName(String name) {
    return ARITIES.containsKey(name) || Signatures.isLeftOut(name);
  }

  static boolean isCovered(String name) {
    return ARITIES.containsKey(name);
  }

  static boolean isDeprecated(String name) {
    return Signatures.isDeprecated(name);
  }

  /** Arguments that it takes; negative where there is none of the name. */
  static int arity(String name) {
    return ARITIES.getOrDefault(name, -1);
  }

  /** The value of a covered function; null where it has none. */
  static @Nullable RegoValue call(String name, List<RegoValue> arguments, Budget budget) {
    Function function = FUNCTIONS.get(name);
    if (function == null) {
      throw new Budget.Stopped("function " + name + " without implementation");
    }
    try {
      RegoValue value = function.call(new Arguments(arguments, budget));
      if (value != null) {
        budget.made(value);
      }
      return value;
    } catch (Mismatch | ArithmeticException e) {
      return null;
    }
  }
}
