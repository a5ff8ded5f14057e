package io.sealbus.signaturefetcher.registry;

import java.net.URI;
import java.util.Locale;

/**
 * Where a registry is reached.
 *
 * @param registry the registry's name in references
 * @param insecure whether its certificate is not checked
 * @param host host name or address; an IPv6 address without brackets
 */
record Endpoint(String registry, boolean plainHttp, boolean insecure, String host, int port) {
  /** The port of HTTPS. */
  static final int TLS_PORT = 443;

  private static final int PLAIN_PORT = 80;

  static Endpoint of(String registry, boolean plainHttp, boolean insecure, String address) {
    int colon = address.lastIndexOf(':');
    boolean hasPort = colon > address.lastIndexOf(']');
    String host = hasPort ? address.substring(0, colon) : address;
    int port = hasPort ? Integer.parseInt(address.substring(colon + 1)) : defaultPort(plainHttp);
    return new Endpoint(registry, plainHttp, insecure, bare(host), port);
  }

  /** The URL of {@code path}, which is already fit for a URL. */
  URI uri(String path) {
    String literal = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return URI.create((plainHttp ? "http://" : "https://") + literal + ":" + port + path);
  }

  /** Whether {@code target} is this endpoint: same scheme, host and port. */
  boolean isOrigin(URI target) {
    return plainHttp == isPlain(target) && isHost(target) && port == portOf(target);
  }

  /** Whether {@code target} is on this endpoint's host, whatever the port. */
  boolean isHost(URI target) {
    return host.toLowerCase(Locale.ROOT).equals(hostOf(target));
  }

  static String hostOf(URI target) {
    return bare(target.getHost()).toLowerCase(Locale.ROOT);
  }

  static int portOf(URI target) {
    return target.getPort() >= 0 ? target.getPort() : defaultPort(isPlain(target));
  }

  static boolean isPlain(URI target) {
    return "http".equalsIgnoreCase(target.getScheme());
  }

  private static int defaultPort(boolean plain) {
    return plain ? PLAIN_PORT : TLS_PORT;
  }

  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}
