package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.Expr.CallStep;
import io.sealbus.verification.language.rego.Expr.EveryStep;
import io.sealbus.verification.language.rego.Expr.SomeInStep;
import io.sealbus.verification.language.rego.Expr.SomeStep;
import io.sealbus.verification.language.rego.Expr.Step;
import io.sealbus.verification.language.rego.Expr.TermStep;
import io.sealbus.verification.language.rego.Expr.With;
import io.sealbus.verification.language.rego.Module.Import;
import io.sealbus.verification.language.rego.Term.Call;
import io.sealbus.verification.language.rego.Term.Comprehension;
import io.sealbus.verification.language.rego.Term.Ref;
import io.sealbus.verification.language.rego.Term.Var;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives names of rules and imports their full paths, except where a body declares the name. */
final class Resolver {
  private final Map<String, Ref> globals = new HashMap<>();
  private final Deque<Set<String>> declared = new ArrayDeque<>();

  Resolver(Module module) {
    for (Rule rule : module.rules()) {
      String name = ((Var) rule.ref().head()).name();
      var path = new ArrayList<>(module.path().path());
      path.add(Term.string(name));
      globals.put(name, new Ref(module.path().head(), path));
    }
    for (Import imported : module.imports()) {
      globals.put(imported.name(), imported.path());
    }
  }

  Rule rule(Rule rule) throws RegoException {
    var arguments = new HashSet<String>();
    for (Term argument : rule.arguments() == null ? List.<Term>of() : rule.arguments()) {
      collectArgument(argument, arguments, rule.line());
    }
    declared.push(arguments);
    declared.push(Declarations.of(rule.body()));
    List<Term> path = terms(rule.ref().path());
    Ref ref = new Ref(rule.ref().head(), path);
    Term key = rule.key() == null ? null : term(rule.key());
    Term value = rule.value() == null ? null : term(rule.value());
    List<Expr> body = body(rule.body());
    declared.pop();
    declared.pop();
    Rule otherwise = rule.otherwise() == null ? null : rule(rule.otherwise());
    return new Rule(
        ref, rule.arguments(), key, value, body, rule.isDefault(), otherwise, rule.line());
  }

  /** Variables that arguments bind: not those in sets and keys of objects. */
  private static void collectArgument(Term term, Set<String> names, int line) throws RegoException {
    switch (term) {
      case Var(String name) -> names.add(name);
      case Ref ref when ref.path().isEmpty() ->
          throw RegoException.compile(line, "args must not shadow input or data");
      case Ref ref -> {
        collectArgument(ref.head(), names, line);
        for (Term part : ref.path()) {
          collectArgument(part, names, line);
        }
      }
      case Term.ArrayTerm array -> {
        for (Term element : array.elements()) {
          collectArgument(element, names, line);
        }
      }
      case Term.ObjectTerm object -> {
        for (Term.Pair pair : object.members()) {
          collectArgument(pair.value(), names, line);
        }
      }
      case Call ignored -> throw RegoException.compile(line, "rule arguments cannot contain calls");
      case Term.Scalar ignored -> {}
      case Term.SetTerm ignored -> {}
      case Comprehension ignored -> {}
    }
  }

  private List<Expr> body(List<Expr> body) {
    return body.stream().map(this::expr).toList();
  }

  private Expr expr(Expr expr) {
    Step step =
        switch (expr.step()) {
          case TermStep(Term term) -> new TermStep(term(term));
          case CallStep(Ref operator, List<Term> operands) ->
              new CallStep(ref(operator), terms(operands));
          case SomeStep some -> some;
          case SomeInStep(Term key, Term value, Term container) ->
              new SomeInStep(key == null ? null : term(key), term(value), term(container));
          case EveryStep every -> every(every);
        };
    List<With> withs =
        expr.withs().stream().map(w -> new With(term(w.target()), term(w.value()))).toList();
    return new Expr(expr.negated(), step, withs, expr.line(), expr.generated());
  }

  private EveryStep every(EveryStep every) {
    var locals = new HashSet<String>();
    if (every.key() != null) {
      locals.add(every.key().name());
    }
    locals.add(every.value().name());
    declared.push(locals);
    var resolved =
        new EveryStep(every.key(), every.value(), term(every.domain()), body(every.body()));
    declared.pop();
    return resolved;
  }

  private List<Term> terms(List<Term> terms) {
    return terms.stream().map(this::term).toList();
  }

  private Term term(Term term) {
    return switch (term) {
      case Var variable -> {
        Ref global = global(variable);
        yield global == null ? variable : global;
      }
      case Ref ref -> ref(ref);
      case Call call -> new Call(ref(call.operator()), terms(call.arguments()), call.line());
      case Comprehension it -> {
        declared.push(Declarations.of(it.body()));
        Term key = it.key() == null ? null : term(it.key());
        var resolved = new Comprehension(it.into(), key, term(it.value()), body(it.body()));
        declared.pop();
        yield resolved;
      }
      default -> term.mapChildren(this::term);
    };
  }

  private Ref ref(Ref ref) {
    List<Term> tail = terms(ref.path());
    if (ref.head() instanceof Var variable) {
      Ref global = global(variable);
      if (global == null) {
        return new Ref(variable, tail);
      }
      var path = new ArrayList<>(global.path());
      path.addAll(tail);
      return new Ref(global.head(), path);
    }
    return new Ref(term(ref.head()), tail);
  }

  private @Nullable Ref global(Var variable) {
    boolean local = declared.stream().anyMatch(names -> names.contains(variable.name()));
    return local ? null : globals.get(variable.name());
  }
}
