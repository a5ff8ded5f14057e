package io.sealbus.verification.language.cue;

import io.sealbus.verification.language.cue.Unification.Alternative;
import io.sealbus.verification.language.cue.Unification.Choice;
import io.sealbus.verification.language.cue.Value.Disjunction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The disjunctions of one vertex: tries every combination of their alternatives in a copy of it,
 * keeps those without error and tells the defaults among them (CUE specification, "Default
 * values").
 */
final class Disjuncts {
  /** Most disjunctions on one value. */
  private static final int MAX_CHOICES = 32;

  /** What trying one more combination counts for. */
  private static final int STEPS_OF_COPY = 20;

  private final Evaluator evaluator;
  private final Vertex vertex;
  private @Nullable Bottom failure;

  /** Whether a disjunct is a default, may become one, or is none. Combined, the latest wins. */
  private enum Mode {
    MAYBE,
    DEFAULT,
    NOT;

    Mode and(Mode other) {
      return compareTo(other) >= 0 ? this : other;
    }
  }

  /**
   * A combination.
   *
   * @param mode from all choices
   * @param last from the last choice
   * @param copy the vertex with the choices made; null for none
   */
  private record Candidate(
      Map<String, Integer> choices, Mode mode, Mode last, boolean nested, @Nullable Vertex copy) {
    Candidate with(Mode other) {
      return new Candidate(choices, other, last, nested, copy);
    }
  }

  Disjuncts(Evaluator evaluator, Vertex vertex) {
    this.evaluator = evaluator;
    this.vertex = vertex;
  }

  /** Sets what the vertex is. */
  void resolve(List<Choice> open) {
    List<Candidate> found = cross(Map.of(), open, Mode.MAYBE);
    vertex.disjunct = null;
    // What was found without any choice is in each of the disjuncts.
    vertex.arcs().clear();
    if (found.isEmpty()) {
      if (failure == Bottom.MIXED) {
        throw new UndecidableException("disjunction of incomplete and failed alternatives");
      }
      vertex.value = failure == null ? Bottom.error("empty disjunction") : failure;
    } else if (found.size() == 1) {
      vertex.disjunct = found.get(0).copy();
    } else {
      var values = new ArrayList<Vertex>();
      for (Candidate candidate : found) {
        if (candidate.mode() == Mode.DEFAULT && candidate.copy() != null) {
          values.add(candidate.copy());
        }
      }
      int defaults = values.size();
      for (Candidate candidate : found) {
        if (candidate.mode() != Mode.DEFAULT && candidate.copy() != null) {
          values.add(candidate.copy());
        }
      }
      vertex.value = new Disjunction(List.copyOf(values), defaults);
    }
  }

  private List<Candidate> cross(Map<String, Integer> choices, List<Choice> open, Mode mode) {
    List<Candidate> candidates = List.of(new Candidate(choices, mode, mode, false, null));
    for (Choice choice : open) {
      var next = new ArrayList<Candidate>();
      var pairs = new ArrayList<Pair>();
      Bottom worst = null;
      for (Candidate candidate : candidates) {
        for (int i = 0; i < choice.alternatives().size(); i++) {
          worst = attempt(candidate, choice, i, pairs, worst);
        }
      }
      combine(pairs, next);
      if (next.isEmpty()) {
        failure = worst;
        return next;
      }
      candidates = next;
    }
    return candidates;
  }

  /** A combination before the choice, and what it became by it. */
  private record Pair(Candidate before, Candidate after) {}

  private @Nullable Bottom attempt(
      Candidate before, Choice choice, int index, List<Pair> pairs, @Nullable Bottom worst) {
    Alternative alternative = choice.alternatives().get(index);
    Mode mode = !choice.marked() ? Mode.MAYBE : alternative.marked() ? Mode.DEFAULT : Mode.NOT;
    var choices = new HashMap<>(before.choices());
    choices.put(choice.path(), index);
    if (choices.size() > MAX_CHOICES) {
      throw new UndecidableException("more than " + MAX_CHOICES + " disjunctions on one value");
    }
    evaluator.steps(STEPS_OF_COPY + choices.size() + vertex.conjuncts().size());
    Vertex copy = copy();
    vertex.disjunct = copy;
    copy.state = Vertex.State.UNIFYING;
    var unification = new Unification(evaluator, copy, choices);
    unification.run();
    copy.constraints = unification.constraints();
    copy.state = Vertex.State.UNIFIED;
    Bottom error = unification.constraints().error();
    if (error == null && unification.open().isEmpty()) {
      error = error(copy);
    }
    if (error != null && (!error.isIncomplete() || unification.open().isEmpty())) {
      return worse(worst, error);
    }
    String prefix = alternative.conjunct().path();
    List<Choice> nested =
        unification.open().stream().filter(c -> c.path().startsWith(prefix)).toList();
    if (nested.isEmpty()) {
      pairs.add(new Pair(before, new Candidate(choices, mode, mode, false, copy)));
      return worst;
    }
    for (Candidate inner : cross(choices, nested, Mode.MAYBE)) {
      Mode both = mode.and(inner.mode());
      pairs.add(new Pair(before, new Candidate(inner.choices(), both, mode, true, inner.copy())));
    }
    return failure == null ? worst : worse(worst, failure);
  }

  private Vertex copy() {
    evaluator.newValue();
    var copy = new Vertex(vertex.parent(), vertex.label());
    copy.origin = vertex;
    copy.presence = vertex.presence;
    copy.conjuncts().addAll(vertex.conjuncts());
    return copy;
  }

  /**
   * The error of several. Which of an incomplete and another one the engine makes of both depends
   * on the order in which it met them.
   */
  private static @Nullable Bottom worse(@Nullable Bottom worst, Bottom error) {
    if (worst == null) {
      return error;
    }
    boolean alike = worst.isIncomplete() == error.isIncomplete() && worst != Bottom.MIXED;
    return alike && error != Bottom.MIXED ? worst : Bottom.MIXED;
  }

  /** The error of a disjunct or of its fields, incomplete ones included. */
  private @Nullable Bottom error(Vertex copy) {
    Value value = evaluator.value(copy);
    if (value instanceof Bottom bottom) {
      if (bottom.code() == Bottom.Code.CYCLE) {
        throw new UndecidableException("disjunct in a cycle");
      }
      return bottom;
    }
    return fieldError(copy);
  }

  private @Nullable Bottom fieldError(Vertex of) {
    for (Vertex arc : of.resolved().arcs().values()) {
      if (arc.presence == Presence.OPTIONAL) {
        return null;
      }
      Value value = evaluator.value(arc);
      Bottom error = value instanceof Bottom bottom ? bottom : fieldError(arc);
      if (error != null && error.code() != Bottom.Code.CYCLE) {
        return error;
      }
    }
    return null;
  }

  /**
   * Tells which combinations are defaults. A side of which no default is left does not count
   * against the defaults of the other.
   */
  private void combine(List<Pair> pairs, List<Candidate> into) {
    boolean dropsLeft = true;
    boolean dropsRight = true;
    for (Pair pair : pairs) {
      dropsLeft &= pair.before().mode() != Mode.DEFAULT && pair.before().last() != Mode.DEFAULT;
      dropsRight &= pair.after().last() != Mode.DEFAULT;
    }
    boolean settled = false;
    for (Pair pair : pairs) {
      Candidate after = pair.after();
      Mode left = dropsLeft ? Mode.MAYBE : pair.before().mode();
      Mode right = dropsRight && !after.nested() ? Mode.MAYBE : after.mode();
      Mode mode = left.and(right);
      settled |= after.nested() && mode != Mode.MAYBE;
      append(after.with(mode), into);
    }
    if (settled) {
      into.replaceAll(c -> c.mode() == Mode.MAYBE ? c.with(Mode.NOT) : c);
    }
  }

  /** Appends what is not there yet; of two that are the same, one default makes both. */
  private void append(Candidate candidate, List<Candidate> into) {
    for (int i = 0; i < into.size(); i++) {
      Candidate other = into.get(i);
      if (same(candidate.copy(), other.copy())) {
        if (candidate.mode() == Mode.DEFAULT) {
          into.set(i, other.with(Mode.DEFAULT));
        }
        return;
      }
    }
    into.add(candidate);
  }

  private boolean same(@Nullable Vertex one, @Nullable Vertex other) {
    return one != null
        && other != null
        && one.state == Vertex.State.DONE
        && other.state == Vertex.State.DONE
        && Equality.same(evaluator, one, other);
  }
}
