package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.RegoValue.RegoArray;
import io.sealbus.verification.language.rego.RegoValue.RegoObject;
import io.sealbus.verification.language.rego.RegoValue.RegoSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** All values within a value, each after the one that holds it, with the path that leads there. */
final class Walk {
  private final Budget budget;
  private final List<RegoValue> path = new ArrayList<>();

  Walk(Budget budget) {
    this.budget = budget;
  }

  /** Until {@code visit} does not want more; whether it wanted all. */
  boolean each(RegoValue value, Predicate<RegoValue> visit) {
    RegoValue pair = RegoValue.array(List.of(RegoValue.array(path), value));
    budget.made(pair);
    budget.steps(path.size());
    if (!visit.test(pair)) {
      return false;
    }
    return switch (value) {
      case RegoArray array -> {
        for (int i = 0; i < array.elements().size(); i++) {
          if (!below(RegoValue.of(i), array.elements().get(i), visit)) {
            yield false;
          }
        }
        yield true;
      }
      case RegoObject object -> {
        for (int i = 0; i < object.keys().size(); i++) {
          if (!below(object.keys().get(i), object.values().get(i), visit)) {
            yield false;
          }
        }
        yield true;
      }
      case RegoSet set -> set.members().stream().allMatch(member -> below(member, member, visit));
      default -> true;
    };
  }

  private boolean below(RegoValue key, RegoValue value, Predicate<RegoValue> visit) {
    path.add(key);
    boolean more = each(value, visit);
    path.removeLast();
    return more;
  }
}
