package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.Token.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Where a parser stands in the tokens. It knows which names are keywords by now. */
final class Cursor {
  private static final Set<String> ALWAYS =
      Set.of(
          "not", "package", "import", "as", "default", "else", "with", "null", "true", "false",
          "some");
  static final Set<String> IMPORTED = Set.of("in", "every", "contains", "if");

  /** Deepest nesting of terms and bodies. */
  private static final int MAX_DEPTH = 150;

  /** Tokens read, those read again included: alternatives are tried one after the other. */
  private static final int MAX_STEPS = 1_000_000;

  private final List<Token> tokens;
  private final Set<String> keywords = new HashSet<>(ALWAYS);
  private int at;
  private int depth;
  private int steps;
  private int wildcards;

  Cursor(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token peek() {
    return tokens.get(at);
  }

  Token peek(int ahead) {
    return tokens.get(Math.min(at + ahead, tokens.size() - 1));
  }

  int line() {
    return peek().line();
  }

  /** The end of what was read last stands on this line. */
  Token next() throws RegoException {
    if (++steps > MAX_STEPS) {
      throw RegoException.notCovered(line(), "ambiguous nesting");
    }
    Token token = tokens.get(at);
    if (at < tokens.size() - 1) {
      at++;
    }
    return token;
  }

  int position() {
    return at;
  }

  void reset(int position) {
    at = position;
  }

  boolean atEnd() {
    return peek().kind() == Kind.END;
  }

  boolean at(String punctuation) {
    return peek().is(punctuation);
  }

  /** Whether the punctuation follows without white space. */
  boolean adjacent(String punctuation) {
    return !peek().spaceBefore() && at(punctuation);
  }

  boolean accept(String punctuation) throws RegoException {
    if (!at(punctuation)) {
      return false;
    }
    next();
    return true;
  }

  void expect(String punctuation) throws RegoException {
    if (!accept(punctuation)) {
      throw unexpected("expected " + punctuation);
    }
  }

  boolean atKeyword(String keyword) {
    return keywords.contains(keyword) && peek().isName(keyword) && !startsReference();
  }

  /** A keyword right before a dot or bracket is the head of a reference. */
  boolean startsReference() {
    Token following = peek(1);
    return !following.spaceBefore() && (following.is(".") || following.is("["));
  }

  boolean acceptKeyword(String keyword) throws RegoException {
    if (!atKeyword(keyword)) {
      return false;
    }
    next();
    return true;
  }

  /** Whether a name stands here that can be a variable. */
  boolean atVariable() {
    return peek().kind() == Kind.NAME && (!keywords.contains(peek().text()) || startsReference());
  }

  boolean isKeyword(String name) {
    return keywords.contains(name);
  }

  static boolean isAlwaysKeyword(String name) {
    return ALWAYS.contains(name);
  }

  void know(String keyword) {
    keywords.add(keyword);
    if (keyword.equals("every")) {
      keywords.add("in");
    }
  }

  /** The variable of the name {@code name}: each wildcard is one of its own. */
  Term.Var variable(String name) {
    return new Term.Var(name.equals("_") ? "$" + wildcards++ : name);
  }

  void enter() throws RegoException {
    if (++depth > MAX_DEPTH) {
      throw RegoException.notCovered(line(), "nesting deeper than " + MAX_DEPTH);
    }
  }

  void leave() {
    depth--;
  }

  boolean startsWith(int position, String punctuation) {
    return tokens.get(position).is(punctuation);
  }

  int depth() {
    return depth;
  }

  void resetDepth(int value) {
    depth = value;
  }

  RegoException unexpected(String note) {
    return RegoException.parse(line(), "unexpected " + peek().shown() + " token: " + note);
  }
}
