package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.Expr.CallStep;
import io.sealbus.verification.language.rego.Expr.EveryStep;
import io.sealbus.verification.language.rego.Expr.SomeInStep;
import io.sealbus.verification.language.rego.Expr.SomeStep;
import io.sealbus.verification.language.rego.Expr.TermStep;
import io.sealbus.verification.language.rego.Expr.With;
import io.sealbus.verification.language.rego.Term.Call;
import io.sealbus.verification.language.rego.Term.Comprehension;
import io.sealbus.verification.language.rego.Term.Pair;
import io.sealbus.verification.language.rego.Term.Ref;
import io.sealbus.verification.language.rego.Term.Scalar;
import io.sealbus.verification.language.rego.Term.Var;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves calls out of terms into expressions of their own, and what a head computes into the body.
 */
final class Expansion {
  private final Fresh fresh;

  Expansion(Fresh fresh) {
    this.fresh = fresh;
  }

  Rule rule(Rule rule) {
    var body = new ArrayList<>(withoutPrint(rule.body()));
    int line = rule.line();
    List<Term> path = new ArrayList<>();
    for (Term part : rule.ref().path()) {
      path.add(part instanceof Scalar || part instanceof Var ? part : bound(part, body, line));
    }
    Term key = rule.key() == null ? null : headTerm(rule.key(), body, line);
    Term value = rule.value() == null ? null : headTerm(rule.value(), body, line);
    Rule otherwise = rule.otherwise() == null ? null : rule(rule.otherwise());
    return new Rule(
        new Ref(rule.ref().head(), path),
        rule.arguments(),
        key,
        value,
        body(body),
        rule.isDefault(),
        otherwise,
        line);
  }

  private Term headTerm(Term term, List<Expr> body, int line) {
    return containsDynamic(term) ? bound(term, body, line) : term;
  }

  private static boolean containsDynamic(Term term) {
    var found = new boolean[] {term.isDynamic()};
    if (!found[0]) {
      term.mapChildren(child -> {
        found[0] |= containsDynamic(child);
        return child;
      });
    }
    return found[0];
  }

  /** A new variable that the body's end makes equal to {@code term}. */
  private Var bound(Term term, List<Expr> body, int line) {
    Var variable = fresh.variable();
    body.add(Expr.generated(Expr.equality(variable, term), List.of(), line));
    return variable;
  }

  /** What is printed is nobody's to read. */
  private static List<Expr> withoutPrint(List<Expr> body) {
    List<Expr> kept =
        body.stream()
            .filter(expr -> !(expr.step() instanceof CallStep call && call.is("print")))
            .toList();
    return kept.isEmpty() ? List.of(Expr.always(body.getFirst().line())) : kept;
  }

  List<Expr> body(List<Expr> body) {
    var expanded = new ArrayList<Expr>();
    for (Expr expr : withoutPrint(body)) {
      expand(expr, expanded);
    }
    return expanded;
  }

  private void expand(Expr expr, List<Expr> out) {
    var withs = new ArrayList<With>();
    for (With with : expr.withs()) {
      Term value = term(with.value(), List.of(), expr.line(), out);
      if (value.isDynamic() || containsDynamic(value)) {
        value = boundBefore(value, out, List.of(), expr.line());
      }
      withs.add(new With(with.target(), value));
    }
    int line = expr.line();
    Expr.Step step =
        switch (expr.step()) {
          case TermStep(Term term) -> new TermStep(term(term, withs, line, out));
          case CallStep(Ref operator, List<Term> operands) -> {
            var terms = new ArrayList<Term>();
            for (Term operand : operands) {
              terms.add(term(operand, withs, line, out));
            }
            yield new CallStep(operator, terms);
          }
          case EveryStep every -> {
            Term domain = term(every.domain(), withs, line, out);
            Var variable = boundBefore(domain, out, withs, line);
            yield new EveryStep(every.key(), every.value(), variable, body(every.body()));
          }
          case SomeStep some -> some;
          case SomeInStep in -> in;
        };
    out.add(new Expr(expr.negated(), step, withs, line, expr.generated()));
  }

  private Var boundBefore(Term term, List<Expr> out, List<With> withs, int line) {
    Var variable = fresh.variable();
    out.add(Expr.generated(Expr.equality(variable, term), withs, line));
    return variable;
  }

  private Term term(Term term, List<With> withs, int line, List<Expr> out) {
    return switch (term) {
      case Call call -> {
        var operands = new ArrayList<Term>();
        for (Term argument : call.arguments()) {
          operands.add(term(argument, withs, line, out));
        }
        Var output = fresh.variable();
        operands.add(output);
        out.add(Expr.generated(new CallStep(call.operator(), operands), withs, call.line()));
        yield output;
      }
      case Ref ref -> {
        Term head = term(ref.head(), withs, line, out);
        if (!(head instanceof Var)) {
          head = boundBefore(head, out, withs, line);
        }
        yield new Ref(head, ref.path().stream().map(t -> term(t, withs, line, out)).toList());
      }
      case Term.ObjectTerm object ->
          new Term.ObjectTerm(
              object.members().stream()
                  .map(pair ->
                      new Pair(
                          term(pair.key(), withs, line, out), term(pair.value(), withs, line, out)))
                  .toList());
      case Comprehension it -> comprehension(it, line);
      default -> term.mapChildren(child -> term(child, withs, line, out));
    };
  }

  private Comprehension comprehension(Comprehension it, int line) {
    var body = new ArrayList<>(it.body());
    Term key = it.key() == null ? null : headTerm(it.key(), body, line);
    Term value = headTerm(it.value(), body, line);
    return new Comprehension(it.into(), key, value, body(body));
  }
}
