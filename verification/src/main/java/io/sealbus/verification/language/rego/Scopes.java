package io.sealbus.verification.language.rego;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which variables a body has seen, and what those that it declares are called instead. */
final class Scopes {
  /** How a name came into a scope. */
  enum Occurrence {
    SEEN("referenced above"),
    ASSIGNED("assigned above"),
    DECLARED("declared above"),
    ARGUMENT("redeclared");

    final String complaint;

    Occurrence(String complaint) {
      this.complaint = complaint;
    }
  }

  /** One scope. */
  record Scope(Map<String, String> names, Map<String, Occurrence> occurrences) {
    Scope() {
      this(new HashMap<>(), new HashMap<>());
    }

    Scope copy() {
      return new Scope(new HashMap<>(names), new HashMap<>(occurrences));
    }
  }

  private final Deque<Scope> scopes = new ArrayDeque<>();
  private final Fresh fresh;

  Scopes(Fresh fresh, Scope base) {
    this.fresh = fresh;
    scopes.push(base);
  }

  void push() {
    scopes.push(new Scope());
  }

  void pop() {
    scopes.pop();
  }

  Scope innermost() {
    return scopes.element();
  }

  /** What {@code name} is called; null where it was not seen. */
  @Nullable String called(String name) {
    for (Scope scope : scopes) {
      String called = scope.names.get(name);
      if (called != null) {
        return called;
      }
    }
    return null;
  }

  /** Whether {@code name} was declared, assigned or is an argument, in any scope. */
  boolean isDeclared(String name) {
    for (Scope scope : scopes) {
      Occurrence occurrence = scope.occurrences.get(name);
      if (occurrence != null) {
        return occurrence != Occurrence.SEEN;
      }
    }
    return false;
  }

  void see(String name) {
    if (called(name) == null) {
      innermost().names.put(name, name);
      innermost().occurrences.put(name, Occurrence.SEEN);
    }
  }

  String declare(String name, Occurrence how, int line) throws RegoException {
    Occurrence before = innermost().occurrences.get(name);
    if (before != null) {
      throw RegoException.compile(line, "var " + name + " " + before.complaint);
    }
    String called = fresh.name();
    innermost().names.put(name, called);
    innermost().occurrences.put(name, how);
    return called;
  }
}
