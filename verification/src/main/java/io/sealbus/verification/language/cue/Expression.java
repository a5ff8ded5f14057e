package io.sealbus.verification.language.cue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An expression, as parsed. Compared by identity wherever one occurrence matters. */
sealed interface Expression {
  /** A value that stands for itself. */
  record Literal(Value value) implements Expression {}

  /** Strings and expressions in turns, starting and ending with a string. */
  record Interpolation(boolean bytes, List<Expression> parts) implements Expression {}

  record Identifier(String name, int line) implements Expression {}

  /** {@code operand.label}. */
  record Selector(Expression operand, Label label, int line) implements Expression {}

  /** {@code operand[index]}. */
  record Index(Expression operand, Expression index) implements Expression {}

  /** {@code operand[low:high]}. */
  record Slice(Expression operand, @Nullable Expression low, @Nullable Expression high)
      implements Expression {}

  record Call(Expression function, List<Expression> arguments, int line) implements Expression {}

  /** {@code -x}, {@code +x}, {@code !x}. */
  record Unary(Operator operator, Expression operand) implements Expression {}

  /** Any operator between two operands but {@code &} and {@code |}. */
  record Binary(Operator operator, Expression left, Expression right, int line)
      implements Expression {}

  /** Operands that {@code &} joins. */
  record Conjunction(List<Expression> operands) implements Expression {}

  /** {@code >=x}, {@code =~x} and their like. */
  record BoundExpression(Operator operator, Expression operand) implements Expression {}

  record DisjunctionExpression(List<Alternative> alternatives) implements Expression {
    /** Whether any alternative is marked. */
    boolean marked() {
      return alternatives.stream().anyMatch(Alternative::marked);
    }
  }

  /** One operand of a disjunction; {@code marked} where an asterisk stands before it. */
  record Alternative(Expression expression, boolean marked) {}

  /** {@code Name=value}, which makes the value's place known by a name inside the value. */
  record Aliased(String name, Expression value, int line) implements Expression {}

  /**
   * A list.
   *
   * @param rest what further elements must be; null in a closed list
   */
  record ListExpression(List<Element> elements, @Nullable Expression rest) implements Expression {}

  /** An element of a list, or a comprehension that yields elements. */
  sealed interface Element permits Item, Declaration.Comprehension {}

  record Item(Expression value) implements Element {}

  /** A struct, with the names that its declarations bind. */
  record StructExpression(List<Declaration> declarations, Names names) implements Expression {
    StructExpression(List<Declaration> declarations, int line) throws MalformedTextException {
      this(List.copyOf(declarations), Names.of(declarations, line));
    }
  }
}
