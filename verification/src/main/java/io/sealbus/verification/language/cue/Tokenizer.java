package io.sealbus.verification.language.cue;

import java.util.List;

/**
 * Breaks a text into tokens (CUE specification, "Lexical elements"). A line's end after a token
 * that can end a declaration is a comma.
 */
final class Tokenizer {
  private static final List<String> OPERATORS =
      List.of(
          "_|_", "...", "&&", "||", "==", "!=", "=~", "!~", "<=", ">=", "+", "-", "*", "/", "<",
          ">", "=", "!", "&", "|", "(", ")", "{", "}", "[", "]", ".", ":", "?");

  /** After these a line's end is a comma. */
  private static final List<String> ENDING = List.of("_|_", "...", ")", "]", "}", "?");

  private final String text;
  private int position;
  private int line = 1;
  private boolean lineEndsHere;

  Tokenizer(String text) {
    this.text = text;
    if (!text.isEmpty() && text.charAt(0) == '\uFEFF') {
      position = 1;
    }
  }

  /** The next token; END for ever at the end. */
  Token next() throws MalformedTextException {
    while (position < text.length()) {
      char c = text.charAt(position);
      if (c == '\n') {
        if (lineEndsHere) {
          return impliedComma();
        }
        line++;
        position++;
      } else if (c == ' ' || c == '\t' || c == '\r') {
        position++;
      } else if (c == '/' && peek(1) == '/') {
        skipComment();
      } else {
        return significant(c);
      }
    }
    if (lineEndsHere) {
      lineEndsHere = false;
      return new Token(Token.Type.COMMA, "\n", line);
    }
    return new Token(Token.Type.END, "end of text", line);
  }

  /** A comma or colon at the start of the next line stands for itself, as in JSON. */
  private Token impliedComma() throws MalformedTextException {
    int at = line;
    lineEndsHere = false;
    int ahead = position;
    int lines = 0;
    while (ahead < text.length() && " \t\r\n".indexOf(text.charAt(ahead)) >= 0) {
      if (text.charAt(ahead) == '\n') {
        lines++;
      }
      ahead++;
    }
    if (ahead < text.length() && (text.charAt(ahead) == ',' || text.charAt(ahead) == ':')) {
      position = ahead;
      line += lines;
      return next();
    }
    return new Token(Token.Type.COMMA, "\n", at);
  }

  private void skipComment() {
    while (position < text.length() && text.charAt(position) != '\n') {
      position++;
    }
  }

  private char peek(int offset) {
    return position + offset < text.length() ? text.charAt(position + offset) : '\0';
  }

  private Token significant(char c) throws MalformedTextException {
    if (digit(c) || c == '.' && digit(peek(1))) {
      return number();
    }
    if (c == '"' || c == '\'' || c == '#' && startsHashed()) {
      return string();
    }
    if (c == '@') {
      return attribute();
    }
    if (c == ',') {
      position++;
      lineEndsHere = false;
      return new Token(Token.Type.COMMA, ",", line);
    }
    if (text.startsWith("_|_", position)) {
      return operator("_|_");
    }
    if (letter(codePoint()) || c == '#') {
      return identifier();
    }
    for (String operator : OPERATORS) {
      if (text.startsWith(operator, position)) {
        return operator(operator);
      }
    }
    throw new MalformedTextException("illegal character U+" + Integer.toHexString(c), line);
  }

  private Token operator(String operator) {
    position += operator.length();
    lineEndsHere = ENDING.contains(operator);
    return new Token(Token.Type.OPERATOR, operator, line);
  }

  private boolean startsHashed() {
    int at = position;
    while (at < text.length() && text.charAt(at) == '#') {
      at++;
    }
    return at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'');
  }

  private Token identifier() throws MalformedTextException {
    int start = position;
    if (text.charAt(position) == '_' && peek(1) == '#') {
      position++;
    }
    if (text.charAt(position) == '#') {
      position++;
    }
    while (position < text.length() && (letter(codePoint()) || Character.isDigit(codePoint()))) {
      position += Character.charCount(codePoint());
    }
    String name = text.substring(start, position);
    String bare = name.startsWith("_#") ? name.substring(2) : name.replaceFirst("^#", "");
    if (!name.startsWith("#") && bare.isEmpty() && !name.equals("_")
        || !bare.isEmpty() && Character.isDigit(bare.codePointAt(0))) {
      throw new MalformedTextException("invalid identifier", line);
    }
    lineEndsHere = true;
    return new Token(Token.Type.IDENTIFIER, name, line);
  }

  private int codePoint() {
    return text.codePointAt(position);
  }

  private static boolean letter(int codePoint) {
    return Character.isLetter(codePoint) || codePoint == '_' || codePoint == '$';
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  private Token number() {
    int start = position;
    boolean hexadecimal = text.charAt(position) == '0' && "xX".indexOf(peek(1)) >= 0;
    boolean fraction = false;
    while (position < text.length()) {
      char c = text.charAt(position);
      boolean sign =
          (c == '+' || c == '-') && !hexadecimal && "eE".indexOf(text.charAt(position - 1)) >= 0;
      if (c == '.' && (fraction || hexadecimal || peek(1) == '.')) {
        break;
      }
      fraction |= c == '.';
      if (!digit(c) && !asciiLetter(c) && c != '_' && c != '.' && !(sign && position > start)) {
        break;
      }
      position++;
    }
    lineEndsHere = true;
    return new Token(Token.Type.NUMBER, text.substring(start, position), line);
  }

  private static boolean asciiLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }

  /** An attribute: {@code @name(…)} with balanced brackets and strings inside. */
  private Token attribute() throws MalformedTextException {
    int start = position;
    int startLine = line;
    position++;
    while (position < text.length() && (letter(codePoint()) || Character.isDigit(codePoint()))) {
      position += Character.charCount(codePoint());
    }
    if (position == start + 1 || peek(0) != '(') {
      throw new MalformedTextException("invalid attribute", line);
    }
    int depth = 0;
    do {
      if (position >= text.length()) {
        throw new MalformedTextException("attribute not terminated", startLine);
      }
      char c = text.charAt(position);
      if (c == '"' || c == '\'' || c == '#' && startsHashed()) {
        if (string().type() != Token.Type.STRING) {
          throw new MalformedTextException("interpolation in attribute", line);
        }
        continue;
      }
      depth += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
      line += c == '\n' ? 1 : 0;
      position++;
    } while (depth > 0);
    lineEndsHere = true;
    return new Token(Token.Type.ATTRIBUTE, text.substring(start, position), startLine);
  }

  private Token string() throws MalformedTextException {
    int start = position;
    int hashes = 0;
    while (text.charAt(position) == '#') {
      hashes++;
      position++;
    }
    char quote = text.charAt(position);
    int quotes = 1;
    if (peek(1) == quote && peek(2) == quote) {
      int newline = position + 3 + (peek(3) == '\r' ? 1 : 0);
      if (newline < text.length() && text.charAt(newline) == '\n') {
        quotes = 3;
      } else if (hashes == 0) {
        throw new MalformedTextException("expected newline after multiline quote", line);
      }
    }
    position += quotes;
    return segment(start, hashes, quote, quotes);
  }

  /** Goes on with a literal after the parenthesis that ends an interpolated expression. */
  Token resume(String opening) throws MalformedTextException {
    int hashes = 0;
    while (opening.charAt(hashes) == '#') {
      hashes++;
    }
    char quote = opening.charAt(hashes);
    String triple = String.valueOf(quote).repeat(3);
    int quotes = opening.startsWith(triple, hashes) ? 3 : 1;
    return segment(position, hashes, quote, quotes);
  }

  private Token segment(int start, int hashes, char quote, int quotes)
      throws MalformedTextException {
    int startLine = line;
    String escape = "\\" + "#".repeat(hashes);
    String end = String.valueOf(quote).repeat(quotes) + "#".repeat(hashes);
    while (position < text.length()) {
      char c = text.charAt(position);
      if (text.startsWith(end, position)) {
        position += end.length();
        lineEndsHere = true;
        return new Token(Token.Type.STRING, text.substring(start, position), startLine);
      }
      if (text.startsWith(escape, position)) {
        position += escape.length();
        if (peek(0) == '(') {
          position++;
          lineEndsHere = false;
          return new Token(Token.Type.INTERPOLATION, text.substring(start, position), startLine);
        }
        c = peek(0);
      }
      if (c == '\n') {
        if (quotes == 1) {
          break;
        }
        line++;
      }
      position++;
    }
    throw new MalformedTextException("string literal not terminated", startLine);
  }
}
