package io.sealbus.verification.golang;

import java.util.Set;

/** Reads the host of a URL with its port. In all strings here one char is one byte. */
final class GoUrlHost {
  private static final Set<String> STRICT = Set.of("http", "https");

  private GoUrlHost() {}

  /** The host with its escapes taken off. */
  static String read(String scheme, String host) throws GoUrl.Malformed {
    int open = host.lastIndexOf('[');
    if (open > 0) {
      throw new GoUrl.Malformed("invalid IP-literal");
    }
    if (open == 0) {
      return literal(host);
    }
    int first = host.indexOf(':');
    if (first >= 0) {
      checkPort(host.substring(STRICT.contains(scheme) ? first : host.lastIndexOf(':')));
    }
    return GoUrlPart.HOST.unescape(host);
  }

  /** RFC 3986, section 3.2.2, with the zone of RFC 6874. */
  private static String literal(String host) throws GoUrl.Malformed {
    int close = host.lastIndexOf(']');
    if (close < 0) {
      throw new GoUrl.Malformed("missing ']' in host");
    }
    checkPort(host.substring(close + 1));
    String port = GoUrlPart.HOST.unescape(host.substring(close + 1));
    String address = host.substring(1, close);
    int zone = address.indexOf("%25");
    String name =
        zone < 0
            ? GoUrlPart.HOST.unescape(address)
            : GoUrlPart.HOST.unescape(address.substring(0, zone))
                + GoUrlPart.ZONE.unescape(address.substring(zone));
    if (!isIpv6(name)) {
      throw new GoUrl.Malformed("invalid IP-literal");
    }
    return "[" + name + "]" + port;
  }

  private static void checkPort(String port) throws GoUrl.Malformed {
    boolean valid =
        port.isEmpty()
            || port.charAt(0) == ':' && port.chars().skip(1).allMatch(c -> c >= '0' && c <= '9');
    if (!valid) {
      throw new GoUrl.Malformed("invalid port " + GoText.quote(port) + " after host");
    }
  }

  /** RFC 4291, section 2.2, with a zone that is not empty where there is one. */
  private static boolean isIpv6(String text) {
    int percent = text.indexOf('%');
    String address = percent < 0 ? text : text.substring(0, percent);
    if (percent == text.length() - 1) {
      return false;
    }
    int gap = address.indexOf("::");
    if (gap >= 0 && address.indexOf("::", gap + 1) >= 0) {
      return false;
    }
    if (gap < 0) {
      return groups(address, true) == 8;
    }
    int before = gap == 0 ? 0 : groups(address.substring(0, gap), false);
    String tail = address.substring(gap + 2);
    int after = tail.isEmpty() ? 0 : groups(tail, true);
    return before >= 0 && after >= 0 && before + after < 8;
  }

  /** How many 16-bit groups; -1 where the text is none. */
  private static int groups(String text, boolean mayEndInIpv4) {
    String[] parts = text.split(":", -1);
    int count = parts.length;
    for (int i = 0; i < parts.length; i++) {
      if (mayEndInIpv4 && i == parts.length - 1 && isIpv4(parts[i])) {
        count++;
      } else if (!parts[i].matches("[0-9a-fA-F]{1,4}")) {
        return -1;
      }
    }
    return count;
  }

  private static boolean isIpv4(String text) {
    String octet = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    return text.matches(octet + "(\\." + octet + "){3}");
  }
}
