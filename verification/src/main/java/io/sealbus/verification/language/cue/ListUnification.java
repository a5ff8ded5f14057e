package io.sealbus.verification.language.cue;

import io.sealbus.verification.language.cue.Declaration.Comprehension;
import io.sealbus.verification.language.cue.Expression.Element;
import io.sealbus.verification.language.cue.Expression.Item;
import io.sealbus.verification.language.cue.Expression.ListExpression;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The lists among the conjuncts of one vertex (CUE specification, "Lists"). */
final class ListUnification {
  private final Evaluator evaluator;
  private final Unification unification;
  private final Vertex vertex;
  private final List<Part> parts = new ArrayList<>();

  /** By path of the list, the elements before the comprehension that is incomplete. */
  private final Map<String, List<Conjunct>> incomplete = new LinkedHashMap<>();

  /**
   * One list.
   *
   * @param rest what elements beyond its own must be; null if there must be none
   */
  private record Part(int length, @Nullable Conjunct rest) {}

  ListUnification(Evaluator evaluator, Unification unification, Vertex vertex) {
    this.evaluator = evaluator;
    this.unification = unification;
    this.vertex = vertex;
  }

  boolean isList() {
    return !parts.isEmpty();
  }

  /** A list that was written. */
  void literal(Conjunct conjunct, ListExpression list) {
    unification.task(() -> {
      var elements = new ArrayList<Conjunct>();
      Bottom failure = elements(conjunct, list, elements);
      if (failure != null) {
        incomplete.put(conjunct.path(), elements);
        return unification.incomplete(failure);
      }
      incomplete.remove(conjunct.path());
      Expression rest = list.rest();
      add(elements, rest == null ? null : field(conjunct, conjunct.scope(), rest));
      return null;
    });
  }

  /** Takes the elements before those that cannot be told of lists that stay incomplete. */
  void settle() {
    for (List<Conjunct> elements : incomplete.values()) {
      for (int i = 0; i < elements.size(); i++) {
        element(i, elements.get(i));
      }
    }
  }

  /** A list that a function made. */
  void values(Conjunct conjunct, Vertex list) {
    var elements = new ArrayList<Conjunct>();
    for (Vertex arc : list.arcs().values()) {
      elements.add(field(conjunct, null, new Expression.Literal(arc)));
    }
    add(elements, null);
  }

  private static Conjunct field(Conjunct origin, @Nullable Scope scope, Expression expression) {
    return origin.with(origin.closing().ofFields()).with(scope, expression, "");
  }

  private @Nullable Bottom elements(
      Conjunct conjunct, ListExpression list, List<Conjunct> elements) {
    for (Element element : list.elements()) {
      switch (element) {
        case Item item -> elements.add(field(conjunct, conjunct.scope(), item.value()));
        case Comprehension comprehension -> {
          var scopes = new ArrayList<@Nullable Scope>();
          Bottom failure =
              new Comprehensions(evaluator, vertex)
                  .scopes(comprehension.clauses(), conjunct.scope(), scopes);
          if (failure != null) {
            return failure;
          }
          for (Scope scope : scopes) {
            elements.add(field(conjunct, scope, comprehension.value()));
          }
        }
      }
    }
    return null;
  }

  private void add(List<Conjunct> elements, @Nullable Conjunct rest) {
    int before = length();
    boolean openBefore = open();
    if (!parts.isEmpty()
        && (elements.size() > before && !openBefore || elements.size() < before && rest == null)) {
      unification
          .constraints()
          .error(
              Bottom.error(
                  "incompatible list lengths (" + before + " and " + elements.size() + ")"));
    }
    for (int i = 0; i < elements.size(); i++) {
      element(i, elements.get(i));
      if (i >= before) {
        for (Part part : parts) {
          if (part.rest() != null) {
            element(i, part.rest());
          }
        }
      }
    }
    if (rest != null) {
      for (int i = elements.size(); i < before; i++) {
        element(i, rest);
      }
    }
    parts.add(new Part(elements.size(), rest));
    vertex.openList = open();
  }

  private void element(int index, Conjunct conjunct) {
    unification.arc(Label.index(index), Presence.MEMBER, conjunct);
  }

  private int length() {
    return parts.stream().mapToInt(Part::length).max().orElse(0);
  }

  private boolean open() {
    return parts.stream().allMatch(part -> part.rest() != null);
  }
}
