package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.Builtins.Function;
import io.sealbus.verification.language.rego.Builtins.Mismatch;
import io.sealbus.verification.language.rego.RegoValue.RegoArray;
import io.sealbus.verification.language.rego.RegoValue.RegoObject;
import io.sealbus.verification.language.rego.RegoValue.RegoSet;
import io.sealbus.verification.language.rego.RegoValue.RegoString;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Functions that make one value of many. */
final class Aggregates {
  private Aggregates() {}

  static void addTo(Map<String, Function> functions) {
    functions.put("count", Aggregates::count);
    functions.put("sum", Aggregates::sum);
    functions.put("product", Aggregates::product);
    functions.put("max", arguments -> extreme(arguments, 1));
    functions.put("min", arguments -> extreme(arguments, -1));
    functions.put("sort", Aggregates::sort);
    functions.put("all", arguments -> RegoValue.of(trues(arguments) == size(arguments)));
    functions.put("any", arguments -> RegoValue.of(trues(arguments) > 0));
  }

  private static RegoValue count(Arguments arguments) {
    return RegoValue.of(
        switch (arguments.value(0)) {
          case RegoArray array -> array.elements().size();
          case RegoObject object -> object.keys().size();
          case RegoSet set -> set.members().size();
          case RegoString(String text) -> text.codePointCount(0, text.length());
          default -> throw new Mismatch();
        });
  }

  private static RegoValue sum(Arguments arguments) {
    long integers = 0;
    boolean whole = true;
    Float64 sum = Float64.of(RegoNumber.of(0));
    for (RegoValue element : arguments.elements(0)) {
      RegoNumber number = Arguments.number(element);
      Long integer = number.integer();
      whole &= integer != null;
      integers += integer == null ? 0 : integer;
      sum = sum.plus(Float64.of(number));
    }
    arguments.work(size(arguments));
    return whole ? RegoValue.of(integers) : sum.toNumber();
  }

  private static RegoValue product(Arguments arguments) {
    Float64 product = Float64.of(RegoNumber.of(1));
    for (RegoValue element : arguments.elements(0)) {
      product = Float64.of(product.times(Float64.of(Arguments.number(element))).toNumber());
    }
    arguments.work(size(arguments));
    return product.toNumber();
  }

  private static @Nullable RegoValue extreme(Arguments arguments, int sign) {
    RegoValue extreme = null;
    for (RegoValue element : arguments.elements(0)) {
      if (extreme == null || sign * ValueOrder.compare(element, extreme) >= 0) {
        extreme = element;
      }
    }
    arguments.work(size(arguments));
    return extreme;
  }

  private static RegoValue sort(Arguments arguments) {
    List<RegoValue> elements = arguments.elements(0);
    arguments.work(16L * elements.size());
    return RegoValue.array(elements.stream().sorted(RegoValue.ORDER).toList());
  }

  private static long trues(Arguments arguments) {
    arguments.work(size(arguments));
    return arguments.elements(0).stream().filter(RegoValue.TRUE::equals).count();
  }

  private static int size(Arguments arguments) {
    return arguments.elements(0).size();
  }
}
