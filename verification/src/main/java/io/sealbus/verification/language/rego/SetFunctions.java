package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.Builtins.Function;
import io.sealbus.verification.language.rego.Builtins.Mismatch;
import io.sealbus.verification.language.rego.RegoValue.RegoSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Functions on sets. */
final class SetFunctions {
  private SetFunctions() {}

  static void addTo(Map<String, Function> functions) {
    functions.put("and", a -> both(a.set(0), a.set(1)));
    functions.put("or", a -> either(List.of(a.set(0), a.set(1))));
    functions.put("set_diff", a -> difference(a.set(0), a.set(1)));
    functions.put("union", a -> either(sets(a)));
    functions.put("intersection", SetFunctions::intersection);
  }

  private static RegoSet both(RegoSet a, RegoSet b) {
    return new RegoSet(a.members().stream().filter(b::contains).toList());
  }

  private static RegoSet difference(RegoSet a, RegoSet b) {
    return new RegoSet(a.members().stream().filter(member -> !b.contains(member)).toList());
  }

  private static RegoSet either(List<RegoSet> sets) {
    var members = new ArrayList<RegoValue>();
    sets.forEach(set -> members.addAll(set.members()));
    return RegoSet.of(members);
  }

  private static List<RegoSet> sets(Arguments arguments) {
    var sets = new ArrayList<RegoSet>();
    for (RegoValue member : arguments.set(0).members()) {
      if (!(member instanceof RegoSet set)) {
        throw new Mismatch();
      }
      arguments.work(set.members().size());
      sets.add(set);
    }
    return sets;
  }

  private static RegoSet intersection(Arguments arguments) {
    return sets(arguments).stream().reduce(SetFunctions::both).orElse(RegoSet.EMPTY);
  }
}
