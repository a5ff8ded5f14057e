package io.sealbus.verification.golang;

import java.util.Locale;

/**
 * Which bytes a part of a URL holds as they are, in {@code net/url}'s view. In all strings here one
 * char is one byte.
 */
enum GoUrlPart {
  PATH("$&+,/:;=@"),
  FRAGMENT("$&+,/:;=?@!()*"),
  USER("$&+,;="),
  HOST("!$&'()*+,;=:[]<>\""),
  ZONE("!$&'()*+,;=:[]<>\"");

  private static final String UNRESERVED = "-_.~";
  private static final String ENCODED = "!$&'()*+,;=:@[]%";
  private static final String USERINFO = "-._:~!$&'()*+,;=%@";

  private final String plain;

  GoUrlPart(String plain) {
    this.plain = plain;
  }

  /** {@code text} if it is well encoded already, otherwise encoded anew. */
  String normalised(String text) throws GoUrl.Malformed {
    String value = unescape(text);
    return text.chars().allMatch(c -> ENCODED.indexOf(c) >= 0 || isPlain((char) c))
        ? text
        : escape(value);
  }

  String escape(String value) {
    var out = new StringBuilder(value.length());
    for (char c : value.toCharArray()) {
      if (isPlain(c)) {
        out.append(c);
      } else {
        out.append(String.format(Locale.ROOT, "%%%02X", (int) c));
      }
    }
    return out.toString();
  }

  String unescape(String text) throws GoUrl.Malformed {
    var out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        out.append(escaped(text, i));
        i += 2;
      } else if (isHostLike() && c < 0x80 && !isPlain(c)) {
        throw new GoUrl.Malformed("invalid character " + GoText.quote("" + c) + " in host name");
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  /** In a host only bytes beyond ASCII may be escaped, in a zone whatever a host may hold. */
  private char escaped(String text, int percent) throws GoUrl.Malformed {
    int high = hex(text, percent + 1);
    int low = hex(text, percent + 2);
    String escape = text.substring(percent, Math.min(text.length(), percent + 3));
    char value = (char) (high << 4 | low);
    boolean allowed =
        switch (this) {
          case PATH, FRAGMENT, USER -> true;
          case HOST -> value == '%' || value >= 0x80;
          case ZONE -> value == '%' || value == ' ' || isPlain(value);
        };
    if (high < 0 || low < 0 || !allowed) {
      throw new GoUrl.Malformed("invalid URL escape " + GoText.quote(escape));
    }
    return value;
  }

  private boolean isHostLike() {
    return this == HOST || this == ZONE;
  }

  private boolean isPlain(char c) {
    return isUnreserved(c) || plain.indexOf(c) >= 0;
  }

  private static int hex(String text, int at) {
    return at < text.length() && text.charAt(at) < 0x80 ? Character.digit(text.charAt(at), 16) : -1;
  }

  private static boolean isUnreserved(char c) {
    return isLetter(c) || c >= '0' && c <= '9' || UNRESERVED.indexOf(c) >= 0;
  }

  static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }

  static boolean isUserinfo(char c) {
    return isLetter(c) || c >= '0' && c <= '9' || USERINFO.indexOf(c) >= 0;
  }
}
