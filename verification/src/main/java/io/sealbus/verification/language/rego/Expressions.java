package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.Expr.CallStep;
import io.sealbus.verification.language.rego.Expr.EveryStep;
import io.sealbus.verification.language.rego.Expr.SomeInStep;
import io.sealbus.verification.language.rego.Expr.SomeStep;
import io.sealbus.verification.language.rego.Expr.TermStep;
import io.sealbus.verification.language.rego.Term.Call;
import io.sealbus.verification.language.rego.Term.Comprehension;
import io.sealbus.verification.language.rego.Term.Ref;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** All expressions of rules, those in closures included. */
final class Expressions {
  private final List<Expr> found = new ArrayList<>();
  private final Set<String> calls = new LinkedHashSet<>();

  private Expressions(List<Rule> rules) {
    rules.forEach(this::rule);
  }

  static List<Expr> of(List<Rule> rules) {
    return new Expressions(rules).found;
  }

  /** Names of what is called. */
  static Set<String> called(List<Rule> rules) {
    return new Expressions(rules).calls;
  }

  private void rule(Rule rule) {
    for (Rule branch = rule; branch != null; branch = branch.otherwise()) {
      branch.ref().path().forEach(this::term);
      if (branch.key() != null) {
        term(branch.key());
      }
      if (branch.value() != null) {
        term(branch.value());
      }
      branch.body().forEach(this::expr);
    }
  }

  private void expr(Expr expr) {
    found.add(expr);
    expr.withs().forEach(with -> term(with.value()));
    switch (expr.step()) {
      case TermStep(Term term) -> term(term);
      case CallStep(Ref operator, List<Term> operands) -> {
        call(operator);
        operands.forEach(this::term);
      }
      case EveryStep every -> {
        term(every.domain());
        every.body().forEach(this::expr);
      }
      case SomeInStep in -> {
        if (in.key() != null) {
          term(in.key());
        }
        term(in.value());
        term(in.container());
      }
      case SomeStep ignored -> {}
    }
  }

  private void call(Ref operator) {
    String name = operator.dotted();
    if (name != null) {
      calls.add(name);
    }
  }

  private void term(Term term) {
    if (term instanceof Call call) {
      call(call.operator());
    }
    if (term instanceof Comprehension it) {
      if (it.key() != null) {
        term(it.key());
      }
      term(it.value());
      it.body().forEach(this::expr);
      return;
    }
    term.mapChildren(child -> {
      term(child);
      return child;
    });
  }
}
