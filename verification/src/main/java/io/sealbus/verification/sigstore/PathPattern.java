package io.sealbus.verification.sigstore;

/**
 * The syntax of Go's {@code filepath.Match}, which globs are held against before they are read as
 * such.
 *
 * @see <a href="https://pkg.go.dev/path/filepath#Match">filepath.Match</a>
 */
final class PathPattern {
  private final String text;
  private int at;

  private PathPattern(String text) {
    this.text = text;
  }

  static boolean isWellFormed(String text) {
    var pattern = new PathPattern(text);
    while (pattern.at < text.length()) {
      if (!pattern.term()) {
        return false;
      }
    }
    return true;
  }

  private boolean term() {
    char c = text.charAt(at++);
    return switch (c) {
      case '[' -> characterClass();
      case '\\' -> at++ < text.length();
      default -> true;
    };
  }

  private boolean characterClass() {
    if (at < text.length() && text.charAt(at) == '^') {
      at++;
    }
    for (int ranges = 0; ; ranges++) {
      if (at < text.length() && text.charAt(at) == ']' && ranges > 0) {
        at++;
        return true;
      }
      if (!character()) {
        return false;
      }
      if (text.charAt(at) == '-') {
        at++;
        if (!character()) {
          return false;
        }
      }
    }
  }

  /** One character of a class, behind which something must follow. */
  private boolean character() {
    if (at >= text.length() || text.charAt(at) == '-' || text.charAt(at) == ']') {
      return false;
    }
    if (text.charAt(at) == '\\') {
      at++;
    }
    if (at >= text.length()) {
      return false;
    }
    at += Character.charCount(text.codePointAt(at));
    return at < text.length();
  }
}
