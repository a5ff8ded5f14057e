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
import io.sealbus.verification.language.rego.Term.Var;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects the variables of terms and expressions.
 *
 * @param closures of comprehensions and bodies of {@code every} too
 * @param sets of sets too
 * @param keys of objects' keys too
 * @param heads of references' heads too
 */
record Variables(boolean closures, boolean sets, boolean keys, boolean heads) {
  static final Variables ALL = new Variables(true, true, true, true);

  /** What has to be bound before an expression, where nothing in it binds it. */
  static final Variables NEEDED = new Variables(false, true, true, true);

  /** What a value of which everything is known would bind. */
  static final Variables BOUND = new Variables(false, false, false, false);

  /** As {@link #BOUND}, of whatever {@code unify} may bind: sets are not taken apart. */
  static final Variables MATCHED = new Variables(false, true, false, false);

  Set<String> of(Term term) {
    var names = new LinkedHashSet<String>();
    collect(term, names);
    return names;
  }

  Set<String> of(Collection<? extends Term> terms) {
    var names = new LinkedHashSet<String>();
    terms.forEach(term -> collect(term, names));
    return names;
  }

  Set<String> of(Expr expr) {
    var names = new LinkedHashSet<String>();
    collect(expr, names);
    return names;
  }

  Set<String> ofBody(List<Expr> body) {
    var names = new LinkedHashSet<String>();
    body.forEach(expr -> collect(expr, names));
    return names;
  }

  Set<String> of(With with) {
    var names = new LinkedHashSet<String>();
    collect(with, names);
    return names;
  }

  private void collect(With with, Set<String> names) {
    if (with.target() instanceof Ref ref) {
      ref.path().forEach(part -> collect(part, names));
    }
    collect(with.value(), names);
  }

  private void collect(Expr expr, Set<String> names) {
    switch (expr.step()) {
      case TermStep(Term term) -> collect(term, names);
      case CallStep(Ref operator, List<Term> operands) -> {
        operator.path().forEach(part -> collect(part, names));
        operands.forEach(operand -> collect(operand, names));
      }
      case SomeStep(List<Var> variables) -> variables.forEach(v -> names.add(v.name()));
      case SomeInStep(Term key, Term value, Term container) -> {
        if (key != null) {
          collect(key, names);
        }
        collect(value, names);
        collect(container, names);
      }
      case EveryStep every -> {
        collect(every.domain(), names);
        if (closures) {
          if (every.key() != null) {
            names.add(every.key().name());
          }
          names.add(every.value().name());
          every.body().forEach(inner -> collect(inner, names));
        }
      }
    }
    expr.withs().forEach(with -> collect(with, names));
  }

  private void collect(Term term, Set<String> names) {
    switch (term) {
      case Term.Scalar ignored -> {}
      case Var(String name) -> names.add(name);
      case Ref(Term head, List<Term> path) -> {
        if (heads || !(head instanceof Var)) {
          collect(head, names);
        }
        path.forEach(part -> collect(part, names));
      }
      case Call call -> {
        call.operator().path().forEach(part -> collect(part, names));
        call.arguments().forEach(argument -> collect(argument, names));
      }
      case Term.ArrayTerm array -> array.elements().forEach(element -> collect(element, names));
      case Term.SetTerm set -> {
        if (sets) {
          set.members().forEach(member -> collect(member, names));
        }
      }
      case Term.ObjectTerm object -> {
        for (Pair pair : object.members()) {
          if (keys) {
            collect(pair.key(), names);
          }
          collect(pair.value(), names);
        }
      }
      case Comprehension comprehension -> {
        if (closures) {
          if (comprehension.key() != null) {
            collect(comprehension.key(), names);
          }
          collect(comprehension.value(), names);
          comprehension.body().forEach(expr -> collect(expr, names));
        }
      }
    }
  }
}
