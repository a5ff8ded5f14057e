package io.sealbus.verification.golang;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Go's {@code regexp}, by RE2/J, which takes almost the same language: a pattern is put into a
 * spelling that both read alike, and what Go does not take is refused.
 *
 * @see <a href="https://pkg.go.dev/regexp/syntax#ErrorCode">syntax.ErrorCode</a>
 */
public final class GoRegexp {
  private GoRegexp() {}

  /**
   * Compiles.
   *
   * @throws PatternSyntaxException for what is no regular expression of Go's, or is too large
   */
  public static Pattern compile(String pattern) {
    String respelled = RegexpText.respelled(pattern);
    try {
      return Pattern.compile(respelled);
    } catch (PatternSyntaxException e) {
      if (!respelled.equals(pattern)) {
        // Fails likewise, most often, and tells of what was written.
        Pattern.compile(pattern);
      }
      throw e;
    }
  }

  /** The message, or null where {@code pattern} is a regular expression that is not too large. */
  public static @Nullable String fault(String pattern) {
    try {
      compile(pattern);
      return null;
    } catch (PatternSyntaxException e) {
      return inGosWords(String.valueOf(e.getMessage()), pattern);
    }
  }

  private static String inGosWords(String message, String pattern) {
    if (message.contains("stack underflow")) {
      return "error parsing regexp: unexpected ): `" + pattern + "`";
    }
    return message.endsWith("trailing backslash at end of expression") ? message + ": ``" : message;
  }
}
