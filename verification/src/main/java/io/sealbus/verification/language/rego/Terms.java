package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.Budget.Failed;
import io.sealbus.verification.language.rego.Budget.Stopped;
import io.sealbus.verification.language.rego.RegoValue.RegoArray;
import io.sealbus.verification.language.rego.RegoValue.RegoObject;
import io.sealbus.verification.language.rego.RegoValue.RegoSet;
import io.sealbus.verification.language.rego.Term.ArrayTerm;
import io.sealbus.verification.language.rego.Term.Comprehension;
import io.sealbus.verification.language.rego.Term.ObjectTerm;
import io.sealbus.verification.language.rego.Term.Pair;
import io.sealbus.verification.language.rego.Term.Ref;
import io.sealbus.verification.language.rego.Term.Scalar;
import io.sealbus.verification.language.rego.Term.SetTerm;
import io.sealbus.verification.language.rego.Term.Var;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Values of terms, and what variables must be so that a term has a value. */
final class Terms {
  private final Evaluator evaluator;
  private final Documents documents;

  Terms(Evaluator evaluator) {
    this.evaluator = evaluator;
    this.documents = new Documents(evaluator);
  }

  /** Whether all variables have values. */
  boolean isGround(List<Term> terms, Bindings bindings) {
    for (Term term : terms) {
      if (!isDefinite(term, bindings)) {
        return false;
      }
    }
    return true;
  }

  boolean isDefinite(Term term, Bindings bindings) {
    return switch (term) {
      case Scalar ignored -> true;
      case Var(String name) -> bindings.get(name) != null;
      case Ref ref -> isGround(ref.path(), bindings);
      case ArrayTerm array -> isGround(array.elements(), bindings);
      case SetTerm set -> isGround(set.members(), bindings);
      case ObjectTerm object ->
          object.members().stream()
              .allMatch(p -> isDefinite(p.key(), bindings) && isDefinite(p.value(), bindings));
      case Comprehension ignored -> true;
      case Term.Call ignored -> false;
    };
  }

  /** The values; null where one has none. */
  @Nullable List<RegoValue> values(List<Term> terms, Bindings bindings) {
    var values = new ArrayList<RegoValue>(terms.size());
    for (Term term : terms) {
      RegoValue value = value(term, bindings);
      if (value == null) {
        return null;
      }
      values.add(value);
    }
    return values;
  }

  /** The value; null where there is none. All variables in the term have values. */
  @Nullable RegoValue value(Term term, Bindings bindings) {
    return switch (term) {
      case Scalar(RegoValue value) -> value;
      case Var(String name) -> bound(name, bindings);
      case Ref ref -> single(ref, bindings);
      case ArrayTerm array -> {
        List<RegoValue> elements = values(array.elements(), bindings);
        yield elements == null ? null : made(new RegoArray(elements));
      }
      case SetTerm set -> {
        List<RegoValue> members = values(set.members(), bindings);
        yield members == null ? null : made(RegoSet.of(members));
      }
      case ObjectTerm object -> object(object, bindings);
      case Comprehension comprehension -> comprehension(comprehension, bindings);
      case Term.Call ignored -> throw new Stopped("call left in a term");
    };
  }

  private static RegoValue bound(String name, Bindings bindings) {
    RegoValue value = bindings.get(name);
    if (value == null) {
      throw new Stopped("variable without value");
    }
    return value;
  }

  private RegoValue made(RegoValue value) {
    evaluator.budget.made(value);
    return value;
  }

  private @Nullable RegoValue object(ObjectTerm object, Bindings bindings) {
    var members = RegoObject.builder();
    for (Pair pair : object.members()) {
      RegoValue key = value(pair.key(), bindings);
      RegoValue value = value(pair.value(), bindings);
      if (key == null || value == null) {
        return null;
      }
      members.put(key, value);
    }
    return made(RegoObject.of(members));
  }

  private @Nullable RegoValue single(Ref ref, Bindings bindings) {
    var found = new ArrayList<RegoValue>(1);
    reference(
        ref,
        bindings,
        value -> {
          found.add(value);
          return false;
        });
    return found.isEmpty() ? null : found.getFirst();
  }

  private RegoValue comprehension(Comprehension it, Bindings bindings) {
    evaluator.budget.enter();
    var values = new ArrayList<RegoValue>();
    var members = RegoObject.builder();
    evaluator.solve(
        it.body(),
        0,
        bindings,
        () -> {
          RegoValue value = value(it.value(), bindings);
          RegoValue key = it.key() == null ? null : value(it.key(), bindings);
          if (value != null && it.key() == null) {
            evaluator.budget.made(value);
            values.add(value);
          } else if (value != null && key != null) {
            evaluator.budget.made(value);
            put(members, key, value, it.body().getFirst().line());
          }
          return true;
        });
    evaluator.budget.leave();
    return switch (it.into()) {
      case ARRAY -> made(RegoValue.array(values));
      case SET -> made(RegoSet.of(values));
      case OBJECT -> made(RegoObject.of(members));
    };
  }

  /** A key has one value. */
  static void put(
      java.util.TreeMap<RegoValue, RegoValue> members, RegoValue key, RegoValue value, int line) {
    RegoValue before = members.putIfAbsent(key, value);
    if (before != null && !before.same(value)) {
      throw new Failed(line, "eval_conflict_error", "object keys must be unique");
    }
  }

  /** Binds what is open in {@code pattern} so that it is {@code value}; whether that can be. */
  boolean unify(Term pattern, RegoValue value, Bindings bindings) {
    evaluator.budget.step();
    return switch (pattern) {
      case Var(String name) when bindings.get(name) == null -> {
        bindings.bind(name, value);
        yield true;
      }
      case ArrayTerm array when !isDefinite(array, bindings) -> {
        if (!(value instanceof RegoArray actual)
            || actual.elements().size() != array.elements().size()) {
          yield false;
        }
        for (int i = 0; i < array.elements().size(); i++) {
          if (!unify(array.elements().get(i), actual.elements().get(i), bindings)) {
            yield false;
          }
        }
        yield true;
      }
      case ObjectTerm object when !isDefinite(object, bindings) -> {
        if (!(value instanceof RegoObject actual)
            || actual.keys().size() != object.members().size()) {
          yield false;
        }
        for (Pair pair : object.members()) {
          RegoValue key = value(pair.key(), bindings);
          RegoValue member = key == null ? null : actual.get(key);
          if (member == null || !unify(pair.value(), member, bindings)) {
            yield false;
          }
        }
        yield true;
      }
      default -> {
        RegoValue own = value(pattern, bindings);
        yield own != null && own.same(value);
      }
    };
  }

  /** Makes two terms equal that both have open variables. */
  boolean unifyTerms(Term left, Term right, Bindings bindings) {
    var open = new ArrayList<Term[]>();
    open.add(new Term[] {left, right});
    boolean progress = true;
    while (progress && !open.isEmpty()) {
      progress = false;
      for (Term[] pair : List.copyOf(open)) {
        evaluator.budget.step();
        open.remove(pair);
        Boolean equal = pair(pair[0], pair[1], bindings, open);
        if (equal == null) {
          open.add(pair);
        } else if (!equal) {
          return false;
        } else {
          progress = true;
        }
      }
    }
    if (!open.isEmpty()) {
      throw new Stopped("variables that depend on each other");
    }
    return true;
  }

  /** Whether the pair is equal, its parts in {@code open} excepted; null where it is too early. */
  private @Nullable Boolean pair(Term a, Term b, Bindings bindings, List<Term[]> open) {
    if (isDefinite(a, bindings) || isDefinite(b, bindings)) {
      boolean first = isDefinite(a, bindings);
      RegoValue value = value(first ? a : b, bindings);
      return value != null && unify(first ? b : a, value, bindings);
    }
    if (a instanceof ArrayTerm x && b instanceof ArrayTerm y) {
      if (x.elements().size() != y.elements().size()) {
        return false;
      }
      for (int i = 0; i < x.elements().size(); i++) {
        open.add(new Term[] {x.elements().get(i), y.elements().get(i)});
      }
      return true;
    }
    if (a instanceof ObjectTerm x && b instanceof ObjectTerm y) {
      return pairMembers(x, y, bindings, open);
    }
    return a instanceof Var || b instanceof Var ? null : Boolean.FALSE;
  }

  private Boolean pairMembers(ObjectTerm a, ObjectTerm b, Bindings bindings, List<Term[]> open) {
    if (a.members().size() != b.members().size()) {
      return false;
    }
    for (Pair pair : a.members()) {
      RegoValue key = value(pair.key(), bindings);
      Pair other =
          b.members().stream()
              .filter(p -> key != null && key.same(bound(p.key(), bindings)))
              .findFirst()
              .orElse(null);
      if (other == null) {
        return false;
      }
      open.add(new Term[] {pair.value(), other.value()});
    }
    return true;
  }

  private RegoValue bound(Term term, Bindings bindings) {
    RegoValue value = value(term, bindings);
    return value == null ? RegoValue.NULL : value;
  }

  /** Each value that {@code ref} leads to, until {@code visit} does not want more. */
  boolean reference(Ref ref, Bindings bindings, Predicate<RegoValue> visit) {
    if (ref.head() instanceof Var(String name) && bindings.get(name) == null) {
      return switch (name) {
        case "input" -> follow(evaluator.frame().input(), ref.path(), 0, bindings, visit);
        case "data" -> documents.follow(evaluator.tree, ref.path(), 0, bindings, visit);
        default -> throw new Stopped("variable without value");
      };
    }
    RegoValue head = value(ref.head(), bindings);
    return head == null || follow(head, ref.path(), 0, bindings, visit);
  }

  boolean follow(
      RegoValue from, List<Term> path, int at, Bindings bindings, Predicate<RegoValue> visit) {
    evaluator.budget.step();
    if (at == path.size()) {
      return visit.test(from);
    }
    Term part = path.get(at);
    if (isDefinite(part, bindings)) {
      RegoValue key = value(part, bindings);
      RegoValue member = key == null ? null : member(from, key);
      return member == null || follow(member, path, at + 1, bindings, visit);
    }
    return each(
        from,
        (key, member) -> {
          int mark = bindings.mark();
          RegoValue found = from instanceof RegoSet ? key : member;
          boolean more =
              !unify(part, key, bindings) || follow(found, path, at + 1, bindings, visit);
          bindings.undo(mark);
          return more;
        });
  }

  static @Nullable RegoValue member(RegoValue from, RegoValue key) {
    return switch (from) {
      case RegoObject object -> object.get(key);
      case RegoSet set -> {
        int at = ValueOrder.find(set.members(), key);
        yield at < 0 ? null : set.members().get(at);
      }
      case RegoArray array -> {
        Long index = key instanceof RegoNumber number ? number.integer() : null;
        yield index != null && index >= 0 && index < array.elements().size()
            ? array.elements().get(index.intValue())
            : null;
      }
      default -> null;
    };
  }

  /** Keys and values; of sets both are the member. */
  boolean each(RegoValue of, BiPredicate<RegoValue, RegoValue> visit) {
    switch (of) {
      case RegoArray array -> {
        for (int i = 0; i < array.elements().size(); i++) {
          if (!visit.test(RegoValue.of(i), array.elements().get(i))) {
            return false;
          }
        }
      }
      case RegoObject object -> {
        for (int i = 0; i < object.keys().size(); i++) {
          if (!visit.test(object.keys().get(i), object.values().get(i))) {
            return false;
          }
        }
      }
      case RegoSet set -> {
        for (RegoValue member : set.members()) {
          if (!visit.test(member, member)) {
            return false;
          }
        }
      }
      default -> {}
    }
    return true;
  }
}
