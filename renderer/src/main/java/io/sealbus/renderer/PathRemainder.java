package io.sealbus.renderer;

import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** What comes after a route's prefix, slashes included. */
public final class PathRemainder {
  private PathRemainder() {}

  /**
   * The decoded rest of the path after {@code prefix}.
   *
   * @throws IllegalArgumentException where the percent-encoding is none
   */
  public static String after(RoutingContext context, String prefix) {
    String path = context.normalizedPath();
    String rest = path.startsWith(prefix) ? path.substring(prefix.length()) : "";
    // In a path, other than in a form, a plus is a plus.
    return URLDecoder.decode(rest.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
