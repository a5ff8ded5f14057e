package io.sealbus.verification.language.cue;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.sealbus.verification.golang.GoRegexp;

/** Regular expressions, RE2's as in Go. */
final class RegularExpressions {
  private static final int MAX_LENGTH = 10_000;

  private RegularExpressions() {}

  /** Compiles; what Go may know and this library does not ends the evaluation. */
  static Pattern compile(String expression) {
    if (expression.length() > MAX_LENGTH) {
      throw new UndecidableException("regular expression too long");
    }
    try {
      return GoRegexp.compile(expression);
    } catch (PatternSyntaxException e) {
      throw new UndecidableException("regular expression not understood");
    }
  }
}
