package io.sealbus.verification.language.cue;

import io.sealbus.verification.language.cue.Value.BoundValue;
import io.sealbus.verification.language.cue.Value.ConjunctionValue;
import io.sealbus.verification.language.cue.Value.Disjunction;
import io.sealbus.verification.language.cue.Value.Scalar;
import io.sealbus.verification.language.cue.Value.TypeValue;
import io.sealbus.verification.language.cue.Value.ValidatorValue;
import java.util.List;

/** Equality of values. */
final class Equality {
  private Equality() {}

  /** Whether two values are the same in all that can be seen of them, constraints included. */
  static boolean same(Evaluator evaluator, Value left, Value right) {
    evaluator.step();
    Value x = left instanceof Vertex vertex ? evaluator.value(vertex) : left;
    Value y = right instanceof Vertex vertex ? evaluator.value(vertex) : right;
    if (x instanceof Vertex a && y instanceof Vertex b) {
      return a == b || sameFields(evaluator, a, b);
    }
    return switch (x) {
      case Scalar scalar ->
          y instanceof Scalar other
              && scalar.kind() == other.kind()
              && Comparison.equal(scalar, other);
      case TypeValue type -> type.equals(y);
      case BoundValue bound ->
          y instanceof BoundValue other
              && bound.operator() == other.operator()
              && same(evaluator, bound.limit(), other.limit());
      case ValidatorValue validator ->
          y instanceof ValidatorValue other
              && validator.function() == other.function()
              && all(evaluator, validator.arguments(), other.arguments());
      case ConjunctionValue conjunction ->
          y instanceof ConjunctionValue other
              && all(evaluator, conjunction.values(), other.values());
      case Disjunction disjunction ->
          y instanceof Disjunction other
              && disjunction.defaults() == other.defaults()
              && all(evaluator, disjunction.values(), other.values());
      default -> false;
    };
  }

  private static boolean all(
      Evaluator evaluator, List<? extends Value> left, List<? extends Value> right) {
    if (left.size() != right.size()) {
      return false;
    }
    for (int i = 0; i < left.size(); i++) {
      if (!same(evaluator, left.get(i), right.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameFields(Evaluator evaluator, Vertex left, Vertex right) {
    if (left.list != right.list
        || left.openList != right.openList
        || left.closedOnce != right.closedOnce
        || !left.patterns.isEmpty()
        || !right.patterns.isEmpty()
        || left.arcs().size() != right.arcs().size()) {
      return false;
    }
    for (Vertex arc : left.arcs().values()) {
      Vertex other = right.arcs().get(arc.label());
      if (other == null || other.presence != arc.presence || !same(evaluator, arc, other)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the data of two concrete values is equal. */
  static boolean data(Evaluator evaluator, Value left, Value right) {
    evaluator.step();
    Value x = evaluator.concrete(left);
    Value y = evaluator.concrete(right);
    if (x instanceof Scalar a && y instanceof Scalar b) {
      return Comparison.equal(a, b);
    }
    if (!(x instanceof Vertex a) || !(y instanceof Vertex b) || a.list != b.list) {
      return false;
    }
    List<Vertex> fields = a.data();
    if (fields.size() != b.data().size()) {
      return false;
    }
    for (Vertex field : fields) {
      Vertex other = b.arcs().get(field.label());
      if (other == null || other.presence != Presence.MEMBER || !data(evaluator, field, other)) {
        return false;
      }
    }
    return true;
  }
}
