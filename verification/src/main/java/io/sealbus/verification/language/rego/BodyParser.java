package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.Expr.CallStep;
import io.sealbus.verification.language.rego.Expr.EveryStep;
import io.sealbus.verification.language.rego.Expr.SomeInStep;
import io.sealbus.verification.language.rego.Expr.SomeStep;
import io.sealbus.verification.language.rego.Expr.Step;
import io.sealbus.verification.language.rego.Expr.TermStep;
import io.sealbus.verification.language.rego.Expr.With;
import io.sealbus.verification.language.rego.Term.Call;
import io.sealbus.verification.language.rego.Term.Ref;
import io.sealbus.verification.language.rego.Term.Var;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads bodies: expressions parted by semicolons or line ends. */
final class BodyParser {
  private final Cursor cursor;
  private final TermParser terms;

  BodyParser(Cursor cursor) {
    this.cursor = cursor;
    this.terms = new TermParser(cursor, this);
  }

  TermParser terms() {
    return terms;
  }

  /** Expressions up to {@code end}, which is read. */
  List<Expr> body(String end) throws RegoException {
    cursor.enter();
    if (cursor.at(end)) {
      throw RegoException.parse(cursor.line(), "found empty body");
    }
    var body = new ArrayList<Expr>();
    while (true) {
      body.add(literal());
      if (cursor.accept(";")) {
        continue;
      }
      if (cursor.accept(end)) {
        cursor.leave();
        return body;
      }
      if (!cursor.peek().newlineBefore()) {
        throw cursor.unexpected("expected \\n or ; or " + end);
      }
    }
  }

  /** One expression. */
  Expr literal() throws RegoException {
    int line = cursor.line();
    boolean negated = cursor.atKeyword("not");
    if (negated) {
      cursor.next();
    }
    Step step;
    if (cursor.atKeyword("some") || cursor.atKeyword("every")) {
      if (negated) {
        throw cursor.unexpected("illegal negation of 'some' or 'every'");
      }
      step = cursor.atKeyword("some") ? some() : every();
      if (step instanceof SomeStep) {
        return Expr.of(step, line);
      }
    } else {
      step = statement();
    }
    return new Expr(negated, step, withs(), line, false);
  }

  private Step statement() throws RegoException {
    Term left = terms.expression();
    for (String sign : List.of(":=", "=")) {
      if (cursor.accept(sign)) {
        String function = sign.equals("=") ? Expr.EQUALITY : Expr.ASSIGNMENT;
        return new CallStep(Expr.operator(function), List.of(left, terms.expression()));
      }
    }
    return left instanceof Call(Ref operator, List<Term> arguments, int ignored)
        ? new CallStep(operator, arguments)
        : new TermStep(left);
  }

  private List<With> withs() throws RegoException {
    var withs = new ArrayList<With>();
    while (cursor.acceptKeyword("with")) {
      if (!cursor.atVariable()) {
        throw cursor.unexpected("expected ident");
      }
      Term target = terms.term();
      if (!(target instanceof Ref) && !(target instanceof Var)) {
        throw cursor.unexpected("expected with target path");
      }
      if (!cursor.acceptKeyword("as")) {
        throw cursor.unexpected("expected as keyword");
      }
      withs.add(new With(target, terms.expression()));
    }
    return withs;
  }

  private Step some() throws RegoException {
    cursor.next();
    int start = cursor.position();
    int depth = cursor.depth();
    @Nullable Step member = null;
    try {
      member = member(terms.expression());
    } catch (RegoException e) {
      cursor.resetDepth(depth);
    }
    if (member != null) {
      return member;
    }
    cursor.reset(start);
    var variables = new ArrayList<Var>();
    do {
      if (!cursor.atVariable()) {
        throw cursor.unexpected("expected var");
      }
      variables.add(cursor.variable(cursor.next().text()));
    } while (cursor.accept(","));
    return new SomeStep(variables);
  }

  private static @Nullable SomeInStep member(Term term) {
    if (term instanceof Call call && call.operator().equals(TermParser.MEMBER)) {
      return new SomeInStep(null, call.arguments().get(0), call.arguments().get(1));
    }
    if (term instanceof Call call && call.operator().equals(TermParser.MEMBER_WITH_KEY)) {
      return new SomeInStep(
          call.arguments().get(0), call.arguments().get(1), call.arguments().get(2));
    }
    return null;
  }

  private Step every() throws RegoException {
    cursor.next();
    SomeInStep member = member(terms.expression());
    if (member == null
        || !(member.value() instanceof Var value)
        || !(member.key() == null || member.key() instanceof Var)) {
      throw cursor.unexpected("expected `x[, y] in xs { ... }` expression");
    }
    cursor.expect("{");
    return new EveryStep((Var) member.key(), value, member.container(), body("}"));
  }
}
