package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.Term.Ref;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One expression of a body.
 *
 * @param negated after {@code not}
 * @param withs what is replaced while it is evaluated
 * @param line from 1
 * @param generated made by the compiler: a call has its output as last operand
 */
record Expr(boolean negated, Step step, List<With> withs, int line, boolean generated) {
  static final String EQUALITY = "eq";
  static final String ASSIGNMENT = "assign";
  static final String EQUAL = "equal";

  Expr {
    withs = List.copyOf(withs);
  }

  /** What an expression does. */
  sealed interface Step {}

  /** Holds where the term is defined and not false. */
  record TermStep(Term term) implements Step {}

  /** Calls; operators are functions too. */
  record CallStep(Ref operator, List<Term> operands) implements Step {
    CallStep {
      operands = List.copyOf(operands);
    }

    boolean is(String name) {
      return operator.path().isEmpty() && operator.startsWith(name);
    }
  }

  /** {@code some x, y}. */
  record SomeStep(List<Term.Var> variables) implements Step {
    SomeStep {
      variables = List.copyOf(variables);
    }
  }

  /** {@code some k, v in c}. */
  record SomeInStep(@Nullable Term key, Term value, Term container) implements Step {}

  /** {@code every k, v in c { … }}. */
  record EveryStep(Term.@Nullable Var key, Term.Var value, Term domain, List<Expr> body)
      implements Step {
    EveryStep {
      body = List.copyOf(body);
    }
  }

  /** {@code with target as value}. */
  record With(Term target, Term value) {}

  static Ref operator(String name) {
    return new Ref(new Term.Var(name), List.of());
  }

  static Expr of(Step step, int line) {
    return new Expr(false, step, List.of(), line, false);
  }

  static Expr generated(Step step, List<With> withs, int line) {
    return new Expr(false, step, withs, line, true);
  }

  static CallStep equality(Term left, Term right) {
    return new CallStep(operator(EQUALITY), List.of(left, right));
  }

  static Expr always(int line) {
    return of(new TermStep(new Term.Scalar(RegoValue.TRUE)), line);
  }

  Expr withStep(Step changed) {
    return new Expr(negated, changed, withs, line, generated);
  }

  boolean isEquality() {
    return step instanceof CallStep call && call.is(EQUALITY);
  }

  boolean isAssignment() {
    return step instanceof CallStep call && call.is(ASSIGNMENT);
  }
}
