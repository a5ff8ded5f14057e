package io.sealbus.verification.language.cue;

import io.sealbus.verification.language.cue.Declaration.Clause;
import io.sealbus.verification.language.cue.Declaration.Comprehension;
import io.sealbus.verification.language.cue.Declaration.DynamicField;
import io.sealbus.verification.language.cue.Declaration.Ellipsis;
import io.sealbus.verification.language.cue.Declaration.Embedding;
import io.sealbus.verification.language.cue.Declaration.Field;
import io.sealbus.verification.language.cue.Declaration.ForClause;
import io.sealbus.verification.language.cue.Declaration.IfClause;
import io.sealbus.verification.language.cue.Declaration.Let;
import io.sealbus.verification.language.cue.Declaration.LetClause;
import io.sealbus.verification.language.cue.Declaration.PatternConstraint;
import io.sealbus.verification.language.cue.Expression.Aliased;
import io.sealbus.verification.language.cue.Expression.Identifier;
import io.sealbus.verification.language.cue.Expression.Interpolation;
import io.sealbus.verification.language.cue.Expression.Item;
import io.sealbus.verification.language.cue.Expression.ListExpression;
import io.sealbus.verification.language.cue.Expression.Literal;
import io.sealbus.verification.language.cue.Expression.StructExpression;
import io.sealbus.verification.language.cue.Value.StringValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a text: package clause, imports, declarations (CUE specification, "Structs"). */
final class Parser extends ExpressionParser {
  private final List<Source.Import> imports = new ArrayList<>();

  private Parser(String text) throws MalformedTextException {
    super(text);
  }

  static Source parse(String text) throws MalformedTextException, NotCoveredException {
    var parser = new Parser(text);
    parser.attributes();
    if (parser.token().isWord("package")) {
      parser.packageClause();
      parser.attributes();
    }
    while (parser.token().isWord("import")) {
      parser.imports();
    }
    List<Declaration> declarations = parser.declarations();
    if (parser.token().type() != Token.Type.END) {
      throw parser.expected("end of text");
    }
    return new Source(List.copyOf(parser.imports), new StructExpression(declarations, 1));
  }

  private void packageClause() throws MalformedTextException {
    take();
    String name = expectName();
    if (name.startsWith("#") || name.startsWith("_#")) {
      throw new MalformedTextException("invalid package name " + name, line());
    }
    separator("");
  }

  private void imports() throws MalformedTextException {
    take();
    if (accept("(")) {
      while (!token().is(")")) {
        oneImport();
        separator(")");
      }
      expect(")");
    } else {
      oneImport();
    }
    separator("");
  }

  private void oneImport() throws MalformedTextException {
    int line = line();
    String name = token().type() == Token.Type.IDENTIFIER ? take().text() : null;
    if (token().type() != Token.Type.STRING) {
      throw expected("import path");
    }
    String path = text(take());
    int colon = path.indexOf(':');
    String base = colon >= 0 ? path.substring(0, colon) : path;
    String given =
        colon >= 0 ? path.substring(colon + 1) : base.substring(base.lastIndexOf('/') + 1);
    imports.add(new Source.Import(name != null ? name : given, base, line));
  }

  /** Attributes change nothing, but for those that change the language itself. */
  private void attributes() throws MalformedTextException, NotCoveredException {
    while (token().type() == Token.Type.ATTRIBUTE) {
      attribute();
      separator("}");
    }
  }

  private void attribute() throws MalformedTextException, NotCoveredException {
    Token attribute = take();
    String name = attribute.text().substring(1, attribute.text().indexOf('('));
    if (name.equals("experiment") || name.equals("extern") || name.equals("if")) {
      throw new NotCoveredException("attribute @" + name, attribute.line());
    }
  }

  @Override
  StructExpression struct() throws MalformedTextException, NotCoveredException {
    int line = line();
    expect("{");
    enter();
    List<Declaration> declarations = declarations();
    expect("}");
    leave();
    return new StructExpression(declarations, line);
  }

  private List<Declaration> declarations() throws MalformedTextException, NotCoveredException {
    var declarations = new ArrayList<Declaration>();
    while (!token().is("}") && token().type() != Token.Type.END) {
      if (token().type() == Token.Type.ATTRIBUTE) {
        attribute();
      } else if (accept("...")) {
        declarations.add(new Ellipsis());
      } else {
        declarations.add(declaration());
      }
      separator("}");
    }
    return declarations;
  }

  private Declaration declaration() throws MalformedTextException, NotCoveredException {
    Comprehension comprehension = comprehension();
    if (comprehension != null) {
      return comprehension;
    }
    int line = line();
    if (token().isWord("let")) {
      Token let = take();
      if (token().type() == Token.Type.IDENTIFIER) {
        return let();
      }
      return fieldOrEmbedding(postfixed(new Identifier("let", let.line())), let);
    }
    Head head = head();
    if (head.isLabel()) {
      return field(head, line);
    }
    if (head.expression() instanceof Aliased) {
      throw new MalformedTextException("old-style alias no longer supported", line);
    }
    return new Embedding(head.expression());
  }

  private Let let() throws MalformedTextException, NotCoveredException {
    int line = line();
    String name = expectName();
    expect("=");
    return new Let(name, expression(), line);
  }

  private Head postfixed(Expression operand) throws MalformedTextException, NotCoveredException {
    if (startsConstraint()) {
      return new Head(operand, true, false, null);
    }
    return new Head(expression(postfix(operand)), false, false, null);
  }

  private Declaration fieldOrEmbedding(Head head, Token first)
      throws MalformedTextException, NotCoveredException {
    return head.isLabel() ? field(head, first.line()) : new Embedding(head.expression());
  }

  /**
   * What may be a label or an expression.
   *
   * @param isLabel whether a colon or a marker follows
   * @param dynamic whether it stands in parentheses
   * @param word the keyword or identifier that it consists of
   */
  private record Head(
      Expression expression, boolean isLabel, boolean dynamic, @Nullable String word) {}

  private boolean startsConstraint() {
    return token().is(":") || token().is("?") || token().is("!");
  }

  private Head head() throws MalformedTextException, NotCoveredException {
    String word = token().type() == Token.Type.IDENTIFIER ? token().text() : null;
    if (token().is("(")) {
      Expression inner = parenthesized();
      if (startsConstraint()) {
        return new Head(inner, true, true, null);
      }
      return new Head(expression(postfix(inner)), false, false, null);
    }
    int line = line();
    Expression expression = expression();
    if (expression instanceof Identifier alias && accept("=")) {
      Head inner = head();
      return new Head(
          new Aliased(alias.name(), inner.expression(), line),
          inner.isLabel(),
          inner.dynamic(),
          inner.word());
    }
    return new Head(expression, startsConstraint(), false, word);
  }

  private Declaration field(Head head, int line)
      throws MalformedTextException, NotCoveredException {
    Presence presence =
        accept("?") ? Presence.OPTIONAL : accept("!") ? Presence.REQUIRED : Presence.MEMBER;
    expect(":");
    enter();
    Expression value = value();
    leave();
    while (token().type() == Token.Type.ATTRIBUTE) {
      attribute();
    }
    String alias = head.expression() instanceof Aliased aliased ? aliased.name() : null;
    Expression label =
        head.expression() instanceof Aliased aliased ? aliased.value() : head.expression();
    if (head.dynamic() || label instanceof Interpolation) {
      if (alias != null || label instanceof Aliased) {
        throw new NotCoveredException("alias of a dynamic field", line);
      }
      return new DynamicField(label, presence, value);
    }
    if (label instanceof ListExpression list) {
      return pattern(list, alias, presence, value, line);
    }
    return staticField(head, label, presence, value, alias, line);
  }

  private static Declaration staticField(
      Head head,
      Expression label,
      Presence presence,
      Expression value,
      @Nullable String alias,
      int line)
      throws MalformedTextException {
    if (label instanceof Literal(StringValue(String text))) {
      return new Field(Label.string(text), presence, value, null, alias, line);
    }
    if (label instanceof Identifier(String name, int ignored)) {
      if (name.startsWith("__")) {
        throw new MalformedTextException("identifiers starting with '__' are reserved", line);
      }
      return new Field(Label.identifier(name), presence, value, name, alias, line);
    }
    if (label instanceof Literal && head.word() != null && !head.word().equals("_")) {
      return new Field(Label.string(head.word()), presence, value, null, alias, line);
    }
    throw new MalformedTextException("expected label or ':'", line);
  }

  private static Declaration pattern(
      ListExpression list, @Nullable String alias, Presence presence, Expression value, int line)
      throws MalformedTextException {
    if (list.elements().size() != 1
        || list.rest() != null
        || !(list.elements().get(0) instanceof Item(Expression filter))) {
      throw new MalformedTextException("square bracket must have exactly one element", line);
    }
    if (presence != Presence.MEMBER) {
      throw new MalformedTextException("pattern constraints take no marker", line);
    }
    String label = filter instanceof Aliased aliased ? aliased.name() : null;
    Expression pattern = filter instanceof Aliased aliased ? aliased.value() : filter;
    return new PatternConstraint(pattern, value, label, alias, line);
  }

  /** The value of a field; where another label follows, a struct of that one field. */
  private Expression value() throws MalformedTextException, NotCoveredException {
    int line = line();
    Head head = head();
    if (head.isLabel()) {
      return new StructExpression(List.of(field(head, line)), line);
    }
    return head.expression();
  }

  @Override
  @Nullable Comprehension comprehension() throws MalformedTextException, NotCoveredException {
    if (!token().isWord("for") && !token().isWord("if")) {
      return null;
    }
    var clauses = new ArrayList<Clause>();
    while (true) {
      Clause clause = clause(clauses.isEmpty());
      if (clause == null) {
        break;
      }
      clauses.add(clause);
      if (token().type() == Token.Type.COMMA) {
        take();
      }
    }
    return new Comprehension(List.copyOf(clauses), struct());
  }

  private @Nullable Clause clause(boolean first)
      throws MalformedTextException, NotCoveredException {
    boolean isFor = token().isWord("for");
    boolean isIf = token().isWord("if");
    if (!isFor && !isIf && !token().isWord("let")) {
      return null;
    }
    int line = take().line();
    boolean label = startsConstraint() && !token().is("!") || token().is("=");
    if (first && (label || token().type() == Token.Type.COMMA)) {
      throw new NotCoveredException("keyword as a name", line);
    }
    if (isIf) {
      return new IfClause(expression());
    }
    String name = expectName();
    if (!isFor) {
      expect("=");
      return new LetClause(name, expression());
    }
    String value = null;
    if (token().type() == Token.Type.COMMA) {
      take();
      value = expectName();
    }
    if (!token().isWord("in")) {
      throw expected("in");
    }
    take();
    return new ForClause(value == null ? null : name, value == null ? name : value, expression());
  }
}
