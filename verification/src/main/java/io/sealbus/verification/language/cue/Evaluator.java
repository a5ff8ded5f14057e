package io.sealbus.verification.language.cue;

import io.sealbus.verification.language.EvaluationLimits;
import io.sealbus.verification.language.cue.Expression.StructExpression;
import io.sealbus.verification.language.cue.Value.BooleanValue;
import io.sealbus.verification.language.cue.Value.ConjunctionValue;
import io.sealbus.verification.language.cue.Value.Disjunction;
import io.sealbus.verification.language.cue.Value.FunctionValue;
import io.sealbus.verification.language.cue.Value.Scalar;
import io.sealbus.verification.language.cue.Value.ValidatorValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One evaluation: evaluates vertices on demand and counts what that takes. A vertex whose value is
 * asked for while it is in progress is a cycle; what was evaluated on that ground is evaluated
 * again once the cycle is left.
 */
final class Evaluator {
  private final EvaluationLimits limits;
  private final Source source;
  private final Expressions expressions;
  private final List<Vertex> inProgress = new ArrayList<>();
  private long steps;
  private long values;
  private int depth;

  Evaluator(Source source, EvaluationLimits limits) {
    this.source = source;
    this.limits = limits;
    this.expressions = new Expressions(this, source);
  }

  /** Counts one step. */
  void step() {
    if (++steps > limits.steps()) {
      throw new UndecidableException("more than " + limits.steps() + " steps");
    }
  }

  /** Counts {@code amount} steps. */
  void steps(long amount) {
    steps += Math.max(0, amount - 1);
    step();
  }

  /** Counts one more value. */
  void newValue() {
    if (++values > limits.values()) {
      throw new UndecidableException("more than " + limits.values() + " values");
    }
  }

  void enter() {
    if (++depth > limits.depth()) {
      throw new UndecidableException("deeper than " + limits.depth());
    }
  }

  void leave() {
    depth--;
  }

  /** Whether {@code struct} is the text itself, which is no struct inside of it. */
  boolean isText(StructExpression struct) {
    return struct == source.body();
  }

  /** The vertex, or its disjunct, with its fields known; in a cycle, those known so far. */
  Vertex unified(Vertex vertex) {
    Vertex taint = vertex.taint;
    if (taint != null && taint.progress == 0) {
      vertex.reset();
    }
    if (vertex.state == Vertex.State.NEW) {
      begin(vertex);
      unify(vertex);
      end(vertex);
    }
    return vertex.resolved();
  }

  private void begin(Vertex vertex) {
    enter();
    step();
    inProgress.add(vertex);
    vertex.progress = inProgress.size();
  }

  /** Keeps a taint only from what is further out, and hands it on to the next vertex out. */
  private void end(Vertex vertex) {
    inProgress.remove(inProgress.size() - 1);
    vertex.progress = 0;
    Vertex taint = vertex.taint;
    if (taint != null && taint.progress == 0) {
      vertex.taint = null;
    } else if (taint != null && !inProgress.isEmpty()) {
      taint(inProgress.get(inProgress.size() - 1), taint);
    }
    leave();
  }

  private static void taint(Vertex vertex, Vertex by) {
    Vertex before = vertex.taint;
    if (before == null || before.progress == 0 || by.progress < before.progress) {
      vertex.taint = by;
    }
  }

  private void unify(Vertex vertex) {
    vertex.state = Vertex.State.UNIFYING;
    var unification = new Unification(this, vertex, Map.of());
    unification.run();
    Bottom error = unification.constraints().error();
    if (unification.open().isEmpty() || error != null && !error.isIncomplete()) {
      vertex.constraints = unification.constraints();
      vertex.state = Vertex.State.UNIFIED;
    } else {
      new Disjuncts(this, vertex).resolve(unification.open());
      vertex.state = Vertex.State.DONE;
    }
  }

  /** Notes that a vertex in progress was asked for what is not known of it yet. */
  Bottom cycle(Vertex asked) {
    if (!inProgress.isEmpty() && asked.progress > 0) {
      taint(inProgress.get(inProgress.size() - 1), asked);
    }
    return new Bottom(Bottom.Code.CYCLE, "cycle error");
  }

  /**
   * The value: a scalar, a constraint, an error, a disjunction; or the vertex, or its disjunct,
   * itself if it is a struct or list.
   */
  Value value(Vertex vertex) {
    Vertex unified = unified(vertex);
    if (unified.state == Vertex.State.UNIFYING) {
      Scalar scalar = unified.scalar;
      if (scalar == null && (unified.origin != unified || vertex.disjunct != null)) {
        throw new UndecidableException("cycle through a disjunction");
      }
      return scalar != null ? scalar : cycle(unified);
    }
    if (unified.state == Vertex.State.UNIFIED) {
      begin(unified);
      finish(unified);
      end(unified);
    } else if (vertex.taint != null && !inProgress.isEmpty() && vertex.taint.progress > 0) {
      taint(inProgress.get(inProgress.size() - 1), vertex.taint);
    }
    Value value = unified.value;
    if (value == unified && unified.fieldError != null) {
      return unified.fieldError;
    }
    return value == null ? cycle(unified) : value;
  }

  /** Evaluates the fields of a vertex and checks what depends on them. */
  private void finish(Vertex vertex) {
    vertex.state = Vertex.State.FINISHING;
    for (Vertex arc : List.copyOf(vertex.arcs().values())) {
      if (arc.presence != Presence.OPTIONAL) {
        fieldError(vertex, value(arc));
      }
      if (arc.presence != Presence.OPTIONAL && Closedness.forbids(vertex, arc)) {
        fieldError(vertex, Bottom.error(arc.path() + ": field not allowed"));
      }
    }
    Constraints constraints = vertex.constraints;
    if (constraints != null && vertex.value == vertex && !constraints.isEmpty()) {
      constraints.validate(vertex);
    }
    vertex.state = Vertex.State.DONE;
  }

  private static void fieldError(Vertex vertex, Value value) {
    if (value instanceof Bottom bottom && !bottom.isIncomplete()) {
      Bottom before = vertex.fieldError;
      vertex.fieldError = before == null ? bottom : before;
    }
  }

  /** The value of an expression, with defaults taken where there is one. */
  Value concrete(Expression expression, @Nullable Scope scope, Vertex vertex) {
    return concrete(evaluate(expression, scope, vertex));
  }

  /** The value if it is concrete at its own level, or its default; else an incomplete error. */
  Value concrete(Value value) {
    Value chosen = withDefault(value);
    return switch (chosen) {
      case Bottom bottom -> bottom;
      case Scalar scalar -> scalar;
      case Vertex vertex -> vertex;
      case FunctionValue function -> function;
      case Disjunction ignored -> Bottom.incomplete("unresolved disjunction");
      default -> Bottom.incomplete("non-concrete value " + Text.of(chosen));
    };
  }

  /** The default of a disjunction that has one; any other value as it is. */
  Value withDefault(Value value) {
    Value at = value;
    while (true) {
      if (at instanceof Disjunction(List<Vertex> values, int defaults)) {
        if (defaults != 1) {
          return defaults == 0 ? at : new Disjunction(values.subList(0, defaults), 0);
        }
        at = value(values.get(0));
      } else if (at instanceof ConjunctionValue conjunction
          && conjunction.values().stream().anyMatch(Vertex.class::isInstance)) {
        at = value(inline(null, new Expression.Literal(conjunction)));
      } else if (at instanceof Vertex vertex && value(vertex) != vertex) {
        at = value(vertex);
      } else {
        return at;
      }
    }
  }

  /** A vertex outside of the tree, for an expression that is none's conjunct. */
  Vertex inline(@Nullable Scope scope, Expression expression) {
    newValue();
    var vertex = new Vertex(null, null);
    vertex.add(Conjunct.of(scope, expression));
    return vertex;
  }

  Value evaluate(Expression expression, @Nullable Scope scope, Vertex vertex) {
    enter();
    step();
    Value value = expressions.evaluate(expression, scope, vertex);
    leave();
    return value;
  }

  /** What a name, selector or index refers to: a vertex, not evaluated, or a value. */
  Value resolve(Expression expression, @Nullable Scope scope, Vertex vertex) {
    enter();
    step();
    Value value = expressions.resolve(expression, scope, vertex);
    leave();
    return value;
  }

  /** What a comprehension may range over, with its fields known. */
  Value range(Expression expression, @Nullable Scope scope, Vertex vertex) {
    Value value = expressions.node(expression, scope, vertex);
    if (value instanceof Vertex vertexOfRange) {
      vertexOfRange.frozen |= vertexOfRange.state == Vertex.State.UNIFYING;
      return value;
    }
    if (value instanceof Bottom) {
      return value;
    }
    if (value instanceof Disjunction || (value.kind() & Kind.COMPOSITE) != 0) {
      return Bottom.incomplete("cannot range over " + Text.of(value) + " (incomplete)");
    }
    return Bottom.error("cannot range over " + Text.of(value) + " (want list or struct)");
  }

  /** The error of a validator about a value; null if it is satisfied. */
  @Nullable Bottom validate(ValidatorValue validator, Value value) {
    step();
    if ((value.kind() & validator.kind()) == 0) {
      return Bottom.error(
          "cannot use " + Text.of(value) + " in argument 1 to " + validator.function().name());
    }
    var arguments = new ArrayList<Value>(List.of(value));
    arguments.addAll(validator.arguments());
    Function function = validator.function();
    Value result = function.body().apply(this, arguments);
    return switch (result) {
      case BooleanValue(boolean holds) when holds -> null;
      case Bottom bottom -> bottom;
      default ->
          Bottom.error(
              "invalid value " + Text.of(value) + " (does not satisfy " + function.name() + ")");
    };
  }

  /** Whether a struct or list could come to have the field {@code label}. */
  boolean mayHave(Vertex vertex, Label label) {
    if (label.type() == Label.Type.INDEX) {
      return vertex.list && vertex.openList;
    }
    if (label.type() == Label.Type.REGULAR && vertex.list) {
      return false;
    }
    if (vertex.ellipsis || !vertex.closedRecursively && !vertex.closedOnce) {
      return true;
    }
    return label.type() == Label.Type.REGULAR
        && vertex.patterns.stream()
            .anyMatch(
                p -> Matching.accepts(this, p.pattern(), new Value.StringValue(label.text())));
  }

  /** {@code left operator right} of concrete values. */
  Value operate(Operator operator, Value left, Value right) {
    return new Operations(this).operate(operator, left, right);
  }
}
