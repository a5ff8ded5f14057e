package io.sealbus.verification.language.cue;

import com.google.re2j.Pattern;
import io.sealbus.verification.language.cue.Declaration.Let;
import io.sealbus.verification.language.cue.Expression.Binary;
import io.sealbus.verification.language.cue.Expression.BoundExpression;
import io.sealbus.verification.language.cue.Expression.Call;
import io.sealbus.verification.language.cue.Expression.Conjunction;
import io.sealbus.verification.language.cue.Expression.DisjunctionExpression;
import io.sealbus.verification.language.cue.Expression.Identifier;
import io.sealbus.verification.language.cue.Expression.Index;
import io.sealbus.verification.language.cue.Expression.Interpolation;
import io.sealbus.verification.language.cue.Expression.ListExpression;
import io.sealbus.verification.language.cue.Expression.Literal;
import io.sealbus.verification.language.cue.Expression.Selector;
import io.sealbus.verification.language.cue.Expression.Slice;
import io.sealbus.verification.language.cue.Expression.StructExpression;
import io.sealbus.verification.language.cue.Expression.Unary;
import io.sealbus.verification.language.cue.Scope.NameScope;
import io.sealbus.verification.language.cue.Scope.StructScope;
import io.sealbus.verification.language.cue.Value.BooleanValue;
import io.sealbus.verification.language.cue.Value.BoundValue;
import io.sealbus.verification.language.cue.Value.NumberValue;
import io.sealbus.verification.language.cue.Value.StringValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Evaluates expressions (CUE specification, "Expressions"). */
final class Expressions {
  private final Evaluator evaluator;
  private final Source source;

  Expressions(Evaluator evaluator, Source source) {
    this.evaluator = evaluator;
    this.source = source;
  }

  /** The value; defaults are not taken. */
  Value evaluate(Expression expression, @Nullable Scope scope, Vertex vertex) {
    return switch (expression) {
      case Literal literal -> literal.value();
      case Identifier ignored -> referred(expression, scope, vertex);
      case Selector ignored -> referred(expression, scope, vertex);
      case Index ignored -> referred(expression, scope, vertex);
      case Unary unary -> unary(unary, scope, vertex);
      case Binary binary -> binary(binary, scope, vertex);
      case BoundExpression bound -> bound(bound, scope, vertex);
      case Interpolation interpolation ->
          new Interpolations(evaluator).evaluate(interpolation, scope, vertex);
      case Slice slice -> new Slices(evaluator).evaluate(slice, scope, vertex);
      case Call call -> new Calls(evaluator).evaluate(call, scope, vertex);
      default -> evaluator.value(evaluator.inline(scope, expression));
    };
  }

  private Value referred(Expression expression, @Nullable Scope scope, Vertex vertex) {
    Value target = evaluator.resolve(expression, scope, vertex);
    if (target instanceof Vertex referred) {
      return referred.presence == Presence.REQUIRED
          ? Bottom.incomplete("required field missing: " + referred.path())
          : evaluator.value(referred);
    }
    return target;
  }

  /** What a name, selector or index refers to: a vertex, not evaluated, or a value. */
  Value resolve(Expression expression, @Nullable Scope scope, Vertex vertex) {
    return switch (expression) {
      case Identifier identifier -> name(identifier.name(), scope);
      case Selector selector -> {
        Value standard = standard(selector, scope);
        if (standard != null) {
          yield standard;
        }
        Value operand = node(selector.operand(), scope, vertex);
        yield lookup(operand, selector.label());
      }
      case Index index -> {
        Value operand = node(index.operand(), scope, vertex);
        Value label = evaluator.withDefault(evaluator.evaluate(index.index(), scope, vertex));
        yield operand instanceof Bottom ? operand : index(operand, label);
      }
      case Conjunction ignored -> evaluator.inline(scope, expression);
      case DisjunctionExpression ignored -> evaluator.inline(scope, expression);
      case StructExpression ignored -> evaluator.inline(scope, expression);
      case ListExpression ignored -> evaluator.inline(scope, expression);
      default -> evaluate(expression, scope, vertex);
    };
  }

  private Value name(String name, @Nullable Scope innermost) {
    for (Scope scope = innermost; scope != null; scope = scope.up()) {
      switch (scope) {
        case StructScope struct -> {
          Label label = struct.names().field(name);
          if (label != null) {
            return lookup(struct.vertex(), label);
          }
          Let let = struct.names().let(name);
          if (let != null) {
            return struct.let(let);
          }
        }
        case NameScope named -> {
          if (named.name().equals(name)) {
            return named.value();
          }
        }
      }
    }
    Value predeclared = Predeclared.find(name);
    return predeclared == null ? Bottom.error("reference \"" + name + "\" not found") : predeclared;
  }

  /** What the standard library has by that name; null where the selector is of something else. */
  private @Nullable Value standard(Selector selector, @Nullable Scope innermost) {
    if (!(selector.operand() instanceof Identifier identifier)) {
      return null;
    }
    for (Scope scope = innermost; scope != null; scope = scope.up()) {
      boolean declares =
          switch (scope) {
            case StructScope struct -> struct.names().declares(identifier.name());
            case NameScope named -> named.name().equals(identifier.name());
          };
      if (declares) {
        return null;
      }
    }
    for (Source.Import imported : source.imports()) {
      if (imported.name().equals(identifier.name())) {
        return StandardLibrary.find(imported.path(), selector.label().text());
      }
    }
    return null;
  }

  /** The value of an operand of a selector, its default taken and its fields known. */
  Value node(Expression operand, @Nullable Scope scope, Vertex vertex) {
    Value target = evaluator.resolve(operand, scope, vertex);
    while (target instanceof Vertex referred) {
      if (referred.presence == Presence.REQUIRED) {
        return Bottom.incomplete("required field missing: " + referred.path());
      }
      Vertex unified = evaluator.unified(referred);
      if (unified.state == Vertex.State.UNIFYING && unified.value == null) {
        return unified.scalar != null ? unified.scalar : unified;
      }
      Value value = unified.value;
      if (value == unified) {
        return unified;
      }
      if (value instanceof Bottom bottom && bottom.isIncomplete() && !unified.arcs().isEmpty()) {
        return unified;
      }
      Value chosen = evaluator.withDefault(value == null ? evaluator.cycle(unified) : value);
      if (chosen instanceof Vertex next) {
        target = next;
        if (next.value == next) {
          return next;
        }
      } else {
        return chosen;
      }
    }
    return target instanceof Value.Disjunction || target instanceof Value.ConjunctionValue
        ? evaluator.withDefault(target)
        : target;
  }

  private Value index(Value operand, Value label) {
    return switch (label) {
      case Bottom bottom -> bottom;
      case StringValue(String text) -> lookup(operand, Label.string(text));
      case NumberValue number when number.integer() -> {
        if (number.number().signum() < 0) {
          yield Bottom.error("invalid index (index must be non-negative)");
        }
        if (number.number().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0) {
          throw new UndecidableException("index too large");
        }
        yield lookup(operand, Label.index(number.number().intValue()));
      }
      case Value.Constraint constraint
          when constraint.kind() == Kind.STRING || (constraint.kind() & ~Kind.NUMBER) == 0 ->
          Bottom.incomplete("index is not concrete");
      case Value.Disjunction ignored -> Bottom.incomplete("index is not concrete");
      default -> Bottom.error("invalid index (type " + Kind.name(label.kind()) + ")");
    };
  }

  /** The field {@code label} of {@code operand}; an error where it has none. */
  private Value lookup(Value operand, Label label) {
    if (operand instanceof Bottom bottom) {
      return bottom;
    }
    if (!(operand instanceof Vertex vertex)) {
      return operand instanceof Value.Disjunction || (operand.kind() & Kind.STRUCT) != 0
          ? Bottom.incomplete("undefined field: " + label)
          : Bottom.error(
              "invalid operand (found " + Kind.name(operand.kind()) + ", want list or struct)");
    }
    Vertex unified = evaluator.unified(vertex);
    Vertex arc = unified.arcs().get(label);
    if (arc != null) {
      return switch (arc.presence) {
        case MEMBER -> arc;
        // Its conjuncts are taken over all the same.
        case REQUIRED -> arc;
        case OPTIONAL -> Bottom.incomplete("cannot reference optional field: " + label);
      };
    }
    if (unified.state == Vertex.State.UNIFYING) {
      if (unified.origin != unified) {
        throw new UndecidableException("cycle through a disjunction");
      }
      evaluator.cycle(unified);
      return Bottom.incomplete("undefined field: " + label);
    }
    if (unified.value instanceof Bottom bottom) {
      return bottom;
    }
    boolean possible = evaluator.mayHave(unified, label);
    return new Bottom(
        possible ? Bottom.Code.INCOMPLETE : Bottom.Code.EVALUATION, "undefined field: " + label);
  }

  private Value unary(Unary unary, @Nullable Scope scope, Vertex vertex) {
    if (unary.operator() == Operator.MULTIPLY) {
      return Bottom.error("preference mark not allowed at this position");
    }
    if (!mayBeConcrete(unary.operand())) {
      return Bottom.error("operand of '" + unary.operator().symbol() + "' must be concrete");
    }
    Value raw = evaluator.withDefault(evaluator.evaluate(unary.operand(), scope, vertex));
    return switch (raw) {
      case Bottom bottom -> bottom;
      case NumberValue number when unary.operator() == Operator.SUBTRACT ->
          new NumberValue(number.number().negate(), number.integer());
      case NumberValue number when unary.operator() == Operator.ADD -> number;
      case BooleanValue(boolean truth) when unary.operator() == Operator.NOT ->
          new BooleanValue(!truth);
      default -> {
        int expected = unary.operator() == Operator.NOT ? Kind.BOOL : Kind.NUMBER;
        yield (raw.kind() & expected) != 0
            ? Bottom.incomplete("operand of '" + unary.operator().symbol() + "' not concrete")
            : Bottom.error("invalid operation " + unary.operator().symbol() + Text.of(raw));
      }
    };
  }

  /** Whether an operand is more than a type or bound as it is written. */
  static boolean mayBeConcrete(Expression operand) {
    return switch (operand) {
      case BoundExpression ignored -> false;
      case Literal(Value value) -> value instanceof Value.Scalar || value instanceof Bottom;
      default -> true;
    };
  }

  private Value binary(Binary binary, @Nullable Scope scope, Vertex vertex) {
    Operator operator = binary.operator();
    if (operator == Operator.EQUAL || operator == Operator.NOT_EQUAL) {
      if (isBottom(binary.left())) {
        return exists(binary.right(), operator, scope, vertex);
      }
      if (isBottom(binary.right())) {
        return exists(binary.left(), operator, scope, vertex);
      }
    }
    Value left = evaluator.concrete(binary.left(), scope, vertex);
    Value right = evaluator.concrete(binary.right(), scope, vertex);
    if (left instanceof Bottom x) {
      return right instanceof Bottom y ? x.and(y) : x;
    }
    return right instanceof Bottom ? right : evaluator.operate(operator, left, right);
  }

  private static boolean isBottom(Expression expression) {
    return expression instanceof Literal(Bottom ignored);
  }

  /** Comparison with bottom: whether there is a concrete value. */
  private Value exists(
      Expression expression, Operator operator, @Nullable Scope scope, Vertex vertex) {
    Value value = evaluator.withDefault(evaluator.evaluate(expression, scope, vertex));
    if (value instanceof Bottom bottom && bottom.code() == Bottom.Code.CYCLE) {
      return bottom;
    }
    boolean concrete =
        value instanceof Value.Scalar
            || value instanceof Vertex
            || value instanceof Value.FunctionValue;
    return new BooleanValue(concrete == (operator == Operator.NOT_EQUAL));
  }

  private Value bound(BoundExpression bound, @Nullable Scope scope, Vertex vertex) {
    Operator operator = bound.operator();
    Value limit = evaluator.withDefault(evaluator.evaluate(bound.operand(), scope, vertex));
    if (limit instanceof BoundValue || limit instanceof Value.ConjunctionValue) {
      throw new UndecidableException("bound of a bound");
    }
    boolean match = operator == Operator.MATCH || operator == Operator.NOT_MATCH;
    boolean order = !match && operator != Operator.NOT_EQUAL && operator != Operator.EQUAL;
    int allowed =
        match
            ? Kind.STRING | Kind.BYTES
            : order ? Kind.NUMBER | Kind.STRING | Kind.BYTES : Kind.TOP;
    if (limit instanceof Bottom bottom) {
      return bottom;
    }
    if (limit instanceof Value.Disjunction) {
      return Bottom.incomplete("unresolved disjunction");
    }
    if ((limit.kind() & allowed) == 0) {
      return Bottom.error("invalid operand for bound " + operator.symbol());
    }
    Value concrete = evaluator.concrete(limit);
    if (concrete instanceof Bottom bottom) {
      return bottom;
    }
    if (match && !(concrete instanceof StringValue)) {
      throw new UndecidableException("match of bytes");
    }
    Pattern pattern =
        match && concrete instanceof StringValue(String text)
            ? RegularExpressions.compile(text)
            : null;
    return new BoundValue(operator, concrete, pattern);
  }

  /** Evaluates arguments; stops at the first error. */
  static @Nullable Bottom firstError(List<Value> values) {
    List<Bottom> errors = new ArrayList<>();
    for (Value value : values) {
      if (value instanceof Bottom bottom) {
        errors.add(bottom);
      }
    }
    return errors.stream().reduce(Bottom::and).orElse(null);
  }
}
