package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.Term.ArrayTerm;
import io.sealbus.verification.language.rego.Term.Comprehension;
import io.sealbus.verification.language.rego.Term.ObjectTerm;
import io.sealbus.verification.language.rego.Term.Pair;
import io.sealbus.verification.language.rego.Term.Ref;
import io.sealbus.verification.language.rego.Term.Var;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which variables have values once two terms are equal. */
final class Unification {
  private final Set<String> safe;
  private final Set<String> unified = new LinkedHashSet<>();

  /** By variable, those without which it has no value yet. */
  private final Map<String, Set<String>> waiting = new HashMap<>();

  private Unification(Set<String> safe) {
    this.safe = safe;
  }

  static Set<String> unified(Set<String> safe, Term a, Term b) {
    var unification = new Unification(safe);
    unification.unify(a, b);
    return unification.unified;
  }

  private boolean isSafe(String name) {
    return safe.contains(name) || unified.contains(name);
  }

  private boolean isSafe(Ref ref) {
    return ref.head() instanceof Var(String name)
        ? safe.contains(name)
        : safe.containsAll(Variables.NEEDED.of(ref.head()));
  }

  private void unify(Term a, Term b) {
    if (a instanceof Var(String x)) {
      variable(x, b);
    } else if (b instanceof Var(String y)) {
      variable(y, a);
    } else if (a instanceof Ref ref) {
      if (isSafe(ref)) {
        markComposite(b);
      }
    } else if (b instanceof Ref ref) {
      if (isSafe(ref)) {
        markComposite(a);
      }
    } else if (a instanceof Comprehension) {
      markComposite(b);
    } else if (b instanceof Comprehension) {
      markComposite(a);
    } else if (a instanceof ArrayTerm x && b instanceof ArrayTerm y) {
      if (x.elements().size() == y.elements().size()) {
        for (int i = 0; i < x.elements().size(); i++) {
          unify(x.elements().get(i), y.elements().get(i));
        }
      }
    } else if (a instanceof ObjectTerm x && b instanceof ObjectTerm y) {
      objects(x.members(), y.members());
    }
  }

  private void objects(List<Pair> a, List<Pair> b) {
    if (a.size() != b.size()) {
      return;
    }
    for (Pair pair : a) {
      b.stream()
          .filter(other -> other.key().equals(pair.key()))
          .findFirst()
          .ifPresent(other -> unify(pair.value(), other.value()));
    }
  }

  private void variable(String x, Term b) {
    switch (b) {
      case Var(String y) -> {
        if (isSafe(y)) {
          mark(x);
        } else if (isSafe(x)) {
          mark(y);
        } else {
          waiting.computeIfAbsent(x, k -> new HashSet<>()).add(y);
          waiting.computeIfAbsent(y, k -> new HashSet<>()).add(x);
        }
      }
      case ArrayTerm array -> composite(x, array);
      case ObjectTerm object -> composite(x, object);
      case Ref ref -> {
        if (isSafe(ref)) {
          mark(x);
        }
      }
      default -> mark(x);
    }
  }

  private void composite(String x, Term value) {
    Set<String> inside = Variables.MATCHED.of(value);
    if (isSafe(x)) {
      inside.forEach(this::mark);
      return;
    }
    inside.removeIf(this::isSafe);
    if (inside.isEmpty()) {
      mark(x);
    } else {
      waiting.computeIfAbsent(x, k -> new HashSet<>()).addAll(inside);
    }
  }

  private void markComposite(Term term) {
    if (term instanceof ArrayTerm || term instanceof ObjectTerm) {
      Variables.MATCHED.of(term).forEach(this::mark);
    }
  }

  private void mark(String name) {
    unified.add(name);
    Set<String> held = waiting.remove(name);
    if (held != null) {
      held.forEach(this::mark);
    }
    for (Map.Entry<String, Set<String>> entry : Map.copyOf(waiting).entrySet()) {
      if (entry.getValue().remove(name) && entry.getValue().isEmpty()) {
        waiting.remove(entry.getKey());
        mark(entry.getKey());
      }
    }
  }
}
