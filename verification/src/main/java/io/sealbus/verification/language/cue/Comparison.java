package io.sealbus.verification.language.cue;

import io.sealbus.verification.language.cue.Value.BooleanValue;
import io.sealbus.verification.language.cue.Value.BoundValue;
import io.sealbus.verification.language.cue.Value.BytesValue;
import io.sealbus.verification.language.cue.Value.NumberValue;
import io.sealbus.verification.language.cue.Value.Scalar;
import io.sealbus.verification.language.cue.Value.StringValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Comparison of scalars (CUE specification, "Comparison operators"). */
final class Comparison {
  private Comparison() {}

  /** Whether two scalars are equal, of whatever types; numbers by their amount. */
  static boolean equal(Scalar left, Scalar right) {
    return left instanceof NumberValue x && right instanceof NumberValue y
        ? x.number().compareTo(y.number()) == 0
        : left.equals(right);
  }

  /** Whether {@code scalar} is within {@code bound}; an error where they cannot be compared. */
  static Value bound(Scalar scalar, BoundValue bound) {
    if (bound.pattern() != null && scalar instanceof StringValue(String text)) {
      boolean found = bound.pattern().matcher(text).find();
      return new BooleanValue(found == (bound.operator() == Operator.MATCH));
    }
    return bound.limit() instanceof Scalar limit
        ? compare(bound.operator(), scalar, limit)
        : invalid(bound.operator(), scalar, bound.limit());
  }

  /** {@code left operator right} for the operators that compare. */
  static Value compare(Operator operator, Scalar left, Scalar right) {
    if (operator == Operator.EQUAL || operator == Operator.NOT_EQUAL) {
      return new BooleanValue(equal(left, right) == (operator == Operator.EQUAL));
    }
    if (left instanceof NumberValue x && right instanceof NumberValue y) {
      return truth(operator, x.number().compareTo(y.number()));
    }
    if (left instanceof StringValue(String x) && right instanceof StringValue(String y)) {
      return truth(
          operator,
          Arrays.compareUnsigned(
              x.getBytes(StandardCharsets.UTF_8), y.getBytes(StandardCharsets.UTF_8)));
    }
    if (left instanceof BytesValue(byte[] x) && right instanceof BytesValue(byte[] y)) {
      return truth(operator, Arrays.compareUnsigned(x, y));
    }
    return invalid(operator, left, right);
  }

  private static Value truth(Operator operator, int order) {
    return new BooleanValue(
        switch (operator) {
          case LESS -> order < 0;
          case LESS_EQUAL -> order <= 0;
          case GREATER -> order > 0;
          case GREATER_EQUAL -> order >= 0;
          default -> throw new UndecidableException("no comparison");
        });
  }

  /** The error of operands that an operator does not take. */
  static Bottom invalid(Operator operator, Value left, Value right) {
    return Bottom.error(
        "invalid operands "
            + Text.of(left)
            + " and "
            + Text.of(right)
            + " to '"
            + operator.symbol()
            + "' (type "
            + Kind.name(left.kind())
            + " and "
            + Kind.name(right.kind())
            + ")");
  }
}
