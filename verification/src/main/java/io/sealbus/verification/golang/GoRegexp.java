package io.sealbus.verification.golang;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What Go's {@code regexp} says of a pattern. RE2/J takes the same language, but not Go's bounds on
 * what repetitions inside repetitions grow to, so that they are checked before it is asked.
 *
 * @see <a href="https://pkg.go.dev/regexp/syntax#ErrorCode">syntax.ErrorCode</a>
 */
public final class GoRegexp {
  private static final int MAX_REPEAT = 1000;
  private static final int MAX_DEPTH = 1000;

  /** Below Go's own bound, which is some three millions; far beyond what a person writes. */
  private static final long MAX_SIZE = 100_000;

  private final String pattern;
  private final Deque<Grown> open = new ArrayDeque<>();
  private Grown group = Grown.NOTHING;
  private Grown last = Grown.NOTHING;
  private int at;
  private int repeatEnd;

  private GoRegexp(String pattern) {
    this.pattern = pattern;
  }

  /** The message, or null where {@code pattern} is a regular expression that is not too large. */
  public static @Nullable String fault(String pattern) {
    String bound = new GoRegexp(pattern).boundFault();
    if (bound != null) {
      return "error parsing regexp: " + bound;
    }
    try {
      Pattern.compile(pattern);
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

  /**
   * What a piece of a pattern grows to.
   *
   * @param most what repetitions inside repetitions multiply to
   * @param grown how many terms it has written out
   */
  private record Grown(long most, long grown) {
    static final Grown NOTHING = new Grown(1, 0);
    static final Grown TERM = new Grown(1, 1);

    Grown repeated(long count) {
      long times = Math.max(1, count);
      return new Grown(most * times, grown * times);
    }

    Grown with(Grown next) {
      return new Grown(Math.max(most, next.most), grown + next.grown);
    }
  }

  /** A pattern that is none is left to RE2/J, which says why. */
  private @Nullable String boundFault() {
    while (at < pattern.length()) {
      char c = pattern.charAt(at);
      int from = at;
      long count = c == '{' ? repeat() : -1;
      if (count >= 0 && from > 0 && from == repeatEnd) {
        return null;
      } else if (count >= 0) {
        repeatEnd = at;
        last = last.repeated(count);
        if (last.most > MAX_REPEAT) {
          return "invalid repeat count: `" + pattern.substring(from, at) + "`";
        }
      } else if (c == '(' && open.size() == MAX_DEPTH) {
        return "expression nests too deeply: `" + pattern + "`";
      } else {
        term(c);
      }
      if (group.grown + last.grown > MAX_SIZE) {
        return "expression too large";
      }
    }
    return null;
  }

  private void term(char c) {
    if (c == '(') {
      open.push(group.with(last));
      group = Grown.NOTHING;
      last = Grown.NOTHING;
      at++;
    } else if (c == ')' && !open.isEmpty()) {
      last = group.with(last);
      group = open.pop();
      at++;
    } else {
      group = group.with(last);
      last = Grown.TERM;
      skip(c);
    }
  }

  /** How often the repetition here repeats, which is then behind; -1 where here is none. */
  private long repeat() {
    int end = pattern.indexOf('}', at);
    if (end < 0 || !pattern.substring(at + 1, end).matches("[0-9]{1,9}(,[0-9]{0,9})?")) {
      return -1;
    }
    String[] bounds = pattern.substring(at + 1, end).split(",", -1);
    long least = Long.parseLong(bounds[0]);
    String most = bounds[bounds.length - 1];
    at = end + 1;
    if (at < pattern.length() && pattern.charAt(at) == '?') {
      at++;
    }
    return most.isEmpty() ? least : Math.max(least, Long.parseLong(most));
  }

  private void skip(char c) {
    if (c == '\\' && pattern.startsWith("Q", at + 1)) {
      int end = pattern.indexOf("\\E", at);
      at = end < 0 ? pattern.length() : end + 2;
    } else if (c == '\\') {
      at += 2;
    } else if (c == '[') {
      skipClass();
    } else {
      at++;
    }
  }

  private void skipClass() {
    at += pattern.startsWith("[^", at) ? 2 : 1;
    boolean first = true;
    while (at < pattern.length() && (first || pattern.charAt(at) != ']')) {
      int named = pattern.startsWith("[:", at) ? pattern.indexOf(":]", at) : -1;
      if (named >= 0) {
        at = named + 2;
      } else {
        at += pattern.charAt(at) == '\\' ? 2 : 1;
      }
      first = false;
    }
    at++;
  }
}
