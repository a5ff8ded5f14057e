package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.Builtins.Function;
import io.sealbus.verification.language.rego.Builtins.Mismatch;
import io.sealbus.verification.language.rego.RegoValue.RegoArray;
import io.sealbus.verification.language.rego.RegoValue.RegoObject;
import io.sealbus.verification.language.rego.RegoValue.RegoSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Functions on objects. */
final class ObjectFunctions {
  private ObjectFunctions() {}

  static void addTo(Map<String, Function> functions) {
    functions.put("object.get", ObjectFunctions::get);
    functions.put("object.keys", a -> new RegoSet(a.object(0).keys()));
    functions.put("object.remove", a -> kept(a, false));
    functions.put("object.filter", a -> kept(a, true));
    functions.put("object.union", a -> union(a.object(0), a.object(1), a));
    functions.put("object.union_n", ObjectFunctions::unionAll);
    functions.put("object.subset", a -> RegoValue.of(subset(a)));
  }

  /** An array is a path, any other key one step. */
  private static RegoValue get(Arguments arguments) {
    RegoObject object = arguments.object(0);
    if (!(arguments.value(1) instanceof RegoArray path)) {
      RegoValue value = object.get(arguments.value(1));
      return value == null ? arguments.value(2) : value;
    }
    RegoValue value = object;
    for (RegoValue key : path.elements()) {
      value = Terms.member(value, key);
      if (value == null) {
        return arguments.value(2);
      }
    }
    return value;
  }

  private static RegoValue kept(Arguments arguments, boolean named) {
    RegoObject object = arguments.object(0);
    List<RegoValue> names =
        arguments.value(1) instanceof RegoObject keys ? keys.keys() : arguments.elements(1);
    RegoSet keys = RegoSet.of(names);
    arguments.work(object.keys().size() + (long) names.size());
    var members = object.toBuilder();
    members.keySet().removeIf(key -> keys.contains(key) != named);
    return RegoObject.of(members);
  }

  private static RegoObject union(RegoObject left, RegoObject right, Arguments arguments) {
    arguments.work(16L * (left.keys().size() + right.keys().size()));
    var members = left.toBuilder();
    for (int i = 0; i < right.keys().size(); i++) {
      RegoValue value = right.values().get(i);
      members.merge(
          right.keys().get(i),
          value,
          (before, after) ->
              before instanceof RegoObject a && after instanceof RegoObject b
                  ? union(a, b, arguments)
                  : after);
    }
    return RegoObject.of(members);
  }

  private static RegoValue unionAll(Arguments arguments) {
    RegoObject union = RegoObject.EMPTY;
    for (RegoValue element : arguments.array(0).elements()) {
      union = union(union, Arguments.object(element), arguments);
    }
    return union;
  }

  private static boolean subset(Arguments arguments) {
    RegoValue whole = arguments.value(0);
    RegoValue part = arguments.value(1);
    if (whole instanceof RegoArray array && part instanceof RegoSet set) {
      RegoSet elements = RegoSet.of(array.elements());
      arguments.work(array.elements().size());
      return !array.elements().isEmpty() && set.members().stream().allMatch(elements::contains);
    }
    if (!whole.typeName().equals(part.typeName())) {
      throw new Mismatch();
    }
    return switch (whole) {
      case RegoObject ignored -> holds(whole, part, arguments);
      case RegoArray ignored -> holds(whole, part, arguments);
      case RegoSet ignored -> holds(whole, part, arguments);
      default -> throw new Mismatch();
    };
  }

  private static boolean holds(RegoValue whole, RegoValue part, Arguments arguments) {
    arguments.budget().step();
    if (whole instanceof RegoObject a && part instanceof RegoObject b) {
      for (int i = 0; i < b.keys().size(); i++) {
        RegoValue value = a.get(b.keys().get(i));
        if (value == null || !holds(value, b.values().get(i), arguments)) {
          return false;
        }
      }
      return true;
    }
    if (whole instanceof RegoSet a && part instanceof RegoSet b) {
      arguments.work(b.members().size());
      return b.members().stream().allMatch(a::contains);
    }
    if (whole instanceof RegoArray a && part instanceof RegoArray b) {
      arguments.work((long) a.elements().size() * b.elements().size());
      return Collections.indexOfSubList(a.elements(), b.elements()) >= 0;
    }
    return whole.same(part);
  }
}
