package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.Budget.Failed;
import io.sealbus.verification.language.rego.RegoValue.RegoObject;
import io.sealbus.verification.language.rego.Term.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Values of rules. */
final class Rules {
  private final Evaluator evaluator;

  Rules(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  /** The value of the rules at {@code node}, which are no function; null where they have none. */
  @Nullable RegoValue value(RuleTree node) {
    Frame frame = evaluator.frame();
    Optional<RegoValue> known = frame.values.get(node);
    if (known != null) {
      return known.orElse(null);
    }
    evaluator.budget.enter();
    Rule first = node.rules().getFirst();
    boolean partial = first.isSet() || !RuleTree.dynamic(first).isEmpty();
    RegoValue value = partial ? collected(node) : single(node, List.of());
    evaluator.budget.leave();
    frame.values.put(node, Optional.ofNullable(value));
    return value;
  }

  /** The value of the function at {@code node}; null where it has none. */
  @Nullable RegoValue apply(RuleTree node, List<RegoValue> arguments) {
    evaluator.budget.enter();
    RegoValue value = single(node, arguments);
    evaluator.budget.leave();
    return value;
  }

  private @Nullable RegoValue single(RuleTree node, List<RegoValue> arguments) {
    boolean constant = isConstant(node);
    RegoValue value = null;
    Rule fallback = null;
    for (Rule rule : node.rules()) {
      if (rule.isDefault()) {
        fallback = rule;
        continue;
      }
      RegoValue found = branches(rule, arguments, constant);
      if (found != null && value != null && !found.same(value)) {
        throw conflict(rule);
      }
      value = value == null ? found : value;
      if (value != null && constant) {
        return value;
      }
    }
    return value == null && fallback != null ? branch(fallback, arguments, true) : value;
  }

  private static Term value(Rule rule) {
    Term value = rule.value();
    return value == null ? new Scalar(RegoValue.TRUE) : value;
  }

  /** Whether the rules have one value where they have any, so that the first found is it. */
  private static boolean isConstant(RuleTree node) {
    Term only = null;
    for (Rule rule : node.rules()) {
      for (Rule branch = rule; branch != null && !rule.isDefault(); branch = branch.otherwise()) {
        Term value = value(branch);
        if (only != null && !only.equals(value)) {
          return false;
        }
        only = value;
      }
    }
    return only instanceof Scalar;
  }

  private static Failed conflict(Rule rule) {
    return new Failed(
        rule.line(),
        "eval_conflict_error",
        rule.isFunction()
            ? "functions must not produce multiple outputs for same inputs"
            : "complete rules must not produce multiple outputs");
  }

  /** The value of the first branch that has one. */
  private @Nullable RegoValue branches(Rule rule, List<RegoValue> arguments, boolean constant) {
    for (Rule branch = rule; branch != null; branch = branch.otherwise()) {
      RegoValue value = branch(branch, arguments, constant);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  private @Nullable RegoValue branch(Rule rule, List<RegoValue> arguments, boolean constant) {
    var bindings = new Bindings();
    List<Term> patterns = rule.arguments() == null ? List.of() : rule.arguments();
    for (int i = 0; i < patterns.size(); i++) {
      if (!evaluator.terms().unify(patterns.get(i), arguments.get(i), bindings)) {
        return null;
      }
    }
    var found = new ArrayList<RegoValue>(1);
    evaluator.solve(
        rule.body(),
        0,
        bindings,
        () -> {
          RegoValue value = evaluator.terms().value(value(rule), bindings);
          if (value == null) {
            return true;
          }
          if (found.isEmpty()) {
            found.add(value);
          } else if (!found.getFirst().same(value)) {
            throw conflict(rule);
          }
          return !constant;
        });
    return found.isEmpty() ? null : found.getFirst();
  }

  private RegoValue collected(RuleTree node) {
    var collection = new Partial(node.rules().getFirst().isSet());
    Terms terms = evaluator.terms();
    for (Rule rule : node.rules()) {
      var bindings = new Bindings();
      List<Term> path = RuleTree.dynamic(rule);
      evaluator.solve(
          rule.body(),
          0,
          bindings,
          () -> {
            List<RegoValue> keys = terms.values(path, bindings);
            RegoValue value = terms.value(rule.key() == null ? value(rule) : rule.key(), bindings);
            if (keys != null && value != null) {
              evaluator.budget.made(value);
              evaluator.budget.steps(keys.size());
              collection.add(keys, value, rule.line());
            }
            return true;
          });
    }
    boolean nested = !RuleTree.dynamic(node.rules().getFirst()).isEmpty();
    RegoValue value = collection.isEmpty() && nested ? RegoObject.EMPTY : collection.value();
    evaluator.budget.made(value);
    return value;
  }
}
