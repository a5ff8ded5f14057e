package io.sealbus.verification.resource;

import java.util.stream.Collectors;

/** Keeps what is no Unicode text out of text. */
final class Surrogates {
  private static final int LONGEST_QUOTE = 64;

  private Surrogates() {}

  /** Each lone surrogate becomes U+FFFD, as Go's JSON decoder has it. */
  static String replaced(String text) {
    if (!hasLone(text)) {
      return text;
    }
    return text.codePoints()
        .map(c -> isSurrogate(c) ? 0xFFFD : c)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  static boolean hasLone(String text) {
    return text.codePoints().anyMatch(Surrogates::isSurrogate);
  }

  /** Cut short and without control characters, for quoting in a message. */
  static String printable(String text) {
    return text.codePoints()
        .limit(LONGEST_QUOTE)
        .mapToObj(c -> Character.isISOControl(c) ? "?" : Character.toString(c))
        .collect(Collectors.joining());
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
