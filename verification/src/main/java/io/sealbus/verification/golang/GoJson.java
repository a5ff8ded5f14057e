package io.sealbus.verification.golang;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What Go's {@code encoding/json} says of bytes that are not one JSON text.
 *
 * @see <a href="https://pkg.go.dev/encoding/json#SyntaxError">json.SyntaxError</a>
 */
public final class GoJson {
  private static final int MAX_DEPTH = 10_000;
  private static final String BEGINNING = "looking for beginning of value";

  private final byte[] text;
  private int at;

  private GoJson(byte[] text) {
    this.text = text;
  }

  /** The message, or null where {@code text} is one JSON text. */
  public static @Nullable String fault(byte[] text) {
    try {
      new GoJson(text).document();
      return null;
    } catch (Fault e) {
      return e.getMessage();
    }
  }

  private static final class Fault extends Exception {
    Fault(String message) {
      super(message, null, false, false);
    }
  }

  private void document() throws Fault {
    value();
    if (space()) {
      throw unexpected("after top-level value");
    }
  }

  private void value() throws Fault {
    // Containers that are open, innermost last: set for an object.
    var open = new BitSet();
    int depth = 0;
    while (true) {
      char c = next();
      if (c == '{' || c == '[') {
        if (depth == MAX_DEPTH) {
          throw new Fault("exceeded max depth");
        }
        open.set(depth++, c == '{');
        at++;
        if (!closesAtOnce(c)) {
          if (c == '{') {
            name("looking for beginning of object key string");
          }
          continue;
        }
        depth--;
      } else {
        scalar(c);
      }
      int rest = closed(open, depth);
      if (rest == 0) {
        return;
      }
      depth = rest;
    }
  }

  /** Goes behind a comma, or out of every container that ends here; gives how many are open. */
  private int closed(BitSet open, int depth) throws Fault {
    int left = depth;
    while (left > 0) {
      boolean object = open.get(left - 1);
      String context = object ? "after object key:value pair" : "after array element";
      char c = next();
      if (c == ',') {
        at++;
        if (object) {
          name("looking for beginning of object key string");
        }
        return left;
      }
      if (c != (object ? '}' : ']')) {
        throw unexpected(context);
      }
      at++;
      left--;
    }
    return 0;
  }

  private boolean closesAtOnce(char c) throws Fault {
    if (!space()) {
      throw end();
    }
    if (text[at] == (c == '{' ? '}' : ']')) {
      at++;
      return true;
    }
    return false;
  }

  private void name(String context) throws Fault {
    if (next() != '"') {
      throw unexpected(context);
    }
    string();
    if (next() != ':') {
      throw unexpected("after object key");
    }
    at++;
  }

  private void scalar(char c) throws Fault {
    switch (c) {
      case '"' -> string();
      case 't' -> literal("true");
      case 'f' -> literal("false");
      case 'n' -> literal("null");
      default -> {
        if (c != '-' && (c < '0' || c > '9')) {
          throw unexpected(BEGINNING);
        }
        number();
      }
    }
  }

  private void literal(String word) throws Fault {
    for (int i = 1; i < word.length(); i++) {
      at++;
      expect(
          current() == word.charAt(i),
          "in literal " + word + " (expecting " + quote(word.charAt(i)) + ")");
    }
    at++;
  }

  private void string() throws Fault {
    at++;
    while (current() != '"') {
      if (at >= text.length) {
        throw end();
      }
      if (current() == '\\') {
        at++;
        escape();
      } else {
        expect(current() >= ' ', "in string literal");
      }
      at++;
    }
    at++;
  }

  private void escape() throws Fault {
    char c = current();
    if (c != 'u') {
      expect("bfnrt\\/\"".indexOf(c) >= 0, "in string escape code");
      return;
    }
    for (int i = 0; i < 4; i++) {
      at++;
      char digit = current();
      expect(
          digit < 0x80 && Character.digit(digit, 16) >= 0, "in \\u hexadecimal character escape");
    }
  }

  private void number() throws Fault {
    if (current() == '-') {
      at++;
      expect(isDigit(current()), "in numeric literal");
    }
    if (current() == '0') {
      at++;
    } else {
      digits();
    }
    if (current() == '.') {
      at++;
      expect(isDigit(current()), "after decimal point in numeric literal");
      digits();
    }
    if (current() == 'e' || current() == 'E') {
      at++;
      if (current() == '+' || current() == '-') {
        at++;
      }
      expect(isDigit(current()), "in exponent of numeric literal");
      digits();
    }
  }

  private void digits() {
    while (isDigit(current())) {
      at++;
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** The next character that is no white space. */
  private char next() throws Fault {
    if (!space()) {
      throw end();
    }
    return current();
  }

  /** Go feeds its scanner a space at the end. */
  private char current() {
    return at < text.length ? (char) (text[at] & 0xFF) : ' ';
  }

  private boolean space() {
    while (at < text.length && " \t\r\n".indexOf(text[at]) >= 0) {
      at++;
    }
    return at < text.length;
  }

  private void expect(boolean holds, String context) throws Fault {
    if (!holds) {
      throw unexpected(context);
    }
  }

  private static Fault end() {
    return new Fault("unexpected end of JSON input");
  }

  private Fault unexpected(String context) {
    return new Fault("invalid character " + quote(current()) + " " + context);
  }

  /** One byte in single quotes with Go's escapes. */
  private static String quote(char c) {
    if (c == '\'') {
      return "'\\''";
    }
    if (c == '"') {
      return "'\"'";
    }
    String quoted = GoText.quote(new String(new char[] {c}));
    return "'" + quoted.substring(1, quoted.length() - 1) + "'";
  }
}
