package io.sealbus.signaturefetcher.registry;

import io.sealbus.signaturefetcher.registry.Exchange.Answered;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Where an answer sends us on. */
final class Redirect {
  private Redirect() {}

  /** Whether the answer sends us on at all. */
  static boolean isOne(Answered answered) {
    return switch (answered.status()) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  /**
   * The next target, or empty where it must not be followed: no or several locations, another
   * scheme than http and https, from https to http, or with user information.
   */
  static Optional<URI> next(URI current, Answered answered) {
    String location = answered.header("Location");
    if (location == null || answered.isRepeated("Location")) {
      return Optional.empty();
    }
    try {
      URI next = current.resolve(new URI(location));
      boolean https = "https".equalsIgnoreCase(next.getScheme());
      boolean allowed = https || Endpoint.isPlain(next) && Endpoint.isPlain(current);
      return allowed && next.getHost() != null && next.getRawUserInfo() == null
          ? Optional.of(next)
          : Optional.empty();
    } catch (URISyntaxException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
