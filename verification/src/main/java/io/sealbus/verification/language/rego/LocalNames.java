package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.Expr.CallStep;
import io.sealbus.verification.language.rego.Expr.EveryStep;
import io.sealbus.verification.language.rego.Expr.SomeInStep;
import io.sealbus.verification.language.rego.Expr.SomeStep;
import io.sealbus.verification.language.rego.Expr.TermStep;
import io.sealbus.verification.language.rego.Expr.With;
import io.sealbus.verification.language.rego.Scopes.Occurrence;
import io.sealbus.verification.language.rego.Term.ArrayTerm;
import io.sealbus.verification.language.rego.Term.Call;
import io.sealbus.verification.language.rego.Term.Comprehension;
import io.sealbus.verification.language.rego.Term.ObjectTerm;
import io.sealbus.verification.language.rego.Term.Pair;
import io.sealbus.verification.language.rego.Term.Ref;
import io.sealbus.verification.language.rego.Term.Scalar;
import io.sealbus.verification.language.rego.Term.SetTerm;
import io.sealbus.verification.language.rego.Term.Var;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives each declared variable a name of its own and turns declarations into equalities, so that
 * scopes need not be known any more.
 */
final class LocalNames {
  private final Fresh fresh;
  private Scopes scopes;

  LocalNames(Fresh fresh) {
    this.fresh = fresh;
    this.scopes = new Scopes(fresh, new Scopes.Scope());
  }

  Rule rule(Rule rule) throws RegoException {
    scopes = new Scopes(fresh, new Scopes.Scope());
    List<Term> arguments = null;
    if (rule.arguments() != null) {
      arguments = new ArrayList<>();
      for (Term argument : rule.arguments()) {
        arguments.add(argument(argument));
      }
    }
    return branch(rule, arguments, scopes.innermost());
  }

  private Rule branch(Rule rule, @Nullable List<Term> arguments, Scopes.Scope base)
      throws RegoException {
    scopes = new Scopes(fresh, new Scopes.Scope());
    Ref headRef = (Ref) closures(rule.ref(), rule.line());
    Term headKey = rule.key() == null ? null : closures(rule.key(), rule.line());
    Term headValue = rule.value() == null ? null : closures(rule.value(), rule.line());
    scopes = new Scopes(fresh, base.copy());
    var used = new HashSet<String>(Variables.ALL.of(headRef.path()));
    if (headKey != null) {
      used.addAll(Variables.ALL.of(headKey));
    }
    if (headValue != null) {
      used.addAll(Variables.ALL.of(headValue));
    }
    List<Expr> body = body(rule.body(), used);
    Map<String, String> names = scopes.innermost().names();
    Rule otherwise = rule.otherwise() == null ? null : branch(rule.otherwise(), arguments, base);
    return new Rule(
        new Ref(headRef.head(), headRef.path().stream().map(t -> Renaming.term(t, names)).toList()),
        arguments,
        headKey == null ? null : Renaming.term(headKey, names),
        headValue == null ? null : Renaming.term(headValue, names),
        body,
        rule.isDefault(),
        otherwise,
        rule.line());
  }

  private Term argument(Term term) throws RegoException {
    return switch (term) {
      case Var(String name) -> {
        String called = scopes.called(name);
        yield new Var(called != null ? called : scopes.declare(name, Occurrence.ARGUMENT, 0));
      }
      case ArrayTerm array -> {
        var elements = new ArrayList<Term>();
        for (Term element : array.elements()) {
          elements.add(argument(element));
        }
        yield new ArrayTerm(elements);
      }
      case ObjectTerm object -> {
        var members = new ArrayList<Pair>();
        for (Pair pair : object.members()) {
          members.add(new Pair(pair.key(), argument(pair.value())));
        }
        yield new ObjectTerm(members);
      }
      case Scalar scalar -> scalar;
      case Ref ref -> ref;
      case SetTerm set -> set;
      case Call call -> call;
      case Comprehension comprehension -> comprehension;
    };
  }

  /** Renames within the comprehensions of a head, whose scopes are their own. */
  private Term closures(Term term, int line) throws RegoException {
    if (term instanceof Comprehension comprehension) {
      return comprehension(comprehension, line);
    }
    return each(term, child -> closures(child, line));
  }

  /** A change that can be refused. */
  private interface Change {
    Term apply(Term term) throws RegoException;
  }

  private static Term each(Term term, Change change) throws RegoException {
    var failure = new RegoException[1];
    Term changed =
        term.mapChildren(child -> {
          try {
            return failure[0] == null ? change.apply(child) : child;
          } catch (RegoException e) {
            failure[0] = e;
            return child;
          }
        });
    if (failure[0] != null) {
      throw failure[0];
    }
    return changed;
  }

  private List<Expr> body(List<Expr> body, Set<String> used) throws RegoException {
    var renamed = new ArrayList<Expr>();
    for (Expr expr : body) {
      Expr changed = expr(expr);
      if (changed != null) {
        renamed.add(changed);
      }
    }
    if (renamed.isEmpty()) {
      renamed.add(Expr.always(body.getFirst().line()));
    }
    checkUsed(body, renamed, used);
    return renamed;
  }

  private void checkUsed(List<Expr> body, List<Expr> renamed, Set<String> used)
      throws RegoException {
    Scopes.Scope scope = scopes.innermost();
    Set<String> found = Variables.ALL.ofBody(renamed);
    for (String name : used) {
      String called = scopes.called(name);
      found.add(called == null ? name : called);
    }
    for (Map.Entry<String, Occurrence> entry : scope.occurrences().entrySet()) {
      String called = scope.names().get(entry.getKey());
      if (entry.getValue() == Occurrence.DECLARED
          && !found.contains(called)
          && !entry.getKey().startsWith("#")) {
        throw RegoException.compile(
            body.getFirst().line(), "declared var " + entry.getKey() + " unused");
      }
    }
  }

  private @Nullable Expr expr(Expr expr) throws RegoException {
    int line = expr.line();
    switch (expr.step()) {
      case SomeStep(List<Var> variables) -> {
        for (Var variable : variables) {
          scopes.declare(variable.name(), Occurrence.DECLARED, line);
        }
        return null;
      }
      case SomeInStep in -> {
        return someIn(expr, in);
      }
      case EveryStep every -> {
        return every(expr, every);
      }
      case CallStep call when call.is(Expr.ASSIGNMENT) && call.operands().size() == 2 -> {
        return assignment(expr, call);
      }
      case CallStep(Ref operator, List<Term> operands) -> {
        checkOperator(operator, line);
        var renamed = new ArrayList<Term>();
        for (Term operand : operands) {
          renamed.add(term(operand, line));
        }
        return renamed(expr, new CallStep(operator, renamed));
      }
      case TermStep(Term term) -> {
        return renamed(expr, new TermStep(term(term, line)));
      }
    }
  }

  private Expr renamed(Expr expr, Expr.Step step) throws RegoException {
    return new Expr(
        expr.negated(), step, withs(expr.withs(), expr.line()), expr.line(), expr.generated());
  }

  private List<With> withs(List<With> withs, int line) throws RegoException {
    var renamed = new ArrayList<With>();
    for (With with : withs) {
      Term target = with.target();
      // A target names the document, even where a variable shadows it.
      if (target instanceof Ref ref) {
        var path = new ArrayList<Term>();
        for (Term part : ref.path()) {
          path.add(term(part, line));
        }
        target = new Ref(ref.head(), path);
      }
      renamed.add(new With(target, term(with.value(), line)));
    }
    return renamed;
  }

  /** A call of what a variable shadows is refused: functions are no values. */
  private void checkOperator(Ref operator, int line) throws RegoException {
    if (operator.head() instanceof Var(String name)) {
      String called = scopes.called(name);
      if (called != null && !called.equals(name)) {
        throw RegoException.compile(line, "called function " + name + " shadowed");
      }
      scopes.see(name);
    }
  }

  private Expr assignment(Expr expr, CallStep call) throws RegoException {
    int line = expr.line();
    if (expr.negated()) {
      throw RegoException.compile(line, "cannot assign vars inside negated expression");
    }
    Term right = term(call.operands().get(1), line);
    var withs = new ArrayList<With>();
    for (With with : expr.withs()) {
      withs.add(new With(with.target(), term(with.value(), line)));
    }
    Term left = assigned(call.operands().get(0), line);
    return new Expr(false, Expr.equality(left, right), withs, line, expr.generated());
  }

  private Term assigned(Term term, int line) throws RegoException {
    return switch (term) {
      case Var(String name) -> new Var(scopes.declare(name, Occurrence.ASSIGNED, line));
      case Ref ref when ref.path().isEmpty() && ref.head() instanceof Var(String name) ->
          new Var(scopes.declare(name, Occurrence.ASSIGNED, line));
      case ArrayTerm array -> each(array, element -> assigned(element, line));
      case ObjectTerm object -> {
        var members = new ArrayList<Pair>();
        for (Pair pair : object.members()) {
          members.add(new Pair(pair.key(), assigned(pair.value(), line)));
        }
        yield new ObjectTerm(members);
      }
      default -> throw RegoException.compile(line, "cannot assign to this term");
    };
  }

  private Expr someIn(Expr expr, SomeInStep in) throws RegoException {
    Term key = in.key() == null ? fresh.variable() : in.key();
    var path = new ArrayList<>(in.container() instanceof Ref ref ? ref.path() : List.<Term>of());
    path.add(key);
    Term head = in.container() instanceof Ref ref ? ref.head() : in.container();
    CallStep equality = Expr.equality(in.value(), new Ref(head, path));
    Expr plain = new Expr(false, equality, List.of(), expr.line(), false);
    Set<String> safe = Variables.ALL.of(in.container());
    for (String name : Outputs.ofEquality(plain, equality, safe)) {
      scopes.declare(name, Occurrence.DECLARED, expr.line());
    }
    var operands = new ArrayList<Term>();
    for (Term operand : equality.operands()) {
      operands.add(term(operand, expr.line()));
    }
    return renamed(expr, new CallStep(equality.operator(), operands));
  }

  private Expr every(Expr expr, EveryStep every) throws RegoException {
    int line = expr.line();
    Term domain = term(every.domain(), line);
    scopes.push();
    Var key = every.key() == null ? fresh.variable() : everyName(every.key(), line);
    Var value = everyName(every.value(), line);
    List<Expr> body = body(every.body(), Set.of());
    scopes.pop();
    return renamed(expr, new EveryStep(key, value, domain, body));
  }

  private Var everyName(Var variable, int line) throws RegoException {
    return variable.isWildcard()
        ? variable
        : new Var(scopes.declare(variable.name(), Occurrence.DECLARED, line));
  }

  private Term term(Term term, int line) throws RegoException {
    return switch (term) {
      case Var(String name) -> {
        scopes.see(name);
        yield new Var(String.valueOf(scopes.called(name)));
      }
      case Ref ref when ref.path().isEmpty() && ref.head() instanceof Var(String name) ->
          scopes.isDeclared(name) ? new Var(String.valueOf(scopes.called(name))) : ref;
      case Call call -> {
        checkOperator(call.operator(), line);
        yield each(call, argument -> term(argument, line));
      }
      case Comprehension comprehension -> comprehension(comprehension, line);
      default -> each(term, child -> term(child, line));
    };
  }

  private Term comprehension(Comprehension it, int line) throws RegoException {
    var used = new HashSet<String>(Variables.ALL.of(it.value()));
    if (it.key() != null) {
      used.addAll(Variables.ALL.of(it.key()));
    }
    scopes.push();
    List<Expr> body = body(it.body(), used);
    Term key = it.key() == null ? null : term(it.key(), line);
    Term value = term(it.value(), line);
    scopes.pop();
    return new Comprehension(it.into(), key, value, body);
  }
}
