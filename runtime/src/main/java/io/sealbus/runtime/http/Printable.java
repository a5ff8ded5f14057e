package io.sealbus.runtime.http;

import java.util.stream.Collectors;

/** Foreign text for logs and messages. */
public final class Printable {
  private Printable() {}

  /** At most {@code longest} characters of {@code text}, each that is no printable one as '?'. */
  public static String of(String text, int longest) {
    return text.codePoints()
        .limit(longest)
        .mapToObj(c -> printable(c) ? Character.toString(c) : "?")
        .collect(Collectors.joining());
  }

  private static boolean printable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
