package io.sealbus.verification.language.cue;

import io.sealbus.verification.language.cue.Value.BooleanValue;
import io.sealbus.verification.language.cue.Value.BytesValue;
import io.sealbus.verification.language.cue.Value.NumberValue;
import io.sealbus.verification.language.cue.Value.Scalar;
import io.sealbus.verification.language.cue.Value.StringValue;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Operators between two concrete values (CUE specification, "Operators"). */
final class Operations {
  /** Longest string or byte sequence that an operator makes. */
  static final int MAX_LENGTH = 1 << 20;

  private final Evaluator evaluator;

  Operations(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  Value operate(Operator operator, Value left, Value right) {
    Bottom incomplete = incomplete(left);
    if (incomplete == null) {
      incomplete = incomplete(right);
    }
    if (incomplete != null) {
      return incomplete;
    }
    return switch (operator) {
      case EQUAL, NOT_EQUAL -> equality(operator, left, right);
      case LESS, LESS_EQUAL, GREATER, GREATER_EQUAL ->
          left instanceof Scalar x && right instanceof Scalar y
              ? Comparison.compare(operator, x, y)
              : Comparison.invalid(operator, left, right);
      case MATCH, NOT_MATCH -> match(operator, left, right);
      case AND, OR -> logic(operator, left, right);
      case ADD -> add(left, right);
      case MULTIPLY -> multiply(left, right);
      default -> arithmetic(operator, left, right);
    };
  }

  /** The first error inside a struct or list, or the first value that is not concrete. */
  private @Nullable Bottom incomplete(Value value) {
    if (!(value instanceof Vertex vertex)) {
      return null;
    }
    evaluator.step();
    for (Vertex arc : vertex.arcs().values()) {
      boolean regular = arc.label() != null && arc.label().isRegular();
      if (arc.presence == Presence.REQUIRED && regular) {
        return Bottom.incomplete("missing required field " + arc.path());
      }
      if (arc.presence != Presence.MEMBER) {
        continue;
      }
      Value field = regular ? evaluator.concrete(arc) : evaluator.value(arc);
      Bottom error = field instanceof Bottom bottom ? bottom : incomplete(field);
      if (error != null && (regular || !error.isIncomplete())) {
        return error;
      }
    }
    return null;
  }

  private Value equality(Operator operator, Value left, Value right) {
    if (left instanceof Scalar x && right instanceof Scalar y) {
      return Comparison.compare(operator, x, y);
    }
    return new BooleanValue(Equality.data(evaluator, left, right) == (operator == Operator.EQUAL));
  }

  private static Value match(Operator operator, Value left, Value right) {
    if (!(left instanceof StringValue(String text))
        || !(right instanceof StringValue(String pattern))) {
      return Comparison.invalid(operator, left, right);
    }
    boolean found = RegularExpressions.compile(pattern).matcher(text).find();
    return new BooleanValue(found == (operator == Operator.MATCH));
  }

  private static Value logic(Operator operator, Value left, Value right) {
    if (!(left instanceof BooleanValue(boolean x)) || !(right instanceof BooleanValue(boolean y))) {
      return Comparison.invalid(operator, left, right);
    }
    return new BooleanValue(operator == Operator.AND ? x && y : x || y);
  }

  private Value add(Value left, Value right) {
    if (left instanceof StringValue(String x) && right instanceof StringValue(String y)) {
      bounded((long) x.length() + y.length());
      return new StringValue(x + y);
    }
    if (left instanceof BytesValue(byte[] x) && right instanceof BytesValue(byte[] y)) {
      bounded((long) x.length + y.length);
      byte[] joined = Arrays.copyOf(x, x.length + y.length);
      System.arraycopy(y, 0, joined, x.length, y.length);
      return new BytesValue(joined);
    }
    return arithmetic(Operator.ADD, left, right);
  }

  private Value multiply(Value left, Value right) {
    if (left instanceof NumberValue && !(right instanceof NumberValue)) {
      return multiply(right, left);
    }
    if (right instanceof NumberValue count && count.integer()) {
      if (left instanceof StringValue(String text)) {
        return count.number().signum() < 0
            ? Bottom.error("cannot convert negative number to uint64")
            : new StringValue(text.repeat(times(count, text.length())));
      }
      if (left instanceof BytesValue) {
        throw new UndecidableException("multiplication of bytes");
      }
    }
    return arithmetic(Operator.MULTIPLY, left, right);
  }

  private int times(NumberValue count, int length) {
    BigInteger times = Numbers.integer(count);
    if (times.bitLength() > 31) {
      throw new UndecidableException("repetition too long");
    }
    bounded(times.longValue() * Math.max(1, length));
    return times.intValue();
  }

  private void bounded(long length) {
    if (length > MAX_LENGTH) {
      throw new UndecidableException("string too long");
    }
    evaluator.steps(length / 64);
  }

  private static Value arithmetic(Operator operator, Value left, Value right) {
    return left instanceof NumberValue x && right instanceof NumberValue y
        ? Numbers.calculate(operator, x, y)
        : Comparison.invalid(operator, left, right);
  }
}
