package io.sealbus.verification.openshift;

import java.nio.charset.StandardCharsets;

/**
 * What CEL's {@code isURL} accepts, which is what Go's {@code url.ParseRequestURI} does: much that
 * no one would call a URL.
 *
 * @see <a href="https://pkg.go.dev/net/url#ParseRequestURI">url.ParseRequestURI</a>
 */
final class GoUrl {
  private static final String USERINFO = "-._:~!$&'()*+,;=%@";
  private static final String HOST = "!$&'()*+,;=:[]<>\"-_.~";

  private GoUrl() {}

  /** Whether {@code text} is a URL to CEL. */
  static boolean isUrl(String text) {
    if (text.isEmpty() || text.chars().anyMatch(c -> c < ' ' || c == 0x7F)) {
      return false;
    }
    if (text.equals("*")) {
      return true;
    }
    int colon = schemeEnd(text);
    if (colon == 0) {
      return false;
    }
    String rest = text.substring(colon + 1);
    int query = rest.indexOf('?');
    if (query >= 0) {
      rest = rest.substring(0, query);
    }
    if (!rest.startsWith("/")) {
      return colon > 0;
    }
    return colon > 0 && rest.startsWith("//") ? hasAuthority(rest.substring(2)) : isPath(rest);
  }

  /** The index of the colon after a scheme, 0 for a missing scheme, -1 for none. */
  private static int schemeEnd(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ':') {
        return i;
      }
      boolean later = isDigit(c) || c == '+' || c == '-' || c == '.';
      if (!isLetter(c) && (i == 0 || !later)) {
        return -1;
      }
    }
    return -1;
  }

  private static boolean hasAuthority(String rest) {
    int slash = rest.indexOf('/');
    String authority = slash < 0 ? rest : rest.substring(0, slash);
    String path = slash < 0 ? "" : rest.substring(slash);
    int at = authority.lastIndexOf('@');
    return isPath(path)
        && isHost(authority.substring(at + 1))
        && (at < 0 || isUserinfo(authority.substring(0, at)));
  }

  private static boolean isUserinfo(String text) {
    return text.chars().allMatch(c -> isLetter(c) || isDigit(c) || USERINFO.indexOf(c) >= 0)
        && isPath(text);
  }

  private static boolean isHost(String host) {
    if (!host.startsWith("[")) {
      int colon = host.lastIndexOf(':');
      return (colon < 0 || isPort(host.substring(colon))) && isHostText(host, false);
    }
    int bracket = host.lastIndexOf(']');
    if (bracket < 0 || !isPort(host.substring(bracket + 1))) {
      return false;
    }
    int zone = host.substring(0, bracket).indexOf("%25");
    if (zone < 0) {
      return isHostText(host, false);
    }
    return isHostText(host.substring(0, zone), false)
        && isHostText(host.substring(zone, bracket), true)
        && isHostText(host.substring(bracket), false);
  }

  private static boolean isPort(String text) {
    return text.isEmpty() || text.charAt(0) == ':' && text.chars().skip(1).allMatch(GoUrl::isDigit);
  }

  /** In a host only bytes beyond ASCII may be escaped, in a zone whatever a host may hold. */
  private static boolean isHostText(String text, boolean zone) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      int c = bytes[i] & 0xFF;
      if (c == '%') {
        int value = escaped(bytes, i);
        boolean allowed =
            value == '%' || (zone ? value == ' ' || isHostByte(value) : value >= 0x80);
        if (value < 0 || !allowed) {
          return false;
        }
        i += 2;
      } else if (c < 0x80 && !isHostByte(c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPath(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '%' && escaped(bytes, i) < 0) {
        return false;
      }
    }
    return true;
  }

  private static int escaped(byte[] bytes, int percent) {
    if (percent + 2 >= bytes.length) {
      return -1;
    }
    int high = hex(bytes[percent + 1]);
    int low = hex(bytes[percent + 2]);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  /** ASCII only, unlike {@link Character#digit(char, int)}. */
  private static int hex(byte b) {
    return b < 0 ? -1 : Character.digit((char) b, 16);
  }

  private static boolean isHostByte(int c) {
    return isLetter(c) || isDigit(c) || c < 0x80 && HOST.indexOf(c) >= 0;
  }

  private static boolean isLetter(int c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
