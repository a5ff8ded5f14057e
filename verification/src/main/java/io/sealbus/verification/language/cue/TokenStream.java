package io.sealbus.verification.language.cue;

/** The tokens of a text, one looked at ahead, and how deep the parser is in its constructs. */
class TokenStream {
  /** Deepest nesting of expressions and declarations. */
  static final int MAX_NESTING = 100;

  private final Tokenizer tokenizer;
  private Token token;
  private int nesting;

  TokenStream(String text) throws MalformedTextException {
    tokenizer = new Tokenizer(text);
    token = tokenizer.next();
  }

  /** The token that was not taken yet. */
  final Token token() {
    return token;
  }

  final int line() {
    return token.line();
  }

  /** Takes the token. */
  final Token take() throws MalformedTextException {
    Token taken = token;
    token = tokenizer.next();
    return taken;
  }

  /** Goes on with a literal, of which the closing parenthesis is the token not taken yet. */
  final Token resume(Token opening) throws MalformedTextException {
    if (!token.is(")")) {
      throw expected(")");
    }
    return tokenizer.resume(opening.text());
  }

  /** Takes the token after a literal was resumed to its end. */
  final void advance() throws MalformedTextException {
    token = tokenizer.next();
  }

  /** Takes the token if it is {@code operator}. */
  final boolean accept(String operator) throws MalformedTextException {
    if (!token.is(operator)) {
      return false;
    }
    take();
    return true;
  }

  /** Takes the token, which must be {@code operator}. */
  final void expect(String operator) throws MalformedTextException {
    if (!accept(operator)) {
      throw expected(operator);
    }
  }

  /** Takes a name. */
  final String expectName() throws MalformedTextException {
    if (token.type() != Token.Type.IDENTIFIER) {
      throw expected("identifier");
    }
    return take().text();
  }

  /** Takes a comma if there is one; else {@code end} must follow, which stays. */
  final void separator(String end) throws MalformedTextException {
    if (token.type() == Token.Type.COMMA) {
      take();
    } else if (!token.is(end) && token.type() != Token.Type.END) {
      throw new MalformedTextException("missing ',' before " + describe(), line());
    }
  }

  final MalformedTextException expected(String what) {
    return new MalformedTextException("expected '" + what + "', found " + describe(), line());
  }

  private String describe() {
    return token.text().equals("\n") ? "newline" : "'" + token.text() + "'";
  }

  /** Goes one level down; every level is left again. */
  final void enter() throws NotCoveredException {
    if (++nesting > MAX_NESTING) {
      throw new NotCoveredException("nesting deeper than " + MAX_NESTING, line());
    }
  }

  final void leave() {
    nesting--;
  }
}
