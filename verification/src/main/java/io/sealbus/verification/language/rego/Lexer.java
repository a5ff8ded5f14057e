package io.sealbus.verification.language.rego;

import io.sealbus.verification.json.InvalidJsonException;
import io.sealbus.verification.json.JsonParser;
import io.sealbus.verification.json.JsonValue.JsonString;
import io.sealbus.verification.language.rego.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Splits a text into tokens. */
final class Lexer {
  private static final String SINGLE = "[]{}(),;.+-*/%&|";

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line = 1;
  private boolean space;
  private boolean newline;

  private Lexer(String text) {
    this.text = text;
  }

  /** The tokens, the last of which is the end. */
  static List<Token> tokens(String text) throws RegoException {
    var lexer = new Lexer(text.startsWith("\ufeff") ? text.substring(1) : text);
    lexer.scan();
    return lexer.tokens;
  }

  private void scan() throws RegoException {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == ' ' || c == '\t' || c == '\r') {
        space = true;
        at++;
      } else if (c == '\n') {
        space = true;
        newline = true;
        line++;
        at++;
      } else if (c == '#') {
        comment();
      } else {
        token(c);
      }
    }
    add(Kind.END, "");
  }

  /** A comment ends at its line; the reference lets it part tokens as white space does not. */
  private void comment() {
    space = true;
    while (at < text.length() && text.charAt(at) != '\n') {
      at++;
    }
  }

  private void token(char c) throws RegoException {
    int start = at;
    if (isLetter(c)) {
      while (at < text.length() && (isLetter(text.charAt(at)) || isDigit(text.charAt(at)))) {
        at++;
      }
      add(Kind.NAME, text.substring(start, at));
    } else if (isDigit(c)) {
      number(start);
    } else if (c == '"') {
      string(start);
    } else if (c == '`') {
      rawString(start);
    } else if (c == '$') {
      throw RegoException.parse(line, "template strings are not supported by this version");
    } else {
      punctuation(c);
    }
  }

  private void number(int start) throws RegoException {
    digits();
    if (peek('.')) {
      at++;
      if (digits() == 0) {
        throw RegoException.parse(line, "expected fraction");
      }
    }
    if (peek('e') || peek('E')) {
      at++;
      if (peek('+') || peek('-')) {
        at++;
      }
      if (digits() == 0) {
        throw RegoException.parse(line, "expected exponent");
      }
    }
    if (at < text.length() && isLetter(text.charAt(at))) {
      throw RegoException.parse(line, "illegal number format");
    }
    add(Kind.NUMBER, text.substring(start, at));
  }

  private int digits() {
    int start = at;
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
    return at - start;
  }

  private void string(int start) throws RegoException {
    at++;
    while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\n') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    if (at >= text.length() || text.charAt(at) != '"') {
      throw RegoException.parse(line, "non-terminated string");
    }
    at++;
    String literal = text.substring(start, at);
    if (literal.indexOf('\\') < 0) {
      // Control characters other than the line's end may stand in a string as they are.
      add(Kind.STRING, literal.substring(1, literal.length() - 1));
      return;
    }
    try {
      if (JsonParser.parse(literal, literal.length()) instanceof JsonString(String content)) {
        add(Kind.STRING, content);
        return;
      }
    } catch (InvalidJsonException e) {
      // Told below.
    }
    throw RegoException.parse(line, "illegal string literal");
  }

  private void rawString(int start) throws RegoException {
    int end = text.indexOf('`', start + 1);
    if (end < 0) {
      throw RegoException.parse(line, "non-terminated string");
    }
    String content = text.substring(start + 1, end);
    at = end + 1;
    add(Kind.STRING, content);
    line += (int) content.chars().filter(c -> c == '\n').count();
  }

  private void punctuation(char c) throws RegoException {
    String pair = at + 1 < text.length() ? text.substring(at, at + 2) : "";
    switch (pair) {
      case ":=", "==", "!=", "<=", ">=" -> {
        at += 2;
        add(Kind.PUNCTUATION, pair);
        return;
      }
      default -> {}
    }
    if (SINGLE.indexOf(c) < 0 && ":=<>".indexOf(c) < 0) {
      throw RegoException.parse(line, "illegal token");
    }
    at++;
    add(Kind.PUNCTUATION, String.valueOf(c));
  }

  private boolean peek(char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  private void add(Kind kind, String content) {
    tokens.add(new Token(kind, content, line, space, newline));
    space = false;
    newline = false;
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
