package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.Expr.CallStep;
import io.sealbus.verification.language.rego.Term.Ref;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks that what rules call exists, is covered and is called rightly, and that none is recursive.
 */
final class Functions {
  private final RuleTree tree;

  Functions(RuleTree tree) {
    this.tree = tree;
  }

  /** Arguments that a function takes; negative where there is no such function. */
  int arity(Ref operator) {
    RuleTree rules = tree.function(operator);
    if (rules != null) {
      return Conflicts.arity(rules.rules().getFirst());
    }
    String name = operator.dotted();
    return name == null ? -1 : Builtins.arity(name);
  }

  /** As written, before anything is moved. */
  void checkCalls(List<Rule> rules) throws RegoException {
    var failures = new ArrayList<RegoException>();
    var references =
        new References(
            (ref, line) -> {},
            (call, expr) -> {
              RegoException failure = check(call, expr);
              if (failure != null) {
                failures.add(failure);
              }
            });
    rules.forEach(references::rule);
    for (RegoException failure : failures) {
      throw failure;
    }
  }

  private @Nullable RegoException check(CallStep call, Expr expr) {
    Ref operator = call.operator();
    String name = operator.dotted();
    if (tree.function(operator) == null
        && name != null
        && Builtins.isName(name)
        && !Builtins.isCovered(name)) {
      return RegoException.notCovered(expr.line(), "builtin " + name);
    }
    int arity = arity(operator);
    if (arity < 0) {
      return RegoException.type(expr.line(), "undefined function " + name);
    }
    int operands = call.operands().size();
    boolean fits =
        expr.generated()
            ? call.is(Expr.EQUALITY) || operands == arity + 1
            : operands == arity || operands == arity + 1;
    return fits
        ? null
        : RegoException.type(expr.line(), "function " + name + " has arity " + arity);
  }

  /** By node, the nodes whose rules its own rules ask. */
  Map<RuleTree, Set<RuleTree>> asked() {
    Map<RuleTree, Set<RuleTree>> asked = new HashMap<>();
    for (RuleTree node : tree.all()) {
      var targets = new LinkedHashSet<RuleTree>();
      var references =
          new References(
              (ref, line) -> {
                if (ref.startsWith("data")) {
                  targets.addAll(tree.reachedBy(ref.path()));
                }
              },
              (call, expr) -> {
                RuleTree function = tree.function(call.operator());
                if (function != null) {
                  targets.add(function);
                }
              });
      node.rules().forEach(references::rule);
      asked.put(node, targets);
    }
    return asked;
  }

  /** Refuses rules that ask themselves, through whatever others. */
  static void checkRecursion(Map<RuleTree, Set<RuleTree>> asked) throws RegoException {
    for (RuleTree node : asked.keySet()) {
      if (node.hasRules() && reaches(node, asked)) {
        throw RegoException.recursion(
            node.rules().getFirst().line(), "rule " + node.name() + " is recursive");
      }
    }
  }

  private static boolean reaches(RuleTree node, Map<RuleTree, Set<RuleTree>> asked) {
    var seen = new HashSet<RuleTree>();
    var next = new ArrayDeque<>(asked.getOrDefault(node, Set.of()));
    while (!next.isEmpty()) {
      RuleTree target = next.pop();
      if (target == node) {
        return true;
      }
      if (seen.add(target)) {
        next.addAll(asked.getOrDefault(target, Set.of()));
      }
    }
    return false;
  }
}
