package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.Expr.CallStep;
import io.sealbus.verification.language.rego.Expr.EveryStep;
import io.sealbus.verification.language.rego.Expr.SomeInStep;
import io.sealbus.verification.language.rego.Expr.SomeStep;
import io.sealbus.verification.language.rego.Expr.TermStep;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Names that a body declares by {@code :=} or {@code some}, comprehensions excepted. */
final class Declarations {
  private Declarations() {}

  static Set<String> of(List<Expr> body) {
    var names = new HashSet<String>();
    body.forEach(expr -> collect(expr, names));
    return names;
  }

  private static void collect(Expr expr, Set<String> names) {
    switch (expr.step()) {
      case CallStep call when call.is(Expr.ASSIGNMENT) && call.operands().size() == 2 ->
          names.addAll(Variables.ALL.of(call.operands().get(0)));
      case SomeStep(List<Term.Var> variables) -> variables.forEach(v -> names.add(v.name()));
      case SomeInStep in -> {
        if (in.key() != null) {
          names.addAll(Variables.ALL.of(in.key()));
        }
        names.addAll(Variables.ALL.of(in.value()));
      }
      case EveryStep every -> every.body().forEach(inner -> collect(inner, names));
      case CallStep ignored -> {}
      case TermStep ignored -> {}
    }
  }
}
