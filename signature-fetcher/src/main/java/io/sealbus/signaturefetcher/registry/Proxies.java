package io.sealbus.signaturefetcher.registry;

import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which proxy a request goes through. TLS is spoken through it with the registry itself ({@code
 * CONNECT}); the proxy sees names and sizes. Hosts on this machine are never reached through a
 * proxy.
 *
 * @param plain for requests without TLS; null for none
 * @param tls for requests with TLS; null for none
 * @param exceptions what is reached without a proxy
 */
public record Proxies(@Nullable URI plain, @Nullable URI tls, NoProxy exceptions) {
  /** None. */
  public static final Proxies NONE = new Proxies(null, null, NoProxy.of(List.of()));

  private static final int DEFAULT_PORT = 80;
  private static final int DEFAULT_SOCKS_PORT = 1080;

  /**
   * Whether {@code proxy} is the URL of a proxy that can be used: {@code http} or {@code socks5},
   * with a host, maybe with user and password, and nothing else.
   */
  public static boolean isProxy(URI proxy) {
    return ("http".equals(proxy.getScheme()) || "socks5".equals(proxy.getScheme()))
        && proxy.getHost() != null
        && (proxy.getRawPath().isEmpty() || proxy.getRawPath().equals("/"))
        && proxy.getRawQuery() == null
        && proxy.getRawFragment() == null;
  }

  public Proxies {
    for (URI proxy : new URI[] {plain, tls}) {
      if (proxy != null && !isProxy(proxy)) {
        // The URL may hold a password.
        throw new IllegalArgumentException("not the URL of a proxy");
      }
    }
  }

  /** The proxy for {@code target}; null for none. */
  @Nullable ProxyOptions of(URI target) {
    URI proxy = Endpoint.isPlain(target) ? plain : tls;
    if (proxy == null || exceptions.covers(Endpoint.hostOf(target), Endpoint.portOf(target))) {
      return null;
    }
    boolean socks = "socks5".equals(proxy.getScheme());
    int port = socks ? DEFAULT_SOCKS_PORT : DEFAULT_PORT;
    var options =
        new ProxyOptions()
            .setType(socks ? ProxyType.SOCKS5 : ProxyType.HTTP)
            .setHost(Endpoint.hostOf(proxy))
            .setPort(proxy.getPort() < 0 ? port : proxy.getPort());
    String user = proxy.getUserInfo();
    if (user != null) {
      int colon = user.indexOf(':');
      options
          .setUsername(colon < 0 ? user : user.substring(0, colon))
          .setPassword(colon < 0 ? "" : user.substring(colon + 1));
    }
    return options;
  }

  /** Shows no password. */
  @Override
  public String toString() {
    return "Proxies[plain " + (plain != null) + ", tls " + (tls != null) + "]";
  }
}
