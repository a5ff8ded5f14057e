package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.Expr.CallStep;
import io.sealbus.verification.language.rego.Expr.TermStep;
import io.sealbus.verification.language.rego.Term.Call;
import io.sealbus.verification.language.rego.Term.Ref;
import io.sealbus.verification.language.rego.Term.Scalar;
import io.sealbus.verification.language.rego.Term.Var;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads rules. */
final class RuleParser {
  private static final Scalar TRUE = new Scalar(RegoValue.TRUE);

  /** What stands before a body. */
  private record Head(
      Ref ref, @Nullable List<Term> arguments, @Nullable Term key, @Nullable Term value) {}

  private final Cursor cursor;
  private final BodyParser bodies;
  private final TermParser terms;
  private final List<Rule> rules = new ArrayList<>();
  private final List<RuleStyle> styles = new ArrayList<>();

  RuleParser(Cursor cursor, BodyParser bodies) {
    this.cursor = cursor;
    this.bodies = bodies;
    this.terms = bodies.terms();
  }

  List<Rule> rules() {
    return rules;
  }

  List<RuleStyle> styles() {
    return styles;
  }

  /** One statement that is neither package nor import. */
  void statement() throws RegoException {
    if (cursor.acceptKeyword("default")) {
      defaultRule();
      return;
    }
    int start = cursor.position();
    if (!cursor.atVariable() || !ruleWithBody()) {
      cursor.reset(start);
      ruleOfExpression();
    }
  }

  private void add(Rule rule, boolean hasIf, boolean contains, boolean body, boolean value) {
    rules.add(rule);
    styles.add(new RuleStyle(rule, hasIf, contains, body, value));
  }

  private void defaultRule() throws RegoException {
    int line = cursor.line();
    if (!cursor.atVariable()) {
      throw cursor.unexpected("expected rule head name");
    }
    Head head = head();
    boolean bracket = head.ref.path().size() == 1 && head.arguments == null;
    if (head.key != null || (head.value == null && bracket)) {
      throw RegoException.parse(line, "illegal default rule (must have a value)");
    }
    Term value = head.value == null ? TRUE : head.value;
    DefaultRules.check(value, head.arguments, line);
    List<Expr> body = List.of(Expr.always(line));
    Rule rule = new Rule(head.ref, head.arguments, null, value, body, true, null, line);
    add(rule, false, false, false, head.value != null);
  }

  /** Whether a rule with a body, or one with {@code contains}, stands here. */
  private boolean ruleWithBody() throws RegoException {
    int line = cursor.line();
    Head head = head();
    boolean contains = head.key != null;
    boolean hasIf = cursor.atKeyword("if");
    if (!hasIf && !cursor.at("{")) {
      if (contains) {
        List<Expr> body = List.of(Expr.always(line));
        add(
            new Rule(head.ref, null, head.key, null, body, false, null, line),
            false,
            true,
            false,
            false);
      }
      return contains;
    }
    boolean value = head.value != null;
    head = contains ? head : shaped(head, hasIf);
    List<Expr> body = writtenBody(hasIf);
    Rule rule = new Rule(head.ref, head.arguments, head.key, head.value, body, false, null, line);
    if (cursor.atKeyword("else")) {
      add(rule.withOtherwise(branch(rule)), hasIf, contains, true, value);
      return true;
    }
    add(rule, hasIf, contains, true, value);
    while (cursor.at("{")) {
      add(rule.with(rule.key(), rule.value(), writtenBody(false)), hasIf, contains, true, value);
    }
    if (cursor.atKeyword("else")) {
      throw RegoException.parse(cursor.line(), "unexpected else keyword");
    }
    return true;
  }

  /**
   * Gives a head that ends in one bracket or dot its meaning: without {@code if} it is a set's name
   * and member where it has no value.
   */
  private static Head shaped(Head head, boolean hasIf) {
    boolean one = head.ref.path().size() == 1 && head.arguments == null;
    if (one && !hasIf && head.value == null) {
      return new Head(new Ref(head.ref.head(), List.of()), null, head.ref.path().getFirst(), null);
    }
    return head.value == null ? new Head(head.ref, head.arguments, null, TRUE) : head;
  }

  private List<Expr> writtenBody(boolean hasIf) throws RegoException {
    if (hasIf) {
      cursor.next();
      int start = cursor.position();
      int depth = cursor.depth();
      try {
        Expr expr = bodies.literal();
        // A set of expressions in braces is meant as a body.
        if (!(expr.step() instanceof TermStep(Term.SetTerm ignored))) {
          return List.of(expr);
        }
      } catch (RegoException e) {
        if (!(cursor.startsWith(start, "{"))) {
          throw e;
        }
        cursor.resetDepth(depth);
      }
      cursor.reset(start);
    }
    cursor.expect("{");
    return bodies.body("}");
  }

  private Rule branch(Rule rule) throws RegoException {
    int line = cursor.line();
    if (!DefaultRules.isGround(rule.ref())) {
      throw RegoException.parse(
          line, "else keyword cannot be used on rules with variables in head");
    }
    if (rule.isSet()) {
      throw RegoException.parse(line, "else keyword cannot be used on multi-value rules");
    }
    cursor.next();
    Term value = TRUE;
    boolean hasValue = cursor.at("=") || cursor.at(":=");
    if (hasValue) {
      cursor.next();
      value = terms.expression();
    }
    boolean hasIf = cursor.atKeyword("if");
    boolean hasBody = hasIf || cursor.at("{");
    if (!hasValue && !hasBody) {
      throw cursor.unexpected("expected else value term or rule body");
    }
    List<Expr> body = hasBody ? branchBody(hasIf) : List.of(Expr.always(line));
    Rule branch = new Rule(rule.ref(), rule.arguments(), null, value, body, false, null, line);
    styles.add(new RuleStyle(branch, hasIf, false, hasBody, hasValue));
    return hasBody && cursor.atKeyword("else") ? branch.withOtherwise(branch(rule)) : branch;
  }

  private List<Expr> branchBody(boolean hasIf) throws RegoException {
    if (hasIf) {
      cursor.next();
    }
    return cursor.accept("{") ? bodies.body("}") : List.of(bodies.literal());
  }

  /** A name, what it has in brackets or parentheses, and a value. */
  private Head head() throws RegoException {
    Term term = cursor.variable(cursor.next().text());
    // Unlike elsewhere, white space may stand before the first bracket or parenthesis.
    while (cursor.at(".") || cursor.at("[") || cursor.at("(")) {
      if (!(term instanceof Var) && cursor.peek().spaceBefore()) {
        break;
      }
      term = terms.reference(term);
    }
    Ref ref = term instanceof Ref whole ? whole : new Ref(term, List.of());
    @Nullable List<Term> arguments = null;
    if (term instanceof Call call) {
      ref = call.operator();
      arguments = call.arguments();
      if (arguments.isEmpty()) {
        throw RegoException.notCovered(call.line(), "function without arguments");
      }
    }
    if (!(ref.head() instanceof Var)) {
      throw cursor.unexpected("expected rule head name");
    }
    if (cursor.acceptKeyword("contains")) {
      if (arguments != null) {
        throw cursor.unexpected("the contains keyword can only be used with multi-value rules");
      }
      return new Head(ref, null, terms.expression(), null);
    }
    boolean hasValue = cursor.accept(":=") || cursor.accept("=");
    return new Head(ref, arguments, null, hasValue ? terms.expression() : null);
  }

  /** {@code name = value}, {@code name[member]}, {@code name(argument)}, {@code a.b.c}. */
  private void ruleOfExpression() throws RegoException {
    int line = cursor.line();
    Expr expr = bodies.literal();
    if (expr.negated() || !expr.withs().isEmpty() || cursor.at(";")) {
      throw RegoException.parse(line, "expression cannot be used for rule head");
    }
    List<Expr> body = List.of(Expr.always(line));
    switch (expr.step()) {
      case CallStep call when expr.isEquality() || expr.isAssignment() -> {
        Head head = headOf(call.operands().get(0), line);
        Term value = call.operands().get(1);
        add(
            new Rule(head.ref, head.arguments, null, value, body, false, null, line),
            false,
            false,
            false,
            true);
      }
      case CallStep(Ref operator, List<Term> arguments) -> {
        boolean known = operator.dotted() != null && Builtins.isName(operator.dotted());
        if (known || arguments.isEmpty() || !(operator.head() instanceof Var)) {
          throw RegoException.parse(line, "rule name conflicts with built-in function");
        }
        add(
            new Rule(operator, arguments, null, TRUE, body, false, null, line),
            false,
            false,
            false,
            false);
      }
      case TermStep(Ref ref) when ref.head() instanceof Var && ref.path().size() == 1 ->
          add(
              new Rule(
                  new Ref(ref.head(), List.of()),
                  null,
                  ref.path().getFirst(),
                  null,
                  body,
                  false,
                  null,
                  line),
              false,
              false,
              false,
              false);
      case TermStep(Ref ref) when ref.head() instanceof Var && ref.path().size() > 1 ->
          add(new Rule(ref, null, null, TRUE, body, false, null, line), false, false, false, false);
      default -> throw RegoException.parse(line, "expression cannot be used for rule head");
    }
  }

  private Head headOf(Term left, int line) throws RegoException {
    return switch (left) {
      case Var name -> new Head(new Ref(name, List.of()), null, null, null);
      case Ref ref when ref.head() instanceof Var -> new Head(ref, null, null, null);
      case Call call when call.operator().head() instanceof Var && !call.arguments().isEmpty() ->
          new Head(call.operator(), call.arguments(), null, null);
      default -> throw RegoException.parse(line, "term cannot be used for rule name");
    };
  }
}
