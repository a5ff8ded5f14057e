package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.Expr.CallStep;
import io.sealbus.verification.language.rego.Expr.EveryStep;
import io.sealbus.verification.language.rego.Expr.SomeInStep;
import io.sealbus.verification.language.rego.Expr.SomeStep;
import io.sealbus.verification.language.rego.Expr.Step;
import io.sealbus.verification.language.rego.Expr.TermStep;
import io.sealbus.verification.language.rego.Expr.With;
import io.sealbus.verification.language.rego.Term.Comprehension;
import io.sealbus.verification.language.rego.Term.Ref;
import io.sealbus.verification.language.rego.Term.Var;
import java.util.List;
import java.util.Map;

/** Renames variables wherever they stand, closures included. */
final class Renaming {
  private Renaming() {}

  static Term term(Term term, Map<String, String> names) {
    return switch (term) {
      case Var variable -> variable(variable, names);
      case Ref ref
          when ref.path().isEmpty()
              && ref.head() instanceof Var(String name)
              && !names.getOrDefault(name, name).equals(name) ->
          new Var(names.getOrDefault(name, name));
      case Comprehension it ->
          new Comprehension(
              it.into(),
              it.key() == null ? null : term(it.key(), names),
              term(it.value(), names),
              it.body().stream().map(expr -> expr(expr, names)).toList());
      default -> term.mapChildren(child -> term(child, names));
    };
  }

  private static Var variable(Var variable, Map<String, String> names) {
    return new Var(names.getOrDefault(variable.name(), variable.name()));
  }

  private static Expr expr(Expr expr, Map<String, String> names) {
    List<With> withs =
        expr.withs().stream().map(w -> new With(w.target(), term(w.value(), names))).toList();
    return new Expr(expr.negated(), step(expr.step(), names), withs, expr.line(), expr.generated());
  }

  private static Step step(Step step, Map<String, String> names) {
    return switch (step) {
      case TermStep(Term term) -> new TermStep(term(term, names));
      case CallStep(Ref operator, List<Term> operands) ->
          new CallStep(operator, operands.stream().map(t -> term(t, names)).toList());
      case EveryStep every ->
          new EveryStep(
              every.key(),
              every.value(),
              term(every.domain(), names),
              every.body().stream().map(e -> expr(e, names)).toList());
      case SomeStep some -> some;
      case SomeInStep some -> some;
    };
  }
}
