package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.Expr.CallStep;
import io.sealbus.verification.language.rego.Expr.EveryStep;
import io.sealbus.verification.language.rego.Expr.TermStep;
import io.sealbus.verification.language.rego.Term.Comprehension;
import io.sealbus.verification.language.rego.Term.Ref;
import io.sealbus.verification.language.rego.Term.Var;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;

/** Which variables an expression binds where those that are safe have values. */
final class Outputs {
  private final ToIntFunction<Ref> arity;

  /**
   * @param arity arguments that a function takes; negative where it is not known
   */
  Outputs(ToIntFunction<Ref> arity) {
    this.arity = arity;
  }

  Set<String> of(Expr expr, Set<String> safe) {
    if (expr.negated()) {
      return Set.of();
    }
    for (Expr.With with : expr.withs()) {
      if (!safe.containsAll(Variables.NEEDED.of(with))) {
        return Set.of();
      }
    }
    return switch (expr.step()) {
      case TermStep(Term term) -> ofTerms(List.of(term), safe);
      case CallStep call when call.is(Expr.EQUALITY) -> ofEquality(expr, call, safe);
      case CallStep call -> ofCall(call, safe);
      case EveryStep every -> ofTerms(List.of(every.domain()), safe);
      case Expr.SomeStep ignored -> Set.of();
      case Expr.SomeInStep ignored -> Set.of();
    };
  }

  static Set<String> ofEquality(Expr expr, CallStep equality, Set<String> safe) {
    if (equality.operands().size() != 2) {
      return Set.of();
    }
    Set<String> outputs = ofTerms(equality.operands(), safe);
    var known = new HashSet<>(safe);
    known.addAll(outputs);
    var found = new LinkedHashSet<>(outputs);
    found.addAll(
        Unification.unified(known, equality.operands().get(0), equality.operands().get(1)));
    found.removeAll(safe);
    return found;
  }

  private Set<String> ofCall(CallStep call, Set<String> safe) {
    int inputs = arity.applyAsInt(call.operator());
    if (inputs < 0) {
      return Set.of();
    }
    var outputs = new LinkedHashSet<>(ofTerms(call.operands(), safe));
    if (inputs >= call.operands().size()) {
      return outputs;
    }
    var missing = new HashSet<>(Variables.BOUND.of(call.operands().subList(0, inputs)));
    missing.removeAll(outputs);
    missing.removeAll(safe);
    if (!missing.isEmpty()) {
      return Set.of();
    }
    outputs.addAll(Variables.BOUND.of(call.operands().subList(inputs, call.operands().size())));
    return outputs;
  }

  /** Variables in references whose heads are safe: they iterate. */
  private static Set<String> ofTerms(List<Term> terms, Set<String> safe) {
    var outputs = new LinkedHashSet<String>();
    terms.forEach(term -> collect(term, safe, outputs));
    return outputs;
  }

  private static void collect(Term term, Set<String> safe, Set<String> outputs) {
    if (term instanceof Comprehension) {
      return;
    }
    if (term instanceof Ref ref) {
      boolean known =
          ref.head() instanceof Var(String name)
              ? safe.contains(name)
              : safe.containsAll(Variables.NEEDED.of(ref.head()));
      if (!known) {
        return;
      }
      outputs.addAll(new Variables(true, true, true, false).of(ref.path()));
    }
    term.mapChildren(child -> {
      collect(child, safe, outputs);
      return child;
    });
  }
}
