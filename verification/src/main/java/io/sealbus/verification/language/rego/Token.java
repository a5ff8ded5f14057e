package io.sealbus.verification.language.rego;

/**
 * One token.
 *
 * @param text as written; of a string, what it says
 * @param line from 1
 * @param spaceBefore white space or a comment stands before it
 * @param newlineBefore a line ends before it
 */
record Token(Kind kind, String text, int line, boolean spaceBefore, boolean newlineBefore) {
  /** What a token is. */
  enum Kind {
    NAME,
    STRING,
    NUMBER,
    PUNCTUATION,
    END
  }

  boolean is(String punctuation) {
    return kind == Kind.PUNCTUATION && text.equals(punctuation);
  }

  boolean isName(String name) {
    return kind == Kind.NAME && text.equals(name);
  }

  String shown() {
    return kind == Kind.END ? "eof" : text;
  }
}
