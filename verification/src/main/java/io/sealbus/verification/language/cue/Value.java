package io.sealbus.verification.language.cue;

import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A value of the lattice: a concrete one, a constraint on others, or an error. */
sealed interface Value permits Bottom, Value.Scalar, Value.Constraint, Value.Disjunction, Vertex {
  /** The kinds it may be of. */
  int kind();

  /** A concrete value without parts. */
  sealed interface Scalar extends Value
      permits NullValue, BooleanValue, NumberValue, StringValue, BytesValue {}

  /** What restricts a value without being one. */
  sealed interface Constraint extends Value
      permits TypeValue, BoundValue, ValidatorValue, ConjunctionValue, FunctionValue {}

  record NullValue() implements Scalar {
    @Override
    public int kind() {
      return Kind.NULL;
    }
  }

  record BooleanValue(boolean value) implements Scalar {
    @Override
    public int kind() {
      return Kind.BOOL;
    }
  }

  /** A decimal; {@code integer} tells 1 from 1.0, which are of different types. */
  record NumberValue(BigDecimal number, boolean integer) implements Scalar {
    static NumberValue of(long number) {
      return new NumberValue(BigDecimal.valueOf(number), true);
    }

    @Override
    public int kind() {
      return integer ? Kind.INT : Kind.FLOAT;
    }
  }

  record StringValue(String text) implements Scalar {
    @Override
    public int kind() {
      return Kind.STRING;
    }
  }

  record BytesValue(byte[] bytes) implements Scalar {
    @Override
    public int kind() {
      return Kind.BYTES;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof BytesValue that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }

  /** Any value of some kinds; of all of them it is top. */
  record TypeValue(int kind) implements Constraint {
    static final TypeValue TOP = new TypeValue(Kind.TOP);
  }

  /**
   * Values that compare as {@code operator} says with {@code limit}.
   *
   * @param pattern the limit as an expression, for {@code =~} and {@code !~}
   */
  record BoundValue(Operator operator, Value limit, @Nullable Pattern pattern)
      implements Constraint {
    @Override
    public int kind() {
      int kind = limit.kind();
      if ((kind & Kind.NUMBER) != 0) {
        return Kind.NUMBER;
      }
      return kind == Kind.NULL && operator == Operator.NOT_EQUAL ? Kind.TOP & ~Kind.NULL : kind;
    }
  }

  /** Values of which a function of the standard library says true. */
  record ValidatorValue(Function function, List<Value> arguments) implements Constraint {
    @Override
    public int kind() {
      return function.parameters().get(0);
    }
  }

  /** All of them. */
  record ConjunctionValue(List<Value> values) implements Constraint {
    @Override
    public int kind() {
      int kind = Kind.TOP;
      for (Value value : values) {
        kind &= value.kind();
      }
      return kind;
    }
  }

  /** A function itself, to be called. */
  record FunctionValue(Function function) implements Constraint {
    @Override
    public int kind() {
      return Kind.FUNCTION;
    }
  }

  /** One of them; the first {@code defaults} where no other choice is made. */
  record Disjunction(List<Vertex> values, int defaults) implements Value {
    @Override
    public int kind() {
      int kind = Kind.BOTTOM;
      for (Vertex value : values) {
        kind |= value.kind();
      }
      return kind;
    }
  }
}
