package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.Expr.CallStep;
import io.sealbus.verification.language.rego.Expr.EveryStep;
import io.sealbus.verification.language.rego.Expr.SomeInStep;
import io.sealbus.verification.language.rego.Expr.SomeStep;
import io.sealbus.verification.language.rego.Expr.Step;
import io.sealbus.verification.language.rego.Expr.TermStep;
import io.sealbus.verification.language.rego.Expr.With;
import io.sealbus.verification.language.rego.Term.Comprehension;
import io.sealbus.verification.language.rego.Term.Ref;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Orders a body so that each variable has a value before it is needed, and refuses a body of which
 * no order does. Of several expressions that could come next the first written does.
 */
final class Safety {
  private static final Set<String> DOCUMENTS = Set.of("input", "data");

  private final Outputs outputs;
  private @Nullable RegoException unsafe;

  Safety(Outputs outputs) {
    this.outputs = outputs;
  }

  Rule rule(Rule rule) throws RegoException {
    var safe = new HashSet<>(DOCUMENTS);
    if (rule.arguments() != null) {
      safe.addAll(Variables.ALL.of(rule.arguments()));
    }
    checkHead(rule, safe);
    List<Expr> body = ordered(rule.body(), safe);
    Rule otherwise = rule.otherwise() == null ? null : rule(rule.otherwise());
    return new Rule(
        rule.ref(),
        rule.arguments(),
        rule.key(),
        rule.value(),
        body,
        rule.isDefault(),
        otherwise,
        rule.line());
  }

  private static void checkHead(Rule rule, Set<String> safe) throws RegoException {
    var needed = new LinkedHashSet<>(Variables.ALL.of(rule.ref().path()));
    if (rule.key() != null) {
      needed.addAll(Variables.ALL.of(rule.key()));
    }
    if (rule.value() != null) {
      needed.addAll(Variables.NEEDED.of(rule.value()));
    }
    needed.removeAll(safe);
    needed.removeAll(Variables.NEEDED.ofBody(rule.body()));
    if (!needed.isEmpty()) {
      throw unsafe(needed, rule.line());
    }
  }

  private static RegoException unsafe(Set<String> names, int line) {
    String name = names.stream().filter(n -> !n.startsWith("#")).findFirst().orElse("_");
    return RegoException.unsafe(line, "var " + (name.startsWith("$") ? "_" : name) + " is unsafe");
  }

  private List<Expr> ordered(List<Expr> body, Set<String> globals) throws RegoException {
    Set<String> all = Variables.NEEDED.ofBody(body);
    var safe = new HashSet<>(globals);
    var rest = new ArrayList<>(body);
    var ordered = new ArrayList<Expr>();
    boolean progress = true;
    while (progress && !rest.isEmpty()) {
      progress = false;
      for (Expr expr : List.copyOf(rest)) {
        Set<String> bound = outputs.of(expr, safe);
        if (isReady(expr, all, safe, bound)) {
          ordered.add(expr);
          rest.remove(expr);
          safe.addAll(bound);
          progress = true;
        }
      }
    }
    if (!rest.isEmpty()) {
      var missing = new LinkedHashSet<>(Variables.NEEDED.of(rest.getFirst()));
      missing.removeAll(safe);
      throw unsafe(missing, rest.getFirst().line());
    }
    return closures(ordered, globals);
  }

  private static boolean isReady(Expr expr, Set<String> all, Set<String> safe, Set<String> bound) {
    for (String name : Variables.NEEDED.of(expr)) {
      if (!safe.contains(name) && !bound.contains(name)) {
        return false;
      }
    }
    // What a closure shares with its body must have its value before the closure is evaluated.
    for (String name : inClosures(expr)) {
      if (all.contains(name) && !safe.contains(name)) {
        return false;
      }
    }
    return true;
  }

  private static Set<String> inClosures(Expr expr) {
    var names = new HashSet<String>();
    switch (expr.step()) {
      case TermStep(Term term) -> closureVariables(term, names);
      case CallStep call -> call.operands().forEach(operand -> closureVariables(operand, names));
      case EveryStep every -> {
        closureVariables(every.domain(), names);
        names.addAll(Variables.ALL.ofBody(every.body()));
      }
      case SomeStep ignored -> {}
      case SomeInStep ignored -> {}
    }
    return names;
  }

  private static void closureVariables(Term term, Set<String> names) {
    if (term instanceof Comprehension) {
      names.addAll(Variables.ALL.of(term));
    } else {
      term.mapChildren(child -> {
        closureVariables(child, names);
        return child;
      });
    }
  }

  /** Orders what stands in comprehensions and {@code every}, which see what came before them. */
  private List<Expr> closures(List<Expr> body, Set<String> globals) throws RegoException {
    var visible = new HashSet<>(globals);
    var result = new ArrayList<Expr>();
    for (Expr expr : body) {
      List<With> withs =
          expr.withs().stream()
              .map(with -> new With(with.target(), term(with.value(), visible)))
              .toList();
      Step step = step(expr.step(), visible);
      if (unsafe != null) {
        throw unsafe;
      }
      result.add(new Expr(expr.negated(), step, withs, expr.line(), expr.generated()));
      visible.addAll(Variables.NEEDED.of(expr));
    }
    return result;
  }

  private Step step(Step step, Set<String> visible) throws RegoException {
    return switch (step) {
      case TermStep(Term term) -> new TermStep(term(term, visible));
      case CallStep(Ref operator, List<Term> operands) ->
          new CallStep(operator, operands.stream().map(t -> term(t, visible)).toList());
      case EveryStep every -> {
        var inner = new HashSet<>(visible);
        if (every.key() != null) {
          inner.add(every.key().name());
        }
        inner.add(every.value().name());
        yield new EveryStep(
            every.key(),
            every.value(),
            term(every.domain(), visible),
            ordered(every.body(), inner));
      }
      case SomeStep some -> some;
      case SomeInStep in -> in;
    };
  }

  private Term term(Term term, Set<String> visible) {
    if (!(term instanceof Comprehension it)) {
      return term.mapChildren(child -> term(child, visible));
    }
    try {
      List<Expr> body = ordered(it.body(), visible);
      var needed = new LinkedHashSet<>(Variables.ALL.of(it.value()));
      if (it.key() != null) {
        needed.addAll(Variables.ALL.of(it.key()));
      }
      needed.removeAll(Variables.NEEDED.ofBody(body));
      needed.removeAll(visible);
      if (!needed.isEmpty()) {
        throw unsafe(needed, it.body().getFirst().line());
      }
      return new Comprehension(it.into(), it.key(), it.value(), body);
    } catch (RegoException e) {
      unsafe = unsafe == null ? e : unsafe;
      return it;
    }
  }
}
