package io.sealbus.verification.language.rego;

import java.util.List;

/** Refuses rules of one path that cannot be meant together. */
final class Conflicts {
  private Conflicts() {}

  static void check(RuleTree root) throws RegoException {
    for (RuleTree node : root.all()) {
      if (node.hasRules()) {
        checkNode(node);
      }
    }
  }

  private static void checkNode(RuleTree node) throws RegoException {
    List<Rule> rules = node.rules();
    Rule first = rules.getFirst();
    boolean ground = rules.stream().anyMatch(rule -> RuleTree.dynamic(rule).isEmpty());
    if (ground && !node.children().isEmpty()) {
      throw RegoException.type(
          first.line(), "rule " + node.name() + " conflicts with its children");
    }
    if (!node.children().isEmpty()) {
      throw RegoException.notCovered(first.line(), "rules below a rule with variables in its head");
    }
    long complete = rules.stream().filter(Conflicts::isComplete).count();
    boolean mixed = complete > 0 && complete < rules.size();
    boolean kinds = rules.stream().map(Rule::isSet).distinct().count() > 1;
    boolean arities = rules.stream().map(Conflicts::arity).distinct().count() > 1;
    if (mixed || kinds || arities) {
      throw RegoException.type(first.line(), "conflicting rules " + node.name() + " found");
    }
    if (rules.stream().filter(Rule::isDefault).count() > 1) {
      throw RegoException.type(first.line(), "multiple default rules " + node.name() + " found");
    }
  }

  private static boolean isComplete(Rule rule) {
    return !rule.isSet() && RuleTree.dynamic(rule).isEmpty();
  }

  static int arity(Rule rule) {
    List<Term> arguments = rule.arguments();
    return arguments == null ? 0 : arguments.size();
  }
}
