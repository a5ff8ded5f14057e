package io.sealbus.verification.language.rego;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.sealbus.verification.language.rego.Builtins.Mismatch;

/**
 * A glob: {@code *} stands for what has no delimiter, {@code **} for anything, {@code ?} for one
 * character that is no delimiter, {@code [a-z]}, {@code [!a-z]}, {@code [abc]} and {@code [!abc]}
 * for one character, <code>{a,b}</code> for one of some globs.
 */
final class Glob {
  private static final String SPECIAL = "*?\\[]{}";

  private final String glob;
  private final String any;
  private final StringBuilder regex = new StringBuilder("(?s)^(?:");
  private int at;
  private int depth;

  private Glob(String glob, String delimiters) {
    this.glob = glob;
    var excluded = new StringBuilder();
    delimiters.codePoints().forEach(c -> excluded.append(literal(c)));
    this.any = excluded.isEmpty() ? "." : "[^" + excluded + "]";
  }

  static Pattern compile(String glob, String delimiters) {
    var compiling = new Glob(glob, delimiters);
    compiling.compile();
    try {
      return Pattern.compile(compiling.regex + ")$");
    } catch (PatternSyntaxException e) {
      throw new Mismatch();
    }
  }

  static String quoted(String text) {
    var out = new StringBuilder();
    for (char c : text.toCharArray()) {
      if (SPECIAL.indexOf(c) >= 0) {
        out.append('\\');
      }
      out.append(c);
    }
    return out.toString();
  }

  private static String literal(int c) {
    return Character.isLetterOrDigit(c) && c < 0x80
        ? Character.toString(c)
        : String.format("\\x{%x}", c);
  }

  private void compile() {
    while (at < glob.length()) {
      int c = glob.codePointAt(at);
      at += Character.charCount(c);
      switch (c) {
        case '*' -> star();
        case '?' -> regex.append(any);
        case '[' -> characters();
        case '{' -> {
          depth++;
          regex.append("(?:");
        }
        case '}' -> close();
        case ',' -> regex.append(depth > 0 ? "|" : ",");
        case '\\' -> escaped();
        default -> regex.append(literal(c));
      }
    }
    if (depth > 0) {
      throw new Budget.Stopped("glob with an open brace");
    }
  }

  private void star() {
    boolean twice = at < glob.length() && glob.charAt(at) == '*';
    if (twice) {
      at++;
    }
    regex.append(twice ? "." : any).append('*');
  }

  private void close() {
    if (depth > 0) {
      depth--;
      regex.append(')');
    } else {
      regex.append("\\}");
    }
  }

  private void escaped() {
    if (at >= glob.length()) {
      throw new Mismatch();
    }
    int c = glob.codePointAt(at);
    at += Character.charCount(c);
    regex.append(literal(c));
  }

  /** Either one range or a list of characters. */
  private void characters() {
    int end = glob.indexOf(']', at);
    if (end < 0) {
      throw new Mismatch();
    }
    String inside = glob.substring(at, end);
    at = end + 1;
    boolean negated = inside.startsWith("!");
    int[] members = (negated ? inside.substring(1) : inside).codePoints().toArray();
    boolean plain = inside.chars().noneMatch(c -> c == '\\' || c == '[');
    if (members.length == 0 || !plain) {
      throw new Budget.Stopped("glob with escapes or nothing in brackets");
    }
    regex.append(negated ? "[^" : "[");
    if (members.length == 3 && members[1] == '-') {
      regex.append(literal(members[0])).append('-').append(literal(members[2]));
    } else if (inside.indexOf('-') >= 0) {
      throw new Budget.Stopped("glob with a dash among characters in brackets");
    } else {
      for (int member : members) {
        regex.append(literal(member));
      }
    }
    regex.append(']');
  }
}
