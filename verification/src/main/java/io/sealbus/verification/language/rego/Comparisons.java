package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.Builtins.Function;
import io.sealbus.verification.language.rego.RegoValue.RegoArray;
import io.sealbus.verification.language.rego.RegoValue.RegoObject;
import io.sealbus.verification.language.rego.RegoValue.RegoSet;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/** Comparisons and membership. */
final class Comparisons {
  private Comparisons() {}

  static void addTo(Map<String, Function> functions) {
    functions.put("eq", comparing(order -> order == 0));
    functions.put("equal", comparing(order -> order == 0));
    functions.put("neq", comparing(order -> order != 0));
    functions.put("lt", comparing(order -> order < 0));
    functions.put("lte", comparing(order -> order <= 0));
    functions.put("gt", comparing(order -> order > 0));
    functions.put("gte", comparing(order -> order >= 0));
    functions.put("internal.member_2", Comparisons::member);
    functions.put("internal.member_3", Comparisons::memberWithKey);
  }

  private static Function comparing(IntPredicate holds) {
    return arguments ->
        RegoValue.of(holds.test(ValueOrder.compare(arguments.value(0), arguments.value(1))));
  }

  private static RegoValue member(Arguments arguments) {
    RegoValue sought = arguments.value(0);
    return RegoValue.of(
        switch (arguments.value(1)) {
          case RegoSet set -> set.contains(sought);
          case RegoArray array -> contains(array.elements(), sought, arguments);
          case RegoObject object -> contains(object.values(), sought, arguments);
          default -> false;
        });
  }

  private static boolean contains(List<RegoValue> values, RegoValue sought, Arguments arguments) {
    arguments.work(values.size());
    return values.stream().anyMatch(value -> value.same(sought));
  }

  private static RegoValue memberWithKey(Arguments arguments) {
    RegoValue found = Terms.member(arguments.value(2), arguments.value(0));
    return RegoValue.of(found != null && found.same(arguments.value(1)));
  }
}
