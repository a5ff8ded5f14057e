package io.sealbus.verification.crypto;

import java.util.Locale;
import java.util.Optional;

/**
 * An e-mail address taken apart. The domain is in lower case, the local part as written, without
 * its quotes.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2821#section-4.1.2">RFC 2821, section 4.1.2</a>
 */
record Mailbox(String local, String domain) {
  private static final String ATOM_SPECIALS = "!#$%&'*+-/=?^_`{|}~.";

  static Optional<Mailbox> parse(String text) {
    var local = new StringBuilder();
    int at = text.startsWith("\"") ? quoted(text, local) : atoms(text, local);
    if (at < 0 || at >= text.length() || text.charAt(at) != '@') {
      return Optional.empty();
    }
    String domain = text.substring(at + 1);
    return DomainName.isValid(domain)
        ? Optional.of(new Mailbox(local.toString(), domain.toLowerCase(Locale.ROOT)))
        : Optional.empty();
  }

  /** Reads a quoted local part; gives the index after it, or -1. */
  private static int quoted(String text, StringBuilder local) {
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        return i + 1;
      }
      if (c == '\\') {
        i++;
        if (i == text.length() || text.charAt(i) == 0 || "\n\r".indexOf(text.charAt(i)) >= 0) {
          return -1;
        }
        c = text.charAt(i);
      } else if (c == 0 || c > 127 || "\t\n\r".indexOf(c) >= 0) {
        return -1;
      }
      local.append(c);
    }
    return -1;
  }

  /** Reads an unquoted local part; gives the index after it, or -1. */
  private static int atoms(String text, StringBuilder local) {
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
        if (i == text.length()) {
          return -1;
        }
      } else if (!isAtom(c)) {
        break;
      }
      local.append(text.charAt(i));
      i++;
    }
    String read = local.toString();
    boolean dots = read.startsWith(".") || read.endsWith(".") || read.contains("..");
    return read.isEmpty() || dots ? -1 : i;
  }

  private static boolean isAtom(char c) {
    return c >= '0' && c <= '9'
        || c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || ATOM_SPECIALS.indexOf(c) >= 0;
  }
}
