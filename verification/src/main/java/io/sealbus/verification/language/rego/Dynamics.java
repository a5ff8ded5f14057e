package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.Expr.CallStep;
import io.sealbus.verification.language.rego.Expr.EveryStep;
import io.sealbus.verification.language.rego.Expr.SomeInStep;
import io.sealbus.verification.language.rego.Expr.SomeStep;
import io.sealbus.verification.language.rego.Expr.TermStep;
import io.sealbus.verification.language.rego.Term.Comprehension;
import io.sealbus.verification.language.rego.Term.Ref;
import io.sealbus.verification.language.rego.Term.Var;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves references and comprehensions that stand within other terms into equalities before the
 * expression. They are therefore evaluated even under {@code not}, and what is undefined in them
 * ends the body.
 */
final class Dynamics {
  private final Fresh fresh;

  Dynamics(Fresh fresh) {
    this.fresh = fresh;
  }

  Rule rule(Rule rule) {
    Rule otherwise = rule.otherwise() == null ? null : rule(rule.otherwise());
    return rule.with(rule.key(), rule.value(), body(rule.body())).withOtherwise(otherwise);
  }

  private List<Expr> body(List<Expr> body) {
    var result = new ArrayList<Expr>();
    for (Expr expr : body) {
      Expr.Step step =
          switch (expr.step()) {
            case CallStep call when isEqual(call) ->
                new CallStep(
                    Expr.operator(Expr.EQUALITY),
                    List.of(
                        outer(call.operands().get(0), expr, result),
                        outer(call.operands().get(1), expr, result)));
            case CallStep(Ref operator, List<Term> operands) -> {
              var terms = new ArrayList<Term>();
              for (Term operand : operands) {
                terms.add(inner(operand, expr, result));
              }
              yield new CallStep(operator, terms);
            }
            case EveryStep every ->
                new EveryStep(
                    every.key(),
                    every.value(),
                    inner(every.domain(), expr, result),
                    body(every.body()));
            case TermStep(Term term) -> new TermStep(outer(term, expr, result));
            case SomeStep some -> some;
            case SomeInStep in -> in;
          };
      result.add(expr.withStep(step));
    }
    return result;
  }

  /** Comparing by {@code ==} is unifying where all variables have values. */
  private static boolean isEqual(CallStep call) {
    return call.operands().size() == 2 && (call.is(Expr.EQUALITY) || call.is(Expr.EQUAL));
  }

  private Term outer(Term term, Expr of, List<Expr> out) {
    return switch (term) {
      case Ref ref -> inside(ref, of, out);
      case Comprehension it -> comprehension(it);
      default -> inner(term, of, out);
    };
  }

  private Ref inside(Ref ref, Expr of, List<Expr> out) {
    return new Ref(ref.head(), ref.path().stream().map(t -> inner(t, of, out)).toList());
  }

  private Comprehension comprehension(Comprehension it) {
    return new Comprehension(it.into(), it.key(), it.value(), body(it.body()));
  }

  private Term inner(Term term, Expr of, List<Expr> out) {
    return switch (term) {
      case Ref ref -> lifted(inside(ref, of, out), of, out);
      case Comprehension it -> lifted(comprehension(it), of, out);
      default -> term.mapChildren(child -> inner(child, of, out));
    };
  }

  private Var lifted(Term term, Expr of, List<Expr> out) {
    Var variable = fresh.variable();
    out.add(Expr.generated(Expr.equality(variable, term), of.withs(), of.line()));
    return variable;
  }
}
