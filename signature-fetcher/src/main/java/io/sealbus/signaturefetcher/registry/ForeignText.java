package io.sealbus.signaturefetcher.registry;

/** Text that others wrote, made fit for a message: escaped and cut short. */
public final class ForeignText {
  private static final int MAX_LENGTH = 200;

  private ForeignText() {}

  /**
   * {@code text} in quotes, at most 200 characters of it; whatever is not printable ASCII stands as
   * {@code \}{@code uXXXX}, so that it can neither break a line nor steer a terminal.
   */
  public static String quote(String text) {
    var quoted = new StringBuilder("\"");
    for (int i = 0; i < Math.min(text.length(), MAX_LENGTH); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < 0x20 || c > 0x7e) {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append(text.length() > MAX_LENGTH ? "…\"" : "\"").toString();
  }
}
