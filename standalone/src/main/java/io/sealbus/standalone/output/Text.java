package io.sealbus.standalone.output;

/** Text of others on its way to a terminal. */
public final class Text {
  private Text() {}

  /** {@code text} with control and formatting characters escaped. */
  public static String printable(String text) {
    if (text.codePoints().noneMatch(Text::unsafe)) {
      return text;
    }
    var safe = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          if (unsafe(c)) {
            safe.append("\\u{%x}".formatted(c));
          } else {
            safe.appendCodePoint(c);
          }
        });
    return safe.toString();
  }

  /** {@code text} cut at {@code max} characters, with an ellipsis where something is missing. */
  public static String cut(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max - 1) + "…";
  }

  private static boolean unsafe(int c) {
    int type = Character.getType(c);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.SURROGATE
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }
}
