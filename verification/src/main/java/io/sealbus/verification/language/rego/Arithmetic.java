package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.Builtins.Function;
import io.sealbus.verification.language.rego.Builtins.Mismatch;
import io.sealbus.verification.language.rego.RegoValue.RegoSet;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** Arithmetic. Its oddities, such as the ceiling of -0.5 being 1, are the reference's. */
final class Arithmetic {
  private static final Float64 HALF = Float64.of(half());
  private static final Float64 ONE = Float64.of(RegoNumber.of(1));

  private Arithmetic() {}

  private static RegoNumber half() {
    RegoNumber half = RegoNumber.parse("0.5");
    return half == null ? RegoNumber.of(0) : half;
  }

  static void addTo(Map<String, Function> functions) {
    functions.put("plus", binary(Float64::plus));
    functions.put("mul", binary(Float64::times));
    functions.put("div", Arithmetic::divide);
    functions.put("rem", Arithmetic::remainder);
    functions.put("minus", Arithmetic::minus);
    functions.put("abs", unary(Float64::abs));
    functions.put("round", unary(Arithmetic::round));
    functions.put("ceil", unary(Arithmetic::ceiling));
    functions.put("floor", unary(Arithmetic::floor));
    functions.put("numbers.range", arguments -> range(arguments, BigInteger.ONE));
    functions.put("numbers.range_step", arguments -> range(arguments, step(arguments)));
    Bits.addTo(functions);
  }

  private static Function binary(BinaryOperator<Float64> operation) {
    return arguments ->
        operation
            .apply(Float64.of(arguments.number(0)), Float64.of(arguments.number(1)))
            .toNumber();
  }

  private static Function unary(UnaryOperator<Float64> operation) {
    return arguments -> operation.apply(Float64.of(arguments.number(0))).toNumber();
  }

  private static RegoValue divide(Arguments arguments) {
    Float64 divisor = Float64.of(arguments.number(1));
    if (divisor.signum() == 0) {
      throw new Mismatch();
    }
    return Float64.of(arguments.number(0)).dividedBy(divisor).toNumber();
  }

  private static RegoValue remainder(Arguments arguments) {
    BigInteger divisor = integer(arguments.number(1));
    if (divisor.signum() == 0) {
      throw new Mismatch();
    }
    return whole(integer(arguments.number(0)).remainder(divisor));
  }

  /** The integer; a number that has a fraction is none. */
  static BigInteger integer(RegoNumber number) {
    Float64 value = Float64.of(number);
    if (!value.isInteger()) {
      throw new Mismatch();
    }
    return value.truncated();
  }

  static RegoNumber whole(BigInteger integer) {
    RegoNumber number = RegoNumber.parse(integer.toString());
    if (number == null) {
      throw new Mismatch();
    }
    return number;
  }

  private static RegoValue minus(Arguments arguments) {
    if (arguments.value(0) instanceof RegoSet left && arguments.value(1) instanceof RegoSet right) {
      arguments.work(left.members().size());
      return new RegoSet(left.members().stream().filter(m -> !right.contains(m)).toList());
    }
    return Float64.of(arguments.number(0)).minus(Float64.of(arguments.number(1))).toNumber();
  }

  /** Half is rounded away from zero. */
  private static Float64 round(Float64 value) {
    Float64 moved = value.signum() < 0 ? value.minus(HALF) : value.plus(HALF);
    return Float64.of(moved.truncated());
  }

  private static Float64 ceiling(Float64 value) {
    BigInteger truncated = value.truncated();
    Float64 whole = Float64.of(truncated);
    return truncated.signum() < 0 || value.sameAs(truncated) ? whole : whole.plus(ONE);
  }

  private static Float64 floor(Float64 value) {
    BigInteger truncated = value.truncated();
    Float64 whole = Float64.of(truncated);
    return truncated.signum() >= 0 || value.sameAs(truncated) ? whole : whole.minus(ONE);
  }

  private static BigInteger step(Arguments arguments) {
    BigInteger step = integer(arguments.number(2));
    if (step.signum() <= 0) {
      throw new Mismatch();
    }
    return step;
  }

  /** From the first to the second, both included, up or down. */
  private static RegoValue range(Arguments arguments, BigInteger step) {
    BigInteger from = integer(arguments.number(0));
    BigInteger to = integer(arguments.number(1));
    boolean up = from.compareTo(to) <= 0;
    List<RegoValue> numbers = new ArrayList<>();
    for (BigInteger i = from;
        up ? i.compareTo(to) <= 0 : i.compareTo(to) >= 0;
        i = up ? i.add(step) : i.subtract(step)) {
      RegoNumber number = whole(i);
      arguments.budget().made(number);
      numbers.add(number);
    }
    return RegoValue.array(numbers);
  }

  /** Bitwise operations on integers. */
  private static final class Bits {
    private static final int MAX_SHIFT = 10_000;

    private Bits() {}

    static void addTo(Map<String, Function> functions) {
      functions.put("bits.and", binary(BigInteger::and));
      functions.put("bits.or", binary(BigInteger::or));
      functions.put("bits.xor", binary(BigInteger::xor));
      functions.put("bits.negate", arguments -> whole(integer(arguments.number(0)).not()));
      functions.put("bits.lsh", binary((a, b) -> a.shiftLeft(shift(b))));
      functions.put("bits.rsh", binary((a, b) -> a.shiftRight(shift(b))));
    }

    private static Function binary(BinaryOperator<BigInteger> operation) {
      return arguments ->
          whole(operation.apply(integer(arguments.number(0)), integer(arguments.number(1))));
    }

    private static int shift(BigInteger by) {
      if (by.signum() < 0) {
        throw new Mismatch();
      }
      if (by.compareTo(BigInteger.valueOf(MAX_SHIFT)) > 0) {
        throw new Budget.Stopped("shift by more than " + MAX_SHIFT + " bits");
      }
      return by.intValue();
    }
  }
}
