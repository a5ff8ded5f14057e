package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.Term.Scalar;
import io.sealbus.verification.language.rego.Type.FunctionOf;
import io.sealbus.verification.language.rego.Type.ObjectOf;
import io.sealbus.verification.language.rego.Type.SetOf;
import io.sealbus.verification.language.rego.Type.Unknown;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Checks the types of rules, each after those that it asks. */
final class RuleTypes {
  private final TypeTree types = new TypeTree();
  private final Map<RuleTree, TypeTree> nodes = new java.util.HashMap<>();
  private final Map<RuleTree, Set<RuleTree>> asked;
  private final Set<RuleTree> checked = new HashSet<>();

  private RuleTypes(Map<RuleTree, Set<RuleTree>> asked) {
    this.asked = asked;
  }

  /**
   * Checks all rules.
   *
   * @param asked by node, those that its rules ask
   */
  static void check(RuleTree rules, Map<RuleTree, Set<RuleTree>> asked) throws RegoException {
    var checking = new RuleTypes(asked);
    checking.locate(rules, checking.types);
    for (RuleTree node : rules.all()) {
      checking.node(node);
    }
  }

  /** Types are found where rules are, but for nodes that have none yet. */
  private void locate(RuleTree node, TypeTree type) {
    nodes.put(node, type);
    node.children().forEach((key, child) -> locate(child, type.enter(key)));
  }

  private void node(RuleTree node) throws RegoException {
    if (!checked.add(node)) {
      return;
    }
    for (RuleTree target : asked.getOrDefault(node, Set.of())) {
      node(target);
    }
    for (Rule rule : node.rules()) {
      for (Rule branch = rule; branch != null; branch = branch.otherwise()) {
        rule(node, branch);
      }
    }
  }

  private void rule(RuleTree node, Rule rule) throws RegoException {
    TypeScope scope = new TypeCheck(new TypeScope(types, null)).body(rule.body());
    Type type;
    if (rule.arguments() != null) {
      for (String name : Variables.ALL.of(rule.arguments())) {
        if (scope.variable(name) instanceof Unknown) {
          scope.put(name, Type.ANY);
        }
      }
      List<Type> arguments = rule.arguments().stream().map(scope::of).toList();
      type = new FunctionOf(arguments, scope.of(value(rule)));
    } else {
      type = rule.key() == null ? scope.of(value(rule)) : new SetOf(scope.of(rule.key()));
      for (Term part : RuleTree.dynamic(rule).reversed()) {
        type = new ObjectOf(new TreeMap<>(RegoValue.ORDER), scope.of(part), type);
      }
    }
    TypeTree target = nodes.get(node);
    if (target != null && !(type instanceof Unknown)) {
      target.add(type);
    }
  }

  private static Term value(Rule rule) {
    Term value = rule.value();
    return value == null ? new Scalar(RegoValue.TRUE) : value;
  }
}
