package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.Term.Ref;
import io.sealbus.verification.language.rego.Term.Scalar;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rules by the path that they give values to, as far as it has no variables. */
final class RuleTree {
  private final TreeMap<RegoValue, RuleTree> children = new TreeMap<>(RegoValue.ORDER);
  private final List<Rule> rules = new ArrayList<>();
  private final String name;
  private final int depth;

  private RuleTree(String name, int depth) {
    this.name = name;
    this.depth = depth;
  }

  static RuleTree root() {
    return new RuleTree("data", 0);
  }

  /** Adds a rule of the package {@code path}. */
  void add(Ref path, Rule rule) {
    RuleTree node = this;
    for (Term part : path.path()) {
      node = node.enter(((Scalar) part).value());
    }
    node = node.enter(RegoValue.of(((Term.Var) rule.ref().head()).name()));
    int ground = 0;
    while (ground < rule.ref().path().size()
        && rule.ref().path().get(ground) instanceof Scalar(RegoValue key)) {
      node = node.enter(key);
      ground++;
    }
    node.rules.add(rule);
  }

  private RuleTree enter(RegoValue key) {
    return children.computeIfAbsent(
        key, k -> new RuleTree(name + "." + Format.plain(k), depth + 1));
  }

  String name() {
    return name;
  }

  List<Rule> rules() {
    return rules;
  }

  boolean hasRules() {
    return !rules.isEmpty();
  }

  TreeMap<RegoValue, RuleTree> children() {
    return children;
  }

  @Nullable RuleTree child(RegoValue key) {
    return children.get(key);
  }

  boolean isFunction() {
    return hasRules() && rules.getFirst().isFunction();
  }

  /** What of a rule's path stands behind this node: what its variables give. */
  static List<Term> dynamic(Rule rule) {
    List<Term> path = rule.ref().path();
    int ground = 0;
    while (ground < path.size() && path.get(ground) instanceof Scalar) {
      ground++;
    }
    return path.subList(ground, path.size());
  }

  /** The function at {@code ref}; null where there is none. */
  @Nullable RuleTree function(Ref ref) {
    if (!ref.startsWith("data")) {
      return null;
    }
    RuleTree node = this;
    for (Term part : ref.path()) {
      RuleTree child = part instanceof Scalar(RegoValue key) ? node.child(key) : null;
      if (child == null) {
        return null;
      }
      node = child;
    }
    return node.isFunction() ? node : null;
  }

  /** The nodes whose rules {@code path} may ask. */
  Set<RuleTree> reachedBy(List<Term> path) {
    var reached = new HashSet<RuleTree>();
    collect(path, 0, reached);
    return reached;
  }

  private void collect(List<Term> path, int at, Set<RuleTree> reached) {
    if (hasRules()) {
      reached.add(this);
    }
    if (at < path.size() && path.get(at) instanceof Scalar(RegoValue key)) {
      RuleTree child = child(key);
      if (child != null) {
        child.collect(path, at + 1, reached);
      }
      return;
    }
    children.values().forEach(child -> child.collect(path, at + 1, reached));
  }

  /** All nodes, this one included. */
  List<RuleTree> all() {
    var nodes = new ArrayList<RuleTree>();
    nodes.add(this);
    children.values().forEach(child -> nodes.addAll(child.all()));
    return nodes;
  }
}
