package io.sealbus.verification.golang;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A URL as Go's {@code net/url} takes it apart and puts it together again: much is accepted that no
 * one would call a URL, and what comes out is not always what went in.
 *
 * @see <a href="https://pkg.go.dev/net/url#Parse">url.Parse</a>
 */
public final class GoUrl {
  private final String scheme;
  private final String host;
  private final String text;

  private GoUrl(String scheme, String host, String text) {
    this.scheme = scheme;
    this.host = host;
    this.text = text;
  }

  /** The text is no URL to Go. The message is Go's own. */
  public static final class Malformed extends Exception {
    Malformed(String message) {
      // No stack trace: it is an answer about foreign text, not a fault of the program.
      super(message, null, false, false);
    }
  }

  /** As {@code url.Parse} does. */
  public static GoUrl parse(String text) throws Malformed {
    int hash = text.indexOf('#');
    String url = hash < 0 ? text : text.substring(0, hash);
    GoUrl parsed = parse(url, false);
    if (hash < 0 || hash == text.length() - 1) {
      return parsed;
    }
    try {
      String fragment = GoUrlPart.FRAGMENT.normalised(bytes(text.substring(hash + 1)));
      return new GoUrl(parsed.scheme, parsed.host, parsed.text + "#" + characters(fragment));
    } catch (Malformed e) {
      throw wrapped(text, e);
    }
  }

  /** Whether {@code url.ParseRequestURI} takes {@code text}. */
  public static boolean isRequestUri(String text) {
    try {
      parse(text, true);
      return true;
    } catch (Malformed e) {
      return false;
    }
  }

  /** In lower case; empty for none. */
  public String scheme() {
    return scheme;
  }

  /** With its port; empty for none. */
  public String host() {
    return host;
  }

  /** As {@code URL.String} writes it. */
  @Override
  public String toString() {
    return text;
  }

  private static GoUrl parse(String text, boolean request) throws Malformed {
    try {
      return parts(bytes(text), request);
    } catch (Malformed e) {
      throw wrapped(text, e);
    }
  }

  private static Malformed wrapped(String text, Malformed cause) {
    return new Malformed("parse " + GoText.quote(text) + ": " + cause.getMessage());
  }

  /** Everything but the fragment. One char of {@code url} is one byte. */
  private static GoUrl parts(String url, boolean request) throws Malformed {
    if (url.chars().anyMatch(c -> c < ' ' || c == 0x7F)) {
      throw new Malformed("net/url: invalid control character in URL");
    }
    if (url.isEmpty() && request) {
      throw new Malformed("empty url");
    }
    if (url.equals("*")) {
      return new GoUrl("", "", "*");
    }
    int colon = schemeEnd(url);
    if (colon == 0) {
      throw new Malformed("missing protocol scheme");
    }
    String scheme = colon < 0 ? "" : url.substring(0, colon).toLowerCase(Locale.ROOT);
    String rest = url.substring(colon + 1);
    int mark = rest.indexOf('?');
    String query = mark < 0 ? "" : rest.substring(mark);
    // A second mark alone behind the first is a query of its own, which keeps both.
    String path = mark < 0 ? rest : rest.substring(0, mark);
    if (!path.startsWith("/")) {
      return rootless(scheme, path, query, request);
    }
    boolean hasAuthority =
        path.startsWith("//") && (!scheme.isEmpty() || !request && !path.startsWith("///"));
    return hasAuthority
        ? hierarchical(scheme, path.substring(2), query)
        : new GoUrl(scheme, "", prefix(scheme) + written(path) + characters(query));
  }

  private static GoUrl rootless(String scheme, String path, String query, boolean request)
      throws Malformed {
    if (!scheme.isEmpty()) {
      String opaque = path.isEmpty() && query.isEmpty() ? "" : characters(path + query);
      return new GoUrl(scheme, "", prefix(scheme) + opaque);
    }
    if (request) {
      throw new Malformed("invalid URI for request");
    }
    int slash = path.indexOf('/');
    if ((slash < 0 ? path : path.substring(0, slash)).indexOf(':') >= 0) {
      throw new Malformed("first path segment in URL cannot contain colon");
    }
    return new GoUrl("", "", written(path) + characters(query));
  }

  private static GoUrl hierarchical(String scheme, String rest, String query) throws Malformed {
    int slash = rest.indexOf('/');
    String authority = slash < 0 ? rest : rest.substring(0, slash);
    String path = slash < 0 ? "" : rest.substring(slash);
    int at = authority.lastIndexOf('@');
    String host = GoUrlHost.read(scheme, authority.substring(at + 1));
    String user = at < 0 ? "" : user(authority.substring(0, at)) + "@";
    String written = user + GoUrlPart.HOST.escape(host);
    String slashes = written.isEmpty() && path.isEmpty() ? "" : "//";
    String text = prefix(scheme) + slashes + characters(written) + written(path);
    return new GoUrl(scheme, characters(host), text + characters(query));
  }

  private static String user(String userinfo) throws Malformed {
    if (!userinfo.chars().allMatch(c -> GoUrlPart.isUserinfo((char) c))) {
      throw new Malformed("net/url: invalid userinfo");
    }
    int colon = userinfo.indexOf(':');
    String name = colon < 0 ? userinfo : userinfo.substring(0, colon);
    String written = GoUrlPart.USER.escape(GoUrlPart.USER.unescape(name));
    return colon < 0
        ? written
        : written
            + ":"
            + GoUrlPart.USER.escape(GoUrlPart.USER.unescape(userinfo.substring(colon + 1)));
  }

  private static String written(String path) throws Malformed {
    return characters(GoUrlPart.PATH.normalised(path));
  }

  private static String prefix(String scheme) {
    return scheme.isEmpty() ? "" : scheme + ":";
  }

  /** The index of the colon after a scheme, 0 for a missing scheme, -1 for none. */
  private static int schemeEnd(String url) {
    for (int i = 0; i < url.length(); i++) {
      char c = url.charAt(i);
      if (c == ':') {
        return i;
      }
      boolean later = c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.';
      if (!GoUrlPart.isLetter(c) && (i == 0 || !later)) {
        return -1;
      }
    }
    return -1;
  }

  private static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static String characters(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
