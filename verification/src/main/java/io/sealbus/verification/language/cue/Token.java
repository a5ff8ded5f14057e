package io.sealbus.verification.language.cue;

/**
 * A token.
 *
 * @param text as written; for a comma that a line's end stands for, the newline
 * @param line from 1
 */
record Token(Type type, String text, int line) {
  enum Type {
    IDENTIFIER,
    NUMBER,
    /** A complete string or bytes literal, quotes included. */
    STRING,
    /** A literal up to and including the parenthesis that starts an interpolated expression. */
    INTERPOLATION,
    ATTRIBUTE,
    /** Operators and punctuation. */
    OPERATOR,
    COMMA,
    END
  }

  boolean is(String operator) {
    return type == Type.OPERATOR && text.equals(operator);
  }

  boolean isWord(String word) {
    return type == Type.IDENTIFIER && text.equals(word);
  }
}
