package io.sealbus.verification.language.cue;

import io.sealbus.verification.language.cue.Expression.Aliased;
import io.sealbus.verification.language.cue.Expression.Alternative;
import io.sealbus.verification.language.cue.Expression.Binary;
import io.sealbus.verification.language.cue.Expression.BoundExpression;
import io.sealbus.verification.language.cue.Expression.Call;
import io.sealbus.verification.language.cue.Expression.Conjunction;
import io.sealbus.verification.language.cue.Expression.DisjunctionExpression;
import io.sealbus.verification.language.cue.Expression.Element;
import io.sealbus.verification.language.cue.Expression.Identifier;
import io.sealbus.verification.language.cue.Expression.Index;
import io.sealbus.verification.language.cue.Expression.Interpolation;
import io.sealbus.verification.language.cue.Expression.Item;
import io.sealbus.verification.language.cue.Expression.ListExpression;
import io.sealbus.verification.language.cue.Expression.Literal;
import io.sealbus.verification.language.cue.Expression.Selector;
import io.sealbus.verification.language.cue.Expression.Slice;
import io.sealbus.verification.language.cue.Expression.StructExpression;
import io.sealbus.verification.language.cue.Expression.Unary;
import io.sealbus.verification.language.cue.Value.BooleanValue;
import io.sealbus.verification.language.cue.Value.BytesValue;
import io.sealbus.verification.language.cue.Value.NullValue;
import io.sealbus.verification.language.cue.Value.NumberValue;
import io.sealbus.verification.language.cue.Value.StringValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads expressions (CUE specification, "Expressions"). */
abstract class ExpressionParser extends TokenStream {
  ExpressionParser(String text) throws MalformedTextException {
    super(text);
  }

  /** Reads a struct from its opening brace to its closing one. */
  abstract StructExpression struct() throws MalformedTextException, NotCoveredException;

  /** Reads a comprehension where one starts; else nothing is taken. */
  abstract Declaration.@Nullable Comprehension comprehension()
      throws MalformedTextException, NotCoveredException;

  /** An expression that may be given a name. */
  final Expression aliasable() throws MalformedTextException, NotCoveredException {
    int line = line();
    Expression expression = expression();
    if (expression instanceof Identifier name && accept("=")) {
      return new Aliased(name.name(), expression(), line);
    }
    return expression;
  }

  final Expression expression() throws MalformedTextException, NotCoveredException {
    return expression(null);
  }

  /** An expression of which {@code operand} was already read. */
  final Expression expression(@Nullable Expression operand)
      throws MalformedTextException, NotCoveredException {
    enter();
    Expression expression = binary(1, operand);
    leave();
    return expression;
  }

  private Expression binary(int precedence, @Nullable Expression operand)
      throws MalformedTextException, NotCoveredException {
    Expression left = operand == null ? unary() : operand;
    int entered = 0;
    while (true) {
      Operator operator = Operator.binary(token());
      if (operator == null || operator.precedence() < precedence) {
        break;
      }
      switch (operator) {
        case DISJOIN -> left = disjunction(left);
        case UNIFY -> left = conjunction(left);
        default -> {
          enter();
          entered++;
          int line = take().line();
          left = new Binary(operator, left, binary(operator.precedence() + 1, null), line);
        }
      }
    }
    for (; entered > 0; entered--) {
      leave();
    }
    return left;
  }

  private Expression conjunction(Expression first)
      throws MalformedTextException, NotCoveredException {
    var operands = new ArrayList<Expression>(List.of(first));
    while (accept("&")) {
      operands.add(binary(Operator.UNIFY.precedence() + 1, null));
    }
    return new Conjunction(List.copyOf(operands));
  }

  private Expression disjunction(Expression first)
      throws MalformedTextException, NotCoveredException {
    var alternatives = new ArrayList<Alternative>(List.of(alternative(first)));
    while (accept("|")) {
      alternatives.add(alternative(binary(Operator.DISJOIN.precedence() + 1, null)));
    }
    return new DisjunctionExpression(List.copyOf(alternatives));
  }

  private static Alternative alternative(Expression expression) {
    return expression instanceof Unary(Operator operator, Expression operand)
            && operator == Operator.MULTIPLY
        ? new Alternative(operand, true)
        : new Alternative(expression, false);
  }

  private Expression unary() throws MalformedTextException, NotCoveredException {
    Operator bound = Operator.bound(token());
    Operator operator =
        switch (token().type() == Token.Type.OPERATOR ? token().text() : "") {
          case "+" -> Operator.ADD;
          case "-" -> Operator.SUBTRACT;
          case "!" -> Operator.NOT;
          case "*" -> Operator.MULTIPLY;
          default -> null;
        };
    if (bound == null && operator == null) {
      return postfix(operand());
    }
    enter();
    take();
    Expression operand = unary();
    leave();
    if (bound != null) {
      return new BoundExpression(bound, operand);
    }
    return operator != null ? new Unary(operator, operand) : operand;
  }

  /** What may follow an operand: selectors, indices, calls. */
  final Expression postfix(Expression operand) throws MalformedTextException, NotCoveredException {
    Expression expression = operand;
    int entered = 0;
    while (true) {
      int line = line();
      if (accept(".")) {
        expression = new Selector(expression, selector(), line);
      } else if (accept("[")) {
        expression = index(expression);
      } else if (accept("(")) {
        expression = new Call(expression, arguments(), line);
      } else {
        break;
      }
      enter();
      entered++;
    }
    for (; entered > 0; entered--) {
      leave();
    }
    return expression;
  }

  private Label selector() throws MalformedTextException {
    if (token().type() == Token.Type.IDENTIFIER) {
      return Label.identifier(take().text());
    }
    Token token = token();
    if (token.type() == Token.Type.STRING && token.text().startsWith("\"")) {
      take();
      return Label.string(text(token));
    }
    throw expected("selector");
  }

  private Expression index(Expression operand) throws MalformedTextException, NotCoveredException {
    Expression low = token().is(":") ? null : expression();
    if (accept(":")) {
      Expression high = token().is("]") ? null : expression();
      expect("]");
      return new Slice(operand, low, high);
    }
    if (token().type() == Token.Type.COMMA) {
      take();
    }
    expect("]");
    if (low == null) {
      throw expected("operand");
    }
    return new Index(operand, low);
  }

  private List<Expression> arguments() throws MalformedTextException, NotCoveredException {
    var arguments = new ArrayList<Expression>();
    while (!token().is(")")) {
      arguments.add(expression());
      separator(")");
    }
    expect(")");
    return List.copyOf(arguments);
  }

  private Expression operand() throws MalformedTextException, NotCoveredException {
    Token token = token();
    return switch (token.type()) {
      case IDENTIFIER -> word(take());
      case NUMBER -> number(take());
      case STRING -> {
        take();
        yield string(token);
      }
      case INTERPOLATION -> interpolation();
      case OPERATOR -> bracketed(token);
      case ATTRIBUTE, COMMA, END -> throw expected("operand");
    };
  }

  private Expression bracketed(Token token) throws MalformedTextException, NotCoveredException {
    switch (token.text()) {
      case "{" -> {
        return struct();
      }
      case "[" -> {
        return list();
      }
      case "(" -> {
        return parenthesized();
      }
      case "_|_" -> {
        take();
        return new Literal(new Bottom(Bottom.Code.USER, "explicit error (_|_ literal) in source"));
      }
      default -> throw expected("operand");
    }
  }

  /** An expression in parentheses, which bind it together. */
  final Expression parenthesized() throws MalformedTextException, NotCoveredException {
    expect("(");
    Expression expression = aliasable();
    expect(")");
    return expression instanceof Unary(Operator operator, Expression operand)
            && operator == Operator.MULTIPLY
        ? new Conjunction(List.of(expression))
        : expression;
  }

  private static Expression word(Token token) {
    return switch (token.text()) {
      case "true" -> new Literal(new BooleanValue(true));
      case "false" -> new Literal(new BooleanValue(false));
      case "null" -> new Literal(new NullValue());
      case "_" -> new Literal(Value.TypeValue.TOP);
      default -> new Identifier(token.text(), token.line());
    };
  }

  private static Expression number(Token token) throws MalformedTextException, NotCoveredException {
    NumberValue value = Numbers.parse(token.text());
    if (value == null) {
      if (token.text().matches("0[0-9_]+")) {
        throw new NotCoveredException("number with a leading zero", token.line());
      }
      throw new MalformedTextException("invalid number", token.line());
    }
    return new Literal(value);
  }

  private static Expression string(Token token) throws MalformedTextException {
    var quoted = new Quoted(token.text(), token.text(), token.line());
    return new Literal(value(quoted, quoted.contents(token.text(), true, true)));
  }

  /** The contents of a string literal. */
  static String text(Token token) throws MalformedTextException {
    var quoted = new Quoted(token.text(), token.text(), token.line());
    if (quoted.bytes()) {
      throw new MalformedTextException("expected a string, found bytes", token.line());
    }
    return new String(quoted.contents(token.text(), true, true), StandardCharsets.UTF_8);
  }

  private static Value value(Quoted quoted, byte[] contents) {
    return quoted.bytes()
        ? new BytesValue(contents)
        : new StringValue(new String(contents, StandardCharsets.UTF_8));
  }

  private Expression interpolation() throws MalformedTextException, NotCoveredException {
    Token opening = take();
    var segments = new ArrayList<Token>(List.of(opening));
    var expressions = new ArrayList<Expression>();
    Token segment = opening;
    while (segment.type() == Token.Type.INTERPOLATION) {
      expressions.add(expression());
      segment = resume(opening);
      segments.add(segment);
      advance();
    }
    var quoted = new Quoted(opening.text(), segment.text(), opening.line());
    var parts = new ArrayList<Expression>();
    for (int i = 0; i < segments.size(); i++) {
      boolean last = i == segments.size() - 1;
      // A segment that goes on starts at the parenthesis that the parser saw.
      String text = i == 0 ? segments.get(i).text() : ")" + segments.get(i).text();
      parts.add(new Literal(value(quoted, quoted.contents(text, i == 0, last))));
      if (!last) {
        parts.add(expressions.get(i));
      }
    }
    return new Interpolation(quoted.bytes(), List.copyOf(parts));
  }

  /** A list from its opening bracket to its closing one. */
  final ListExpression list() throws MalformedTextException, NotCoveredException {
    expect("[");
    enter();
    var elements = new ArrayList<Element>();
    Expression rest = null;
    while (!token().is("]") && rest == null) {
      if (accept("...")) {
        boolean open = token().is("]") || token().type() == Token.Type.COMMA;
        rest = open ? new Literal(Value.TypeValue.TOP) : expression();
      } else {
        Element element = comprehension();
        elements.add(element == null ? new Item(aliasable()) : element);
      }
      separator("]");
    }
    expect("]");
    leave();
    return new ListExpression(List.copyOf(elements), rest);
  }
}
