package io.sealbus.verification.language.cue;

import org.jspecify.annotations.Nullable;

/** Operators of expressions. */
enum Operator {
  ADD("+", 6),
  SUBTRACT("-", 6),
  MULTIPLY("*", 7),
  DIVIDE("/", 7),
  INTEGER_DIVIDE("div", 7),
  INTEGER_MODULO("mod", 7),
  INTEGER_QUOTIENT("quo", 7),
  INTEGER_REMAINDER("rem", 7),
  EQUAL("==", 5),
  NOT_EQUAL("!=", 5),
  LESS("<", 5),
  LESS_EQUAL("<=", 5),
  GREATER(">", 5),
  GREATER_EQUAL(">=", 5),
  MATCH("=~", 5),
  NOT_MATCH("!~", 5),
  AND("&&", 4),
  OR("||", 3),
  UNIFY("&", 2),
  DISJOIN("|", 1),
  NOT("!", 0);

  private final String symbol;
  private final int precedence;

  Operator(String symbol, int precedence) {
    this.symbol = symbol;
    this.precedence = precedence;
  }

  String symbol() {
    return symbol;
  }

  /** Binds tighter when higher; 0 for what stands before its operand only. */
  int precedence() {
    return precedence;
  }

  /** The operator between two operands that {@code token} writes. */
  static @Nullable Operator binary(Token token) {
    if (token.type() != Token.Type.OPERATOR && token.type() != Token.Type.IDENTIFIER) {
      return null;
    }
    for (Operator operator : values()) {
      boolean word = Character.isLetter(operator.symbol.charAt(0));
      if (operator.precedence > 0
          && operator.symbol.equals(token.text())
          && word == (token.type() == Token.Type.IDENTIFIER)) {
        return operator;
      }
    }
    return null;
  }

  /** The bound that {@code token} writes before its operand. */
  static @Nullable Operator bound(Token token) {
    if (token.type() != Token.Type.OPERATOR) {
      return null;
    }
    return switch (token.text()) {
      case "<" -> LESS;
      case "<=" -> LESS_EQUAL;
      case ">" -> GREATER;
      case ">=" -> GREATER_EQUAL;
      case "!=" -> NOT_EQUAL;
      case "==" -> EQUAL;
      case "=~" -> MATCH;
      case "!~" -> NOT_MATCH;
      default -> null;
    };
  }
}
