package io.sealbus.verification.golang;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Text the way Go's {@code fmt} writes it with {@code %q}, which many a message of Kubernetes
 * holds.
 *
 * @see <a href="https://pkg.go.dev/strconv#Quote">strconv.Quote</a>
 */
public final class GoText {
  private GoText() {}

  /** The text in double quotes with Go's escapes. */
  public static String quote(String text) {
    var out = new StringBuilder(text.length() + 2).append('"');
    text.codePoints().forEach(c -> append(out, c));
    return out.append('"').toString();
  }

  /** A slice of strings: each quoted, one space between them, in brackets. */
  public static String quote(List<String> texts) {
    return texts.stream().map(GoText::quote).collect(Collectors.joining(" ", "[", "]"));
  }

  private static void append(StringBuilder out, int c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case 0x07 -> out.append("\\a");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case 0x0B -> out.append("\\v");
      default -> {
        if (isPrintable(c)) {
          out.appendCodePoint(c);
        } else {
          out.append(escape(c));
        }
      }
    }
  }

  private static String escape(int c) {
    if (c < ' ' || c == 0x7F) {
      return String.format(Locale.ROOT, "\\x%02x", c);
    }
    return String.format(Locale.ROOT, c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
  }

  /** Letters, marks, numbers, punctuation, symbols, and of all spaces the ASCII one. */
  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> true;
    };
  }
}
