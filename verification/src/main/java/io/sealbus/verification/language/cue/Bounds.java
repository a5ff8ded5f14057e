package io.sealbus.verification.language.cue;

import io.sealbus.verification.language.cue.Value.BooleanValue;
import io.sealbus.verification.language.cue.Value.BoundValue;
import io.sealbus.verification.language.cue.Value.BytesValue;
import io.sealbus.verification.language.cue.Value.NumberValue;
import io.sealbus.verification.language.cue.Value.Scalar;
import io.sealbus.verification.language.cue.Value.StringValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several bounds on one value (CUE specification, "Bounds"). */
final class Bounds {
  private Bounds() {}

  /** The bounds without those that another one implies. */
  static List<BoundValue> simplify(int kind, List<BoundValue> bounds) {
    var kept = new ArrayList<BoundValue>();
    for (int i = 0; i < bounds.size(); i++) {
      BoundValue bound = bounds.get(i);
      boolean implied = false;
      for (int j = 0; j < bounds.size() && !implied; j++) {
        implied =
            j != i && implies(bounds.get(j), bound) && (j < i || !implies(bound, bounds.get(j)));
      }
      if (!implied) {
        kept.add(bound);
      }
    }
    return kept;
  }

  private static boolean implies(BoundValue stronger, BoundValue weaker) {
    if (stronger.operator() == weaker.operator()
        && stronger.limit() instanceof Scalar x
        && weaker.limit() instanceof Scalar y
        && x.kind() == y.kind()
        && Comparison.equal(x, y)) {
      return true;
    }
    if (!(stronger.limit() instanceof Scalar limit)) {
      return false;
    }
    int side = side(stronger.operator());
    if (side == 0) {
      return false;
    }
    if (weaker.operator() == Operator.NOT_EQUAL) {
      return weaker.limit() instanceof Scalar excluded
          && Comparison.bound(excluded, stronger) instanceof BooleanValue(boolean holds)
          && !holds;
    }
    return side == side(weaker.operator())
        && weaker.limit() instanceof Scalar other
        && tighter(stronger.operator(), limit, weaker.operator(), other);
  }

  private static boolean tighter(Operator x, Scalar limit, Operator y, Scalar other) {
    boolean strict = x == Operator.LESS || x == Operator.GREATER;
    boolean otherStrict = y == Operator.LESS || y == Operator.GREATER;
    Operator order =
        side(x) > 0
            ? strict || !otherStrict ? Operator.GREATER_EQUAL : Operator.GREATER
            : strict || !otherStrict ? Operator.LESS_EQUAL : Operator.LESS;
    return Comparison.compare(order, limit, other) instanceof BooleanValue(boolean holds) && holds;
  }

  /** 1 for what bounds from below, -1 from above, 0 for anything else. */
  private static int side(Operator operator) {
    return switch (operator) {
      case GREATER, GREATER_EQUAL -> 1;
      case LESS, LESS_EQUAL -> -1;
      default -> 0;
    };
  }

  /** The error of bounds that leave nothing. */
  static @Nullable Bottom conflict(int kind, List<BoundValue> bounds) {
    for (BoundValue low : bounds) {
      for (BoundValue high : bounds) {
        if (side(low.operator()) > 0 && side(high.operator()) < 0 && empty(kind, low, high)) {
          return Bottom.error("incompatible bounds " + Text.of(high) + " and " + Text.of(low));
        }
      }
    }
    return null;
  }

  private static boolean empty(int kind, BoundValue low, BoundValue high) {
    boolean inclusive =
        low.operator() == Operator.GREATER_EQUAL && high.operator() == Operator.LESS_EQUAL;
    if (low.limit() instanceof NumberValue x && high.limit() instanceof NumberValue y) {
      return (kind & Kind.FLOAT) == 0
          ? emptyIntegers(low, x.number(), high, y.number())
          : empty(x.number().compareTo(y.number()), inclusive);
    }
    if (kind == Kind.STRING
            && low.limit() instanceof StringValue x
            && high.limit() instanceof StringValue y
        || kind == Kind.BYTES
            && low.limit() instanceof BytesValue
            && high.limit() instanceof BytesValue) {
      Value above =
          Comparison.compare(Operator.GREATER, (Scalar) low.limit(), (Scalar) high.limit());
      Value same = Comparison.compare(Operator.EQUAL, (Scalar) low.limit(), (Scalar) high.limit());
      return above.equals(new BooleanValue(true))
          || same.equals(new BooleanValue(true)) && !inclusive;
    }
    return false;
  }

  private static boolean empty(int order, boolean inclusive) {
    return order > 0 || order == 0 && !inclusive;
  }

  private static boolean emptyIntegers(
      BoundValue low, BigDecimal x, BoundValue high, BigDecimal y) {
    if (tooLarge(x) || tooLarge(y)) {
      return empty(x.compareTo(y), true);
    }
    BigDecimal first =
        low.operator() == Operator.GREATER_EQUAL
            ? x.setScale(0, RoundingMode.CEILING)
            : x.setScale(0, RoundingMode.FLOOR).add(BigDecimal.ONE);
    BigDecimal last =
        high.operator() == Operator.LESS_EQUAL
            ? y.setScale(0, RoundingMode.FLOOR)
            : y.setScale(0, RoundingMode.CEILING).subtract(BigDecimal.ONE);
    return first.compareTo(last) > 0;
  }

  private static boolean tooLarge(BigDecimal number) {
    return number.precision() - (long) number.scale() > 1000;
  }
}
