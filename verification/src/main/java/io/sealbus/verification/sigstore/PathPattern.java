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

  /** Matching against the empty name looks no further than to the first star behind a text. */
  static boolean isWellFormed(String text) {
    var pattern = new PathPattern(firstChunk(text));
    while (pattern.at < pattern.text.length()) {
      if (!pattern.term()) {
        return false;
      }
    }
    return true;
  }

  private static String firstChunk(String text) {
    int start = 0;
    while (start < text.length() && text.charAt(start) == '*') {
      start++;
    }
    boolean inClass = false;
    int end = start;
    while (end < text.length() && (inClass || text.charAt(end) != '*')) {
      char c = text.charAt(end);
      if (c == '\\' && end + 1 < text.length()) {
        end++;
      } else if (c == '[' || c == ']') {
        inClass = c == '[';
      }
      end++;
    }
    return text.substring(start, end);
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
