package io.sealbus.verification.crypto;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A URI in a certificate, read as far as name constraints need it.
 *
 * @param host host with port, as the URI writes it; empty where it has none
 */
record UriName(String host) {
  private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*");
  private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9a-fA-F]{2})");
  private static final Pattern PORT = Pattern.compile(".*:[0-9]*");
  private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}");

  /**
   * @throws MalformedException where the text is no URI, or its host no domain name
   */
  static UriName parse(String text) throws MalformedException {
    if (text.chars().anyMatch(c -> c < 0x20 || c == 0x7f)
        || BAD_ESCAPE.matcher(text).find()
        || text.startsWith(":")) {
      throw new MalformedException("cannot parse the URI");
    }
    int colon = text.indexOf(':');
    boolean scheme = colon > 0 && SCHEME.matcher(text.substring(0, colon)).matches();
    String rest = scheme ? text.substring(colon + 1) : text;
    if (!rest.startsWith("//")) {
      int slash = rest.indexOf('/');
      if (!scheme && colon >= 0 && (slash < 0 || colon < slash)) {
        throw new MalformedException("cannot parse the URI");
      }
      return new UriName("");
    }
    String authority = rest.substring(2).split("[/?#]", 2)[0];
    String host = authority.substring(authority.lastIndexOf('@') + 1);
    boolean literal = host.startsWith("[");
    boolean valid =
        literal
            ? host.matches("\\[[^\\]]*\\](?::[0-9]*)?")
            : host.indexOf(':') < 0 || PORT.matcher(host).matches();
    if (!valid || host.indexOf(' ') >= 0 || !DomainName.isValid(host)) {
      throw new MalformedException("cannot parse the URI");
    }
    return new UriName(host);
  }

  /** The domain that constraints look at, or empty where the host is none. */
  Optional<String> domain() {
    int colon = host.lastIndexOf(':');
    String name = colon < 0 ? host : host.substring(0, colon);
    boolean domain =
        !name.isEmpty()
            && !name.startsWith("[")
            && name.indexOf(':') < 0
            && !IPV4.matcher(name).matches();
    return domain ? Optional.of(name.toLowerCase(Locale.ROOT)) : Optional.empty();
  }
}
