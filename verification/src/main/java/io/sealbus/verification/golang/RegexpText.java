package io.sealbus.verification.golang;

import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * A pattern, read piece by piece as Go's parser reads it: whether it grows beyond Go's bounds, and
 * the same pattern in a spelling that RE2/J takes for the same. A pattern that is none is left to
 * RE2/J, which says why.
 *
 * @see <a href="https://pkg.go.dev/regexp/syntax">regexp/syntax</a>
 */
final class RegexpText {
  private static final String FLAGS = "imsU-";
  private static final int MAX_REPEAT = 1000;
  private static final int MAX_DEPTH = 1000;

  /** Below Go's own bound, which is some three millions; far beyond what a person writes. */
  private static final long MAX_SIZE = 100_000;

  private final String pattern;
  private final StringBuilder respelled = new StringBuilder();
  private final Set<String> names = new HashSet<>();
  private final Deque<Grown> open = new ArrayDeque<>();
  private Grown group = Grown.NOTHING;
  private Grown last = Grown.NOTHING;
  private int at;
  private int repeatEnd;
  private boolean folds;

  private RegexpText(String pattern) {
    this.pattern = pattern;
  }

  /**
   * The same pattern for RE2/J.
   *
   * @throws PatternSyntaxException for what RE2/J would take and Go does not
   */
  static String respelled(String pattern) {
    var text = new RegexpText(pattern);
    while (text.at < pattern.length()) {
      text.piece();
      if (text.group.grown + text.last.grown > MAX_SIZE) {
        throw new PatternSyntaxException("expression too large");
      }
    }
    return text.respelled.toString();
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

    /** What is repeated no times may be as large as it likes. */
    Grown repeated(long count) {
      return count == 0 ? TERM : new Grown(most * count, grown * count);
    }

    Grown with(Grown next) {
      return new Grown(Math.max(most, next.most), grown + next.grown);
    }
  }

  private void piece() {
    int from = at;
    char c = pattern.charAt(at);
    long count = c == '{' ? repeat() : -1;
    if (count >= 0 && from > 0 && from == repeatEnd) {
      at = from;
      keepTo(pattern.length());
    } else if (count >= 0) {
      repeatEnd = at;
      last = last.repeated(count);
      if (last.most > MAX_REPEAT) {
        throw new PatternSyntaxException("invalid repeat count", pattern.substring(from, at));
      }
      respelled.append(pattern, from, at);
    } else if (c == '(' && open.size() == MAX_DEPTH) {
      throw new PatternSyntaxException("expression nests too deeply", pattern);
    } else {
      term(c);
    }
  }

  private void keepTo(int end) {
    respelled.append(pattern, at, end);
    at = end;
  }

  private void term(char c) {
    if (isFlags()) {
      flags();
      keepTo(at + 1);
    } else if (c == '(') {
      open.push(group.with(last));
      group = Grown.NOTHING;
      last = Grown.NOTHING;
      opening();
    } else if (c == ')' && !open.isEmpty()) {
      last = group.with(last);
      group = open.pop();
      keepTo(at + 1);
    } else if (pattern.startsWith("\\Q", at)) {
      quotation();
    } else {
      group = group.with(last);
      last = Grown.TERM;
      switch (c) {
        case '\\' -> escape(false);
        case '[' -> charClass();
        // RE2/J takes what follows for a repetition of this one, which is none.
        case '{' -> literal('{');
        default -> keepTo(at + 1);
      }
    }
  }

  private void literal(char c) {
    respelled.append('\\').append(c);
    at++;
  }

  private void flags() {
    keepTo(at + 2);
    while (at < pattern.length() && FLAGS.indexOf(pattern.charAt(at)) >= 0) {
      folds |= pattern.charAt(at) == 'i';
      keepTo(at + 1);
    }
  }

  /** Whether here are flags for what follows, which are no term. */
  private boolean isFlags() {
    int end = pattern.startsWith("(?", at) ? at + 2 : pattern.length();
    while (end < pattern.length() && FLAGS.indexOf(pattern.charAt(end)) >= 0) {
      end++;
    }
    return pattern.startsWith(")", end);
  }

  /** In Go groups may share a name; nothing here asks for a later one by it. */
  private void opening() {
    int name =
        pattern.startsWith("(?P<", at) ? at + 4 : pattern.startsWith("(?<", at) ? at + 3 : -1;
    int end = name < 0 ? -1 : pattern.indexOf('>', name);
    if (end >= 0 && !names.add(pattern.substring(name, end))) {
      respelled.append('(');
      at = end + 1;
    } else if (end >= 0) {
      keepTo(end + 1);
    } else if (pattern.startsWith("(?", at)) {
      flags();
      keepTo(at + (pattern.startsWith(":", at) ? 1 : 0));
    } else {
      keepTo(at + 1);
    }
  }

  /** Verbatim up to the end, of which what repeats repeats the last. */
  private void quotation() {
    int end = pattern.indexOf("\\E", at + 2);
    int behind = end < 0 ? pattern.length() : end;
    if (behind > at + 2) {
      group = new Grown(group.with(last).most, group.grown + last.grown + behind - at - 3);
      last = Grown.TERM;
    }
    keepTo(end < 0 ? behind : end + 2);
  }

  /** How often the repetition here repeats, which is then behind; -1 where here is none. */
  private long repeat() {
    int end = pattern.indexOf('}', at);
    if (end < 0
        || !pattern.substring(at + 1, end).matches("(0|[1-9][0-9]{0,8})(,(0|[1-9][0-9]{0,8})?)?")) {
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

  private void escape(boolean inClass) {
    int c = at + 1 < pattern.length() ? pattern.codePointAt(at + 1) : -1;
    if (c == 'p' || c == 'P') {
      unicodeClass(inClass);
    } else if (c >= 0x80) {
      String escaped = pattern.substring(at, at + 1 + Character.charCount(c));
      throw new PatternSyntaxException("invalid escape sequence", escaped);
    } else if (c == 'x' && pattern.startsWith("{", at + 2)) {
      int end = pattern.indexOf('}', at);
      keepTo(end < 0 ? pattern.length() : end + 1);
    } else {
      keepTo(Math.min(at + 2, pattern.length()));
    }
  }

  private void unicodeClass(boolean inClass) {
    boolean braces = pattern.startsWith("{", at + 2);
    int end =
        braces
            ? pattern.indexOf('}', at) + 1
            : at + 2 < pattern.length()
                ? at + 2 + Character.charCount(pattern.codePointAt(at + 2))
                : 0;
    if (end == 0) {
      keepTo(pattern.length());
      return;
    }
    String whole = pattern.substring(at, end);
    String name = braces ? pattern.substring(at + 3, end - 1) : pattern.substring(at + 2, end);
    boolean negated = whole.charAt(1) == 'P' ^ name.startsWith("^");
    respelled.append(
        UnicodeClass.named(name.startsWith("^") ? name.substring(1) : name)
            .filter(unicode -> !(folds && unicode.isFoldedOtherwise()))
            .flatMap(unicode -> unicode.text(negated, inClass))
            .orElseThrow(() -> new PatternSyntaxException("invalid character class range", whole)));
    at = end;
  }

  private void charClass() {
    keepTo(at + (pattern.startsWith("[^", at) ? 2 : 1));
    boolean first = true;
    while (at < pattern.length() && (first || pattern.charAt(at) != ']')) {
      first = false;
      int named = pattern.startsWith("[:", at) ? pattern.indexOf(":]", at + 2) : -1;
      if (named >= 0) {
        keepTo(named + 2);
      } else if (isClassEscape()) {
        escape(true);
      } else {
        classChar();
        if (pattern.startsWith("-", at)
            && at + 1 < pattern.length()
            && pattern.charAt(at + 1) != ']') {
          keepTo(at + 1);
          classChar();
        }
      }
    }
    keepTo(Math.min(at + 1, pattern.length()));
  }

  /** Whether here is an escape that stands for several characters. */
  private boolean isClassEscape() {
    return pattern.charAt(at) == '\\'
        && at + 1 < pattern.length()
        && "pPdDsSwW".indexOf(pattern.charAt(at + 1)) >= 0;
  }

  private void classChar() {
    switch (pattern.charAt(at)) {
      case '\\' -> escape(true);
      // RE2/J looks for the end of a name such as [:alpha:] in its beginning.
      case '[' -> literal('[');
      default -> keepTo(at + Character.charCount(pattern.codePointAt(at)));
    }
  }
}
