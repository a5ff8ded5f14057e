package io.sealbus.verification;

/** Foreign text made fit for messages and logs. */
public final class Quoted {
  /** Most code points that are kept. */
  private static final int MAX = 120;

  private Quoted() {}

  /**
   * {@code text} with everything but printable ASCII written as <code>&#92;u{hex}</code>, cut after
   * 120 code points.
   */
  public static String of(String text) {
    var out = new StringBuilder();
    int end =
        text.codePointCount(0, Math.min(text.length(), 2 * MAX + 2)) > MAX
            ? text.offsetByCodePoints(0, MAX)
            : text.length();
    text.substring(0, end)
        .codePoints()
        .forEach(c -> {
          if (c >= 0x20 && c < 0x7f) {
            out.append((char) c);
          } else {
            out.append(String.format("\\u{%x}", c));
          }
        });
    return end < text.length() ? out + "..." : out.toString();
  }
}
