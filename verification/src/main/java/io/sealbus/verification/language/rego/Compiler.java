package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.Expr.With;
import io.sealbus.verification.language.rego.Module.Import;
import io.sealbus.verification.language.rego.Term.Ref;
import io.sealbus.verification.language.rego.Term.Scalar;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns a module into rules that can be evaluated, in the order of the reference's own stages. */
final class Compiler {
  private static final int MAX_RULES = 2_000;

  private final Module module;
  private final Fresh fresh = new Fresh();

  private Compiler(Module module) {
    this.module = module;
  }

  static RuleTree compile(Module module) throws RegoException {
    return new Compiler(module).rules();
  }

  private RuleTree rules() throws RegoException {
    if (module.rules().size() > MAX_RULES) {
      throw RegoException.notCovered(1, "more than " + MAX_RULES + " rules");
    }
    if (module.strict()) {
      StrictRules.check(module);
    }
    var resolver = new Resolver(module);
    var names = new LocalNames(fresh);
    var expansion = new Expansion(fresh);
    var expanded = new ArrayList<Rule>();
    for (Rule rule : module.rules()) {
      checkArguments(rule);
      expanded.add(expansion.rule(names.rule(resolver.rule(rule))));
    }
    checkWiths(expanded);
    RuleTree signatures = tree(expanded);
    Conflicts.check(signatures);
    var functions = new Functions(signatures);
    functions.checkCalls(expanded);
    var safety = new Safety(new Outputs(functions::arity));
    var dynamics = new Dynamics(fresh);
    var finished = new ArrayList<Rule>();
    for (Rule rule : expanded) {
      finished.add(dynamics.rule(safety.rule(rule)));
    }
    RuleTree tree = tree(finished);
    Map<RuleTree, Set<RuleTree>> asked = new Functions(tree).asked();
    Functions.checkRecursion(asked);
    RuleTypes.check(tree, asked);
    if (module.strict()) {
      StrictRules.checkDeprecated(module);
    }
    return tree;
  }

  private RuleTree tree(List<Rule> rules) {
    RuleTree tree = RuleTree.root();
    rules.forEach(rule -> tree.add(module.path(), rule));
    return tree;
  }

  private static void checkArguments(Rule rule) throws RegoException {
    for (Term argument : rule.arguments() == null ? List.<Term>of() : rule.arguments()) {
      checkPattern(argument, rule.line());
    }
  }

  private static void checkPattern(Term term, int line) throws RegoException {
    switch (term) {
      case Scalar ignored -> {}
      case Term.Var ignored -> {}
      case Term.ArrayTerm array -> {
        for (Term element : array.elements()) {
          checkPattern(element, line);
        }
      }
      case Term.ObjectTerm object -> {
        for (Term.Pair pair : object.members()) {
          if (!DefaultRules.isConstant(pair.key())) {
            throw RegoException.notCovered(line, "variable key in an argument");
          }
          checkPattern(pair.value(), line);
        }
      }
      case Term.SetTerm set -> {
        if (!DefaultRules.isConstant(set)) {
          throw RegoException.notCovered(line, "set with variables in an argument");
        }
      }
      case Ref ref when ref.path().isEmpty() ->
          throw RegoException.compile(line, "args must not shadow input or data");
      case Ref ignored -> throw RegoException.notCovered(line, "reference in an argument");
      case Term.Call ignored ->
          throw RegoException.compile(line, "rule arguments cannot contain calls");
      case Term.Comprehension ignored ->
          throw RegoException.notCovered(line, "comprehension in an argument");
    }
  }

  /** Only {@code input} and what is below it can be replaced. */
  private static void checkWiths(List<Rule> rules) throws RegoException {
    for (Expr expr : Expressions.of(rules)) {
      for (With with : expr.withs()) {
        boolean input =
            with.target() instanceof Ref ref
                && ref.startsWith("input")
                && ref.path().stream().allMatch(part -> part instanceof Scalar);
        if (!input) {
          throw RegoException.notCovered(expr.line(), "with on anything but input");
        }
      }
    }
  }

  /** What {@code import rego.v1} asks for beyond the syntax. */
  private static final class StrictRules {
    private StrictRules() {}

    static void check(Module module) throws RegoException {
      var names = new HashSet<String>();
      for (Import imported : module.imports()) {
        if (!names.add(imported.name())) {
          throw RegoException.compile(imported.line(), "import must not shadow another import");
        }
      }
      for (Rule rule : module.rules()) {
        if (rule.ref().startsWith("input") || rule.ref().startsWith("data")) {
          throw RegoException.compile(rule.line(), "rules must not shadow input or data");
        }
      }
      for (Expr expr : Expressions.of(module.rules())) {
        if (expr.isAssignment()
            && expr.step() instanceof Expr.CallStep call
            && shadows(call.operands().getFirst())) {
          throw RegoException.compile(expr.line(), "variables must not shadow input or data");
        }
      }
    }

    static void checkDeprecated(Module module) throws RegoException {
      for (String name : Expressions.called(module.rules())) {
        if (Builtins.isDeprecated(name)) {
          throw RegoException.type(1, "deprecated built-in function calls in expression: " + name);
        }
      }
    }

    private static boolean shadows(Term term) {
      return term instanceof Ref ref && ref.path().isEmpty();
    }
  }
}
