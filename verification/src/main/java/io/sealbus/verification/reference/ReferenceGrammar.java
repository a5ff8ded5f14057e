package io.sealbus.verification.reference;

/**
 * The grammar of image references, read by hand: every evaluation asks. Takes time linear in the
 * text, and whole texts only.
 *
 * @see <a href="https://pkg.go.dev/github.com/distribution/reference#pkg-overview">distribution,
 *     package reference</a>
 */
final class ReferenceGrammar {
  private static final int MAX_TAG_LENGTH = 128;
  private static final int IDENTIFIER_LENGTH = 64;

  private ReferenceGrammar() {}

  /** {@code host} or {@code host:port}: letters, digits and inner hyphens between dots. */
  static boolean isDomain(String text) {
    int colon = text.indexOf(':');
    int end = colon < 0 ? text.length() : colon;
    boolean afterLetter = false;
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      boolean letter = isLower(c) || isUpper(c) || isDigit(c);
      if (!letter && !(c == '-' || c == '.' && afterLetter)) {
        return false;
      }
      // A component neither starts nor ends with a hyphen.
      if (c == '-' && (i == 0 || text.charAt(i - 1) == '.')) {
        return false;
      }
      afterLetter = letter;
    }
    return afterLetter && (colon < 0 || isNumber(text, colon + 1));
  }

  private static boolean isNumber(String text, int start) {
    for (int i = start; i < text.length(); i++) {
      if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return start < text.length();
  }

  /**
   * Path components, separated by slashes: lower-case letters and digits, joined by a dot, one or
   * two underscores, or any number of hyphens.
   */
  static boolean isPath(String text) {
    int i = 0;
    while (true) {
      int start = i;
      while (i < text.length() && isAlphanumeric(text.charAt(i))) {
        i++;
      }
      if (i == start) {
        return false;
      }
      if (i == text.length()) {
        return true;
      }
      i = afterSeparator(text, i);
      if (i < 0) {
        return false;
      }
    }
  }

  /** Where what follows the separator at {@code start} begins, or -1 where there is none. */
  private static int afterSeparator(String text, int start) {
    int i = start + 1;
    switch (text.charAt(start)) {
      case '/', '.' -> {
        return i;
      }
      case '_' -> {
        return i < text.length() && text.charAt(i) == '_' ? i + 1 : i;
      }
      case '-' -> {
        while (i < text.length() && text.charAt(i) == '-') {
          i++;
        }
        return i;
      }
      default -> {
        return -1;
      }
    }
  }

  /** At most 128 letters, digits, underscores, dots and hyphens; the last two never first. */
  static boolean isTag(String text) {
    if (text.isEmpty() || text.length() > MAX_TAG_LENGTH) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean word = isAlphanumeric(c) || isUpper(c) || c == '_';
      if (!word && (i == 0 || c != '.' && c != '-')) {
        return false;
      }
    }
    return true;
  }

  /** 64 hex digits alone: an image id, which is not a name. */
  static boolean isIdentifier(String text) {
    if (text.length() != IDENTIFIER_LENGTH) {
      return false;
    }
    for (int i = 0; i < IDENTIFIER_LENGTH; i++) {
      char c = text.charAt(i);
      if (!isDigit(c) && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAlphanumeric(char c) {
    return isLower(c) || isDigit(c);
  }

  private static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isUpper(char c) {
    return c >= 'A' && c <= 'Z';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
