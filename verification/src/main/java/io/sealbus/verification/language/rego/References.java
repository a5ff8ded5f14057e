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
import java.util.List;
import java.util.function.BiConsumer;

/** Finds what a rule refers to and calls. */
final class References {
  private final BiConsumer<Ref, Integer> onRef;
  private final BiConsumer<CallStep, Expr> onCall;

  References(BiConsumer<Ref, Integer> onRef, BiConsumer<CallStep, Expr> onCall) {
    this.onRef = onRef;
    this.onCall = onCall;
  }

  void rule(Rule rule) {
    for (Rule branch = rule; branch != null; branch = branch.otherwise()) {
      int line = branch.line();
      var terms = new ArrayList<Term>(branch.ref().path());
      if (branch.key() != null) {
        terms.add(branch.key());
      }
      if (branch.value() != null) {
        terms.add(branch.value());
      }
      terms.addAll(branch.arguments() == null ? List.of() : branch.arguments());
      terms.forEach(term -> term(term, line));
      branch.body().forEach(this::expr);
    }
  }

  private void expr(Expr expr) {
    int line = expr.line();
    expr.withs().forEach(with -> term(with.value(), line));
    switch (expr.step()) {
      case TermStep(Term term) -> term(term, line);
      case CallStep call -> {
        onCall.accept(call, expr);
        call.operands().forEach(operand -> term(operand, line));
      }
      case EveryStep every -> {
        term(every.domain(), line);
        every.body().forEach(this::expr);
      }
      case SomeStep ignored -> {}
      case SomeInStep ignored -> {}
    }
  }

  private void term(Term term, int line) {
    switch (term) {
      case Ref ref -> onRef.accept(ref, line);
      case Call call ->
          onCall.accept(
              new CallStep(call.operator(), call.arguments()),
              Expr.of(new TermStep(call), call.line()));
      default -> {}
    }
    if (term instanceof Comprehension it) {
      if (it.key() != null) {
        term(it.key(), line);
      }
      term(it.value(), line);
      it.body().forEach(this::expr);
      return;
    }
    term.mapChildren(child -> {
      term(child, line);
      return child;
    });
  }
}
