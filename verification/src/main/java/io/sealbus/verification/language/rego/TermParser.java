package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.Term.ArrayTerm;
import io.sealbus.verification.language.rego.Term.Call;
import io.sealbus.verification.language.rego.Term.Collection;
import io.sealbus.verification.language.rego.Term.Comprehension;
import io.sealbus.verification.language.rego.Term.ObjectTerm;
import io.sealbus.verification.language.rego.Term.Pair;
import io.sealbus.verification.language.rego.Term.Ref;
import io.sealbus.verification.language.rego.Term.Scalar;
import io.sealbus.verification.language.rego.Term.SetTerm;
import io.sealbus.verification.language.rego.Term.Var;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads terms: operators by precedence, references, calls, literals and comprehensions. */
final class TermParser {
  /** Operators by their functions, loosest first; {@code in} is looser than all of them. */
  private static final List<Map<String, String>> LEVELS =
      List.of(
          Map.of("==", "equal", "!=", "neq", "<", "lt", ">", "gt", "<=", "lte", ">=", "gte"),
          Map.of("|", "or"),
          Map.of("&", "and"),
          Map.of("+", "plus", "-", "minus"),
          Map.of("*", "mul", "/", "div", "%", "rem"));

  static final Ref MEMBER = new Ref(new Var("internal"), List.of(Term.string("member_2")));
  static final Ref MEMBER_WITH_KEY = new Ref(new Var("internal"), List.of(Term.string("member_3")));

  private final Cursor cursor;
  private final BodyParser bodies;

  TermParser(Cursor cursor, BodyParser bodies) {
    this.cursor = cursor;
    this.bodies = bodies;
  }

  /** A term with operators, {@code key, value in collection} included. */
  Term expression() throws RegoException {
    return membership(true);
  }

  /** A term with operators where a comma ends it. */
  Term listed() throws RegoException {
    return membership(false);
  }

  private Term membership(boolean withKey) throws RegoException {
    cursor.enter();
    Term left = operators(0);
    while (true) {
      int line = cursor.line();
      Term pair = withKey && cursor.at(",") ? keyed(left, line) : null;
      if (pair != null) {
        left = pair;
      } else if (cursor.acceptKeyword("in")) {
        left = new Call(MEMBER, List.of(left, operators(0)), line);
      } else {
        cursor.leave();
        return left;
      }
    }
  }

  /** {@code key, value in collection}; null where a comma means something else. */
  private @Nullable Term keyed(Term key, int line) throws RegoException {
    int start = cursor.position();
    int depth = cursor.depth();
    cursor.next();
    try {
      Term value = operators(0);
      if (cursor.acceptKeyword("in")) {
        return new Call(MEMBER_WITH_KEY, List.of(key, value, operators(0)), line);
      }
    } catch (RegoException e) {
      cursor.resetDepth(depth);
    }
    cursor.reset(start);
    return null;
  }

  private Term operators(int level) throws RegoException {
    if (level == LEVELS.size()) {
      return term();
    }
    Term left = operators(level + 1);
    while (true) {
      Token token = cursor.peek();
      String function =
          token.kind() == Token.Kind.PUNCTUATION ? LEVELS.get(level).get(token.text()) : null;
      if (function == null) {
        return left;
      }
      cursor.next();
      left = new Call(Expr.operator(function), List.of(left, operators(level + 1)), token.line());
    }
  }

  /** A term without operators outside of parentheses. */
  Term term() throws RegoException {
    cursor.enter();
    Term head = operand();
    Term term = finish(head);
    cursor.leave();
    return term;
  }

  private Term operand() throws RegoException {
    Token token = cursor.peek();
    return switch (token.kind()) {
      case STRING -> {
        cursor.next();
        yield Term.string(token.text());
      }
      case NUMBER -> number("");
      case NAME -> name(token);
      case END -> throw cursor.unexpected("expected term");
      case PUNCTUATION ->
          switch (token.text()) {
            case "-", "." -> signed();
            case "[" -> array();
            case "{" -> braces();
            case "(" -> parenthesized();
            default -> throw cursor.unexpected("expected term");
          };
    };
  }

  private Term parenthesized() throws RegoException {
    cursor.next();
    Term term = expression();
    if (!cursor.accept(")")) {
      throw RegoException.parse(cursor.line(), "non-terminated expression");
    }
    return term;
  }

  private Term name(Token token) throws RegoException {
    boolean heads = cursor.startsReference();
    if (!heads) {
      switch (token.text()) {
        case "null" -> {
          cursor.next();
          return new Scalar(RegoValue.NULL);
        }
        case "true", "false" -> {
          cursor.next();
          return new Scalar(RegoValue.of(token.text().equals("true")));
        }
        default -> {}
      }
    }
    boolean keyword = cursor.isKeyword(token.text()) && !token.text().equals("contains");
    if (keyword && !heads) {
      throw cursor.unexpected("expected term");
    }
    cursor.next();
    return cursor.variable(token.text());
  }

  private Term signed() throws RegoException {
    String sign = cursor.accept("-") ? "-" : "";
    String point = cursor.accept(".") ? "." : "";
    if (cursor.peek().kind() != Token.Kind.NUMBER) {
      throw cursor.unexpected("expected number");
    }
    return number(sign + point);
  }

  private Term number(String prefix) throws RegoException {
    Token token = cursor.next();
    String text = token.text();
    boolean leadingZero =
        !prefix.endsWith(".")
            && text.length() > 1
            && text.charAt(0) == '0'
            && Character.isDigit(text.charAt(1));
    RegoNumber number = leadingZero ? null : RegoNumber.parse(prefix + text);
    if (leadingZero) {
      throw RegoException.parse(token.line(), "expected number without leading zero");
    }
    if (number == null) {
      throw RegoException.notCovered(token.line(), "number out of range");
    }
    return new Scalar(number);
  }

  /** What may follow a term without white space: parts of a reference, arguments of a call. */
  private Term finish(Term head) throws RegoException {
    Term term = head;
    while (cursor.adjacent(".") || cursor.adjacent("[") || cursor.adjacent("(")) {
      term = reference(term);
    }
    boolean root =
        term instanceof Var(String name) && (name.equals("input") || name.equals("data"));
    return root ? new Ref(term, List.of()) : term;
  }

  /** A reference from {@code head}, up to white space or the end of a call. */
  Term reference(Term head) throws RegoException {
    if (head instanceof Scalar) {
      throw RegoException.parse(cursor.line(), "illegal ref (head cannot be a scalar)");
    }
    boolean chained = head instanceof Ref;
    Term root = chained ? ((Ref) head).head() : head;
    var path = new ArrayList<>(chained ? ((Ref) head).path() : List.<Term>of());
    while (true) {
      if (cursor.at("(")) {
        return call(new Ref(root, path));
      }
      if (cursor.accept(".")) {
        path.add(afterDot());
      } else {
        cursor.expect("[");
        path.add(expression());
        cursor.expect("]");
      }
      if (!(cursor.adjacent(".") || cursor.adjacent("[") || cursor.adjacent("("))) {
        return new Ref(root, path);
      }
    }
  }

  private Term afterDot() throws RegoException {
    if (cursor.peek().kind() != Token.Kind.NAME || cursor.peek().spaceBefore()) {
      throw cursor.unexpected("expected identifier");
    }
    return Term.string(cursor.next().text());
  }

  private Term call(Ref operator) throws RegoException {
    int line = cursor.line();
    cursor.next();
    if (cursor.accept(")")) {
      return "set".equals(operator.dotted())
          ? new SetTerm(List.of())
          : new Call(operator, List.of(), line);
    }
    List<Term> arguments = list(")", new ArrayList<>());
    return new Call(operator, arguments, line);
  }

  /** Terms up to {@code end}, which is read; a comma may stand before it. */
  private List<Term> list(String end, List<Term> terms) throws RegoException {
    while (!cursor.accept(end)) {
      terms.add(listed());
      if (cursor.accept(end)) {
        break;
      }
      cursor.expect(",");
    }
    return terms;
  }

  private Term array() throws RegoException {
    cursor.next();
    if (cursor.accept("]")) {
      return new ArrayTerm(List.of());
    }
    boolean leading = cursor.accept(",");
    int start = cursor.position();
    Term head = term();
    if (cursor.at("|") && !leading) {
      cursor.next();
      List<Expr> body = bodies.body("]");
      return new Comprehension(Collection.ARRAY, null, head, body);
    }
    if (!cursor.at("]") && !cursor.at(",")) {
      cursor.reset(start);
      head = listed();
    }
    return new ArrayTerm(rest(head, "]"));
  }

  /** What follows the first of a list, up to {@code end}. */
  private List<Term> rest(Term first, String end) throws RegoException {
    var terms = new ArrayList<Term>();
    terms.add(first);
    if (cursor.accept(end)) {
      return terms;
    }
    cursor.expect(",");
    return list(end, terms);
  }

  private Term braces() throws RegoException {
    cursor.next();
    if (cursor.accept("}")) {
      return new ObjectTerm(List.of());
    }
    boolean leading = cursor.accept(",");
    int start = cursor.position();
    Term head = term();
    if (cursor.at("|") && !leading) {
      cursor.next();
      return new Comprehension(Collection.SET, null, head, bodies.body("}"));
    }
    if (!cursor.at("}") && !cursor.at(",") && !cursor.at(":")) {
      cursor.reset(start);
      head = listed();
    }
    if (cursor.at(":")) {
      return object(head, !leading);
    }
    return new SetTerm(rest(head, "}"));
  }

  private Term object(Term key, boolean comprehension) throws RegoException {
    cursor.next();
    int start = cursor.position();
    Term value = term();
    if (cursor.at("|") && comprehension) {
      cursor.next();
      return new Comprehension(Collection.OBJECT, key, value, bodies.body("}"));
    }
    if (!cursor.at("}") && !cursor.at(",")) {
      cursor.reset(start);
      value = listed();
    }
    // Of equal keys the last value counts; the others are not even evaluated.
    var members = new LinkedHashMap<Term, Term>();
    members.put(key, value);
    while (!cursor.accept("}")) {
      cursor.expect(",");
      if (cursor.accept("}")) {
        break;
      }
      Term nextKey = listed();
      cursor.expect(":");
      members.put(nextKey, listed());
    }
    return new ObjectTerm(inOrder(members));
  }

  /** Members by their keys where those are literals, which is the order of evaluation. */
  private static List<Pair> inOrder(Map<Term, Term> members) {
    var pairs = new ArrayList<Pair>();
    members.forEach((key, value) -> pairs.add(new Pair(key, value)));
    if (members.keySet().stream().allMatch(Scalar.class::isInstance)) {
      pairs.sort((a, b) -> ValueOrder.compare(scalar(a), scalar(b)));
    }
    return pairs;
  }

  private static RegoValue scalar(Pair pair) {
    return pair.key() instanceof Scalar(RegoValue value) ? value : RegoValue.NULL;
  }
}
