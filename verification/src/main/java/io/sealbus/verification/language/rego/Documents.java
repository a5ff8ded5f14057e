package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.RegoValue.RegoObject;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@code data}: what the rules give values to. There is nothing else in it. */
final class Documents {
  private final Evaluator evaluator;

  Documents(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  boolean follow(
      RuleTree node, List<Term> path, int at, Bindings bindings, Predicate<RegoValue> visit) {
    evaluator.budget.step();
    Terms terms = evaluator.terms();
    if (node.hasRules()) {
      RegoValue value = node.isFunction() ? null : evaluator.rules().value(node);
      return value == null || terms.follow(value, path, at, bindings, visit);
    }
    if (at == path.size()) {
      return visit.test(extent(node));
    }
    Term part = path.get(at);
    if (terms.isDefinite(part, bindings)) {
      RegoValue key = terms.value(part, bindings);
      RuleTree child = key == null ? null : node.child(key);
      return child == null || follow(child, path, at + 1, bindings, visit);
    }
    for (Map.Entry<RegoValue, RuleTree> entry : node.children().entrySet()) {
      int mark = bindings.mark();
      boolean more =
          !terms.unify(part, entry.getKey(), bindings)
              || follow(entry.getValue(), path, at + 1, bindings, visit);
      bindings.undo(mark);
      if (!more) {
        return false;
      }
    }
    return true;
  }

  /** All that is below a node and has a value. */
  private RegoValue extent(RuleTree node) {
    var members = RegoObject.builder();
    node.children()
        .forEach((key, child) -> {
          RegoValue value = valueOf(child);
          if (value != null) {
            members.put(key, value);
          }
        });
    return RegoObject.of(members);
  }

  private @Nullable RegoValue valueOf(RuleTree node) {
    if (!node.hasRules()) {
      return extent(node);
    }
    return node.isFunction() ? null : evaluator.rules().value(node);
  }
}
