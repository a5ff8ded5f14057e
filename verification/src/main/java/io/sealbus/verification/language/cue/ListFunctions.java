package io.sealbus.verification.language.cue;

import io.sealbus.verification.language.cue.Value.BooleanValue;
import io.sealbus.verification.language.cue.Value.NumberValue;
import io.sealbus.verification.language.cue.Value.StringValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The package {@code list}. */
final class ListFunctions {
  private ListFunctions() {}

  static List<Function> all() {
    return List.of(
        validator("MinItems", ListFunctions::minItems, Kind.LIST, Kind.INT),
        validator("MaxItems", ListFunctions::maxItems, Kind.LIST, Kind.INT),
        validator("UniqueItems", ListFunctions::uniqueItems, Kind.LIST),
        validator("Contains", ListFunctions::contains, Kind.LIST, Kind.TOP),
        function("Concat", ListFunctions::concat, Kind.LIST),
        function("Reverse", ListFunctions::reverse, Kind.LIST),
        function("Take", (e, a) -> part(e, a, 0, count(a, 1)), Kind.LIST, Kind.INT),
        function("Drop", (e, a) -> part(e, a, count(a, 1), Long.MAX_VALUE), Kind.LIST, Kind.INT),
        function("Slice", ListFunctions::slice, Kind.LIST, Kind.INT, Kind.INT),
        function("Sum", ListFunctions::sum, Kind.LIST),
        function("Max", (e, a) -> extreme(e, a, 1), Kind.LIST),
        function("Min", (e, a) -> extreme(e, a, -1), Kind.LIST),
        function("SortStrings", ListFunctions::sortStrings, Kind.LIST),
        validator("IsSortedStrings", ListFunctions::isSortedStrings, Kind.LIST));
  }

  private static Function validator(String name, Function.Body body, Integer... parameters) {
    return new Function("list." + name, List.of(parameters), true, false, body);
  }

  private static Function function(String name, Function.Body body, Integer... parameters) {
    return new Function("list." + name, List.of(parameters), false, false, body);
  }

  private static List<Vertex> elements(Value list) {
    return ((Vertex) list).data();
  }

  private static long count(List<Value> arguments, int index) {
    BigDecimal number = ((NumberValue) arguments.get(index)).number();
    if (number.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0) {
      throw new UndecidableException("number too large");
    }
    return number.longValue();
  }

  /** Too few items of a list that may yet have more are none too few. */
  private static Value minItems(Evaluator evaluator, List<Value> arguments) {
    if (elements(arguments.get(0)).size() >= count(arguments, 1)) {
      return new BooleanValue(true);
    }
    return new Bottom(
        ((Vertex) arguments.get(0)).openList ? Bottom.Code.INCOMPLETE : Bottom.Code.EVALUATION,
        "len(list) < MinItems");
  }

  private static Value maxItems(Evaluator evaluator, List<Value> arguments) {
    return elements(arguments.get(0)).size() <= count(arguments, 1)
        ? new BooleanValue(true)
        : Bottom.error("len(list) > MaxItems");
  }

  private static Value uniqueItems(Evaluator evaluator, List<Value> arguments) {
    List<Vertex> elements = elements(arguments.get(0));
    Bottom found = null;
    for (int i = 0; i < elements.size(); i++) {
      for (int j = i + 1; j < elements.size(); j++) {
        Value first = evaluator.concrete(elements.get(i));
        Value second = evaluator.concrete(elements.get(j));
        if (first instanceof Bottom || second instanceof Bottom) {
          throw new UndecidableException("unique items that are not concrete");
        }
        if (first.kind() == second.kind() && Equality.data(evaluator, first, second)) {
          found = Bottom.error("equal values at positions " + i + " and " + j);
        }
      }
    }
    return found == null ? new BooleanValue(true) : found;
  }

  private static Value contains(Evaluator evaluator, List<Value> arguments) {
    Value sought = evaluator.concrete(arguments.get(1));
    for (Vertex element : elements(arguments.get(0))) {
      Value value = evaluator.concrete(element);
      if (value instanceof Bottom) {
        throw new UndecidableException("list with elements that are not concrete");
      }
      if (value.kind() == sought.kind() && Equality.data(evaluator, value, sought)) {
        return new BooleanValue(true);
      }
    }
    return new BooleanValue(false);
  }

  private static Value concat(Evaluator evaluator, List<Value> arguments) {
    var all = new ArrayList<Vertex>();
    for (Vertex part : elements(arguments.get(0))) {
      Value list = evaluator.concrete(part);
      if (list instanceof Bottom bottom) {
        return bottom;
      }
      if (!(list instanceof Vertex vertex) || !vertex.list) {
        return Bottom.error("cannot use " + Text.of(list) + " as list");
      }
      all.addAll(vertex.data());
    }
    return Lists.of(evaluator, all);
  }

  private static Value reverse(Evaluator evaluator, List<Value> arguments) {
    var reversed = new ArrayList<>(elements(arguments.get(0)));
    Collections.reverse(reversed);
    return Lists.of(evaluator, reversed);
  }

  private static Value part(Evaluator evaluator, List<Value> arguments, long from, long to) {
    List<Vertex> elements = elements(arguments.get(0));
    if (from < 0 || to < 0) {
      return Bottom.error("negative index");
    }
    int end = (int) Math.min(to, elements.size());
    return Lists.of(evaluator, elements.subList((int) Math.min(from, end), end));
  }

  private static Value slice(Evaluator evaluator, List<Value> arguments) {
    long from = count(arguments, 1);
    long to = count(arguments, 2);
    if (from < 0 || from > to || to > elements(arguments.get(0)).size()) {
      return Bottom.error("invalid index");
    }
    return part(evaluator, arguments, from, to);
  }

  private static Value sum(Evaluator evaluator, List<Value> arguments) {
    Value sum = NumberValue.of(0);
    for (Vertex element : elements(arguments.get(0))) {
      Value value = number(evaluator, element);
      if (!(value instanceof NumberValue number) || !(sum instanceof NumberValue before)) {
        return value instanceof Bottom ? value : sum;
      }
      sum = Numbers.calculate(Operator.ADD, before, number);
    }
    return sum;
  }

  private static Value extreme(Evaluator evaluator, List<Value> arguments, int sign) {
    NumberValue best = null;
    for (Vertex element : elements(arguments.get(0))) {
      Value value = number(evaluator, element);
      if (!(value instanceof NumberValue number)) {
        return value;
      }
      if (best == null || Integer.signum(number.number().compareTo(best.number())) == sign) {
        best = number;
      }
    }
    return best == null ? Bottom.error("empty list") : best;
  }

  private static Value number(Evaluator evaluator, Vertex element) {
    Value value = evaluator.concrete(element);
    return value instanceof NumberValue || value instanceof Bottom
        ? value
        : Bottom.error("cannot use " + Text.of(value) + " as number");
  }

  private static Value sortStrings(Evaluator evaluator, List<Value> arguments) {
    var strings = new ArrayList<StringValue>();
    for (Vertex element : elements(arguments.get(0))) {
      switch (evaluator.concrete(element)) {
        case StringValue string -> strings.add(string);
        case Bottom bottom -> {
          return bottom;
        }
        default -> {
          return Bottom.error("list element is not a string");
        }
      }
    }
    strings.sort((x, y) ->
        Comparison.compare(Operator.LESS, x, y).equals(new BooleanValue(true))
            ? -1
            : x.equals(y) ? 0 : 1);
    return Lists.of(evaluator, strings);
  }

  private static Value isSortedStrings(Evaluator evaluator, List<Value> arguments) {
    Value sorted = sortStrings(evaluator, arguments);
    return sorted instanceof Vertex list
        ? new BooleanValue(Equality.data(evaluator, list, arguments.get(0)))
        : sorted;
  }
}
