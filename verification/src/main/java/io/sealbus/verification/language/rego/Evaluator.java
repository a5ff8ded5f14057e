package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.Budget.Stopped;
import io.sealbus.verification.language.rego.Expr.CallStep;
import io.sealbus.verification.language.rego.Expr.EveryStep;
import io.sealbus.verification.language.rego.Expr.SomeInStep;
import io.sealbus.verification.language.rego.Expr.SomeStep;
import io.sealbus.verification.language.rego.Expr.TermStep;
import io.sealbus.verification.language.rego.RegoValue.RegoArray;
import io.sealbus.verification.language.rego.RegoValue.RegoObject;
import io.sealbus.verification.language.rego.RegoValue.RegoSet;
import io.sealbus.verification.language.rego.Term.Ref;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates bodies by backtracking: an expression is evaluated once for each way in which what
 * stands before it holds.
 */
final class Evaluator {
  /** What is to be done for each solution; false where no more are wanted. */
  interface Next {
    boolean run();
  }

  final Budget budget;
  final RuleTree tree;
  private final Rules rules;
  private final Terms terms;
  private Frame frame;

  Evaluator(RuleTree tree, RegoValue input, Budget budget) {
    this.tree = tree;
    this.budget = budget;
    this.frame = new Frame(input);
    this.rules = new Rules(this);
    this.terms = new Terms(this);
  }

  Frame frame() {
    return frame;
  }

  Rules rules() {
    return rules;
  }

  Terms terms() {
    return terms;
  }

  /** Solves {@code body} from its expression {@code from} on; false where it was stopped. */
  boolean solve(List<Expr> body, int from, Bindings bindings, Next next) {
    int mark = bindings.mark();
    try {
      for (int i = from; i < body.size(); i++) {
        budget.step();
        Expr expr = body.get(i);
        int rest = i + 1;
        if (!isSingle(expr, bindings)) {
          return enumerate(expr, bindings, () -> solve(body, rest, bindings, next));
        }
        if (!holds(expr, bindings)) {
          return true;
        }
      }
      return next.run();
    } finally {
      bindings.undo(mark);
    }
  }

  /** Whether there is a solution at all. */
  boolean exists(List<Expr> body, Bindings bindings) {
    return !solve(body, 0, bindings, () -> false);
  }

  /** Whether the expression holds in one way at most, so that nothing is left to come back to. */
  private boolean isSingle(Expr expr, Bindings bindings) {
    if (expr.negated() || expr.step() instanceof EveryStep) {
      return true;
    }
    return switch (expr.step()) {
      case TermStep(Ref ref) -> terms.isGround(ref.path(), bindings);
      case CallStep call when call.is(Expr.EQUALITY) ->
          isSingle(call.operands().get(0), bindings) && isSingle(call.operands().get(1), bindings);
      case CallStep call -> !call.is("walk");
      default -> true;
    };
  }

  private boolean isSingle(Term term, Bindings bindings) {
    return !(term instanceof Ref ref) || terms.isGround(ref.path(), bindings);
  }

  private boolean holds(Expr expr, Bindings bindings) {
    Frame outer = frame;
    frame = replaced(expr, bindings);
    try {
      if (expr.negated()) {
        var plain = new Expr(false, expr.step(), List.of(), expr.line(), expr.generated());
        return !exists(List.of(plain), bindings);
      }
      return holds(expr.step(), expr.line(), bindings);
    } finally {
      frame = outer;
    }
  }

  private boolean holds(Expr.Step step, int line, Bindings bindings) {
    return switch (step) {
      case TermStep(Term term) -> isTrue(terms.value(term, bindings));
      case CallStep call when call.is(Expr.EQUALITY) -> equal(call, bindings);
      case CallStep call -> call(call, line, bindings);
      case EveryStep every -> every(every, bindings);
      case SomeStep ignored -> throw new Stopped("declaration left");
      case SomeInStep ignored -> throw new Stopped("declaration left");
    };
  }

  private static boolean isTrue(@Nullable RegoValue value) {
    return value != null && !value.equals(RegoValue.FALSE);
  }

  private boolean equal(CallStep call, Bindings bindings) {
    Term left = call.operands().get(0);
    Term right = call.operands().get(1);
    if (terms.isDefinite(left, bindings)) {
      RegoValue value = terms.value(left, bindings);
      return value != null && terms.unify(right, value, bindings);
    }
    if (terms.isDefinite(right, bindings)) {
      RegoValue value = terms.value(right, bindings);
      return value != null && terms.unify(left, value, bindings);
    }
    return terms.unifyTerms(left, right, bindings);
  }

  private boolean call(CallStep call, int line, Bindings bindings) {
    RuleTree function = tree.function(call.operator());
    int arity =
        function != null
            ? Conflicts.arity(function.rules().getFirst())
            : Builtins.arity(String.valueOf(call.operator().dotted()));
    List<RegoValue> arguments = terms.values(call.operands().subList(0, arity), bindings);
    if (arguments == null) {
      return false;
    }
    RegoValue result =
        function != null
            ? rules.apply(function, arguments)
            : Builtins.call(String.valueOf(call.operator().dotted()), arguments, budget);
    if (result == null) {
      return false;
    }
    return call.operands().size() > arity
        ? terms.unify(call.operands().get(arity), result, bindings)
        : isTrue(result);
  }

  private boolean every(EveryStep every, Bindings bindings) {
    RegoValue domain = terms.value(every.domain(), bindings);
    boolean iterable =
        domain instanceof RegoArray || domain instanceof RegoObject || domain instanceof RegoSet;
    if (domain == null || !iterable) {
      return false;
    }
    return terms.each(
        domain,
        (key, value) -> {
          budget.step();
          int mark = bindings.mark();
          if (every.key() != null) {
            bindings.bind(every.key().name(), key);
          }
          bindings.bind(every.value().name(), value);
          boolean found = exists(every.body(), bindings);
          bindings.undo(mark);
          return found;
        });
  }

  private boolean enumerate(Expr expr, Bindings bindings, Next next) {
    Frame outer = frame;
    Frame inner = replaced(expr, bindings);
    // What follows the expression is evaluated without its replacements.
    Next after =
        inner == outer
            ? next
            : () -> {
              frame = outer;
              boolean more = next.run();
              frame = inner;
              return more;
            };
    budget.enter();
    frame = inner;
    try {
      return switch (expr.step()) {
        case TermStep(Ref ref) ->
            terms.reference(ref, bindings, value -> !isTrue(value) || after.run());
        case CallStep call when call.is(Expr.EQUALITY) ->
            unifyEach(call.operands().get(0), call.operands().get(1), bindings, after);
        case CallStep call -> walk(call, bindings, after);
        default -> throw new Stopped("expression without iteration");
      };
    } finally {
      frame = outer;
      budget.leave();
    }
  }

  private boolean unifyEach(Term left, Term right, Bindings bindings, Next next) {
    boolean leftIterates = left instanceof Ref ref && !terms.isGround(ref.path(), bindings);
    Term iterated = leftIterates ? left : right;
    Term other = leftIterates ? right : left;
    return terms.reference(
        (Ref) iterated,
        bindings,
        value -> {
          if (other instanceof Ref ref) {
            return terms.reference(ref, bindings, same -> !value.same(same) || next.run());
          }
          int mark = bindings.mark();
          boolean more = !terms.unify(other, value, bindings) || next.run();
          bindings.undo(mark);
          return more;
        });
  }

  /** {@code walk(x, [path, value])} holds once for each value within x. */
  private boolean walk(CallStep call, Bindings bindings, Next next) {
    RegoValue root = terms.value(call.operands().getFirst(), bindings);
    Term output = call.operands().size() > 1 ? call.operands().get(1) : null;
    if (root == null) {
      return true;
    }
    return new Walk(budget)
        .each(
            root,
            pair -> {
              int mark = bindings.mark();
              boolean fits = output == null || terms.unify(output, pair, bindings);
              boolean more = !fits || next.run();
              bindings.undo(mark);
              return more;
            });
  }

  private Frame replaced(Expr expr, Bindings bindings) {
    if (expr.withs().isEmpty()) {
      return frame;
    }
    RegoValue input = frame.input();
    for (Expr.With with : expr.withs()) {
      RegoValue value = terms.value(with.value(), bindings);
      if (value == null) {
        throw new Stopped("replacement without value");
      }
      input = Frame.put(input, ((Ref) with.target()).path(), 0, value);
    }
    return new Frame(input);
  }
}
