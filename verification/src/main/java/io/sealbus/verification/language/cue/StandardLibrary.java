package io.sealbus.verification.language.cue;

import io.sealbus.verification.language.cue.Value.FunctionValue;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The packages of the standard library, as far as they are covered. */
final class StandardLibrary {
  private static final Map<String, Map<String, Value>> PACKAGES =
      Map.of(
          "list", functions(ListFunctions.all()),
          "strings", functions(StringFunctions.all()),
          "struct", functions(StructFunctions.all()),
          "regexp", functions(RegexpFunctions.all()),
          "math", functions(MathFunctions.all()),
          "time", time());

  private StandardLibrary() {}

  /** Whether the package is covered at all. */
  static boolean covers(String path) {
    return PACKAGES.containsKey(path);
  }

  /** What a package has by a name; null where that is nothing or is not covered. */
  static @Nullable Value find(String path, String name) {
    Map<String, Value> members = PACKAGES.get(path);
    return members == null ? null : members.get(name);
  }

  private static Map<String, Value> functions(Iterable<Function> functions) {
    var members = new HashMap<String, Value>();
    for (Function function : functions) {
      members.put(
          function.name().substring(function.name().indexOf('.') + 1), new FunctionValue(function));
    }
    return members;
  }

  private static Map<String, Value> time() {
    Map<String, Value> members = functions(TimeFunctions.all());
    members.putAll(TimeFunctions.constants());
    return members;
  }
}
