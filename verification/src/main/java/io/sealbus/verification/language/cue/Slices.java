package io.sealbus.verification.language.cue;

import io.sealbus.verification.language.cue.Expression.Slice;
import io.sealbus.verification.language.cue.Value.NumberValue;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Slices of lists. */
final class Slices {
  private final Evaluator evaluator;

  Slices(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  Value evaluate(Slice slice, @Nullable Scope scope, Vertex vertex) {
    Value operand = evaluator.range(slice.operand(), scope, vertex);
    if (operand instanceof Bottom bottom) {
      return bottom;
    }
    if (!(operand instanceof Vertex list) || !list.list) {
      return Bottom.error("cannot slice " + Text.of(operand));
    }
    List<Vertex> elements = new ArrayList<>(list.data());
    Value low = bound(slice.low(), 0, scope, vertex);
    Value high = bound(slice.high(), elements.size(), scope, vertex);
    if (low instanceof NumberValue from && high instanceof NumberValue to) {
      return slice(elements, Numbers.integer(from), Numbers.integer(to));
    }
    return low instanceof Bottom ? low : high;
  }

  private Value bound(
      @Nullable Expression expression, int otherwise, @Nullable Scope scope, Vertex vertex) {
    if (expression == null) {
      return NumberValue.of(otherwise);
    }
    Value value = evaluator.concrete(expression, scope, vertex);
    if (value instanceof Bottom || value instanceof NumberValue number && number.integer()) {
      return value;
    }
    return Bottom.error("cannot use " + Text.of(value) + " as slice index");
  }

  private Value slice(List<Vertex> elements, BigInteger low, BigInteger high) {
    BigInteger size = BigInteger.valueOf(elements.size());
    if (low.signum() < 0 || high.compareTo(size) > 0 || low.compareTo(high) > 0) {
      return Bottom.error("invalid slice index");
    }
    return Lists.of(evaluator, elements.subList(low.intValue(), high.intValue()));
  }
}
