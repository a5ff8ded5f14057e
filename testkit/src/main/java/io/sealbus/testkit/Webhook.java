package io.sealbus.testkit;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a {@link TestRegistry} reports pushes and deletions, as CNCF Distribution does.
 *
 * @param headers sent with each notification: the only authentication that Distribution has
 * @param retryDelay between two attempts
 * @param timeout of one attempt
 * @see <a href="https://distribution.github.io/distribution/about/notifications/">notifications</a>
 */
public record Webhook(
    URI target, Map<String, String> headers, Format format, Duration retryDelay, Duration timeout) {
  public Webhook {
    headers = Map.copyOf(headers);
  }

  /** Which Distribution's media type; the envelope is the same. */
  public enum Format {
    /** Distribution 2.7 and 2.8. */
    V1("application/vnd.docker.distribution.events.v1+json"),
    /** Distribution 3. */
    V2("application/vnd.docker.distribution.events.v2+json");

    private final String mediaType;

    Format(String mediaType) {
      this.mediaType = mediaType;
    }

    /** As sent in {@code Content-Type}. */
    public String mediaType() {
      return mediaType;
    }
  }

  /** As Distribution 3 does by default: one second an attempt, one second between two. */
  public static Webhook to(URI target) {
    return new Webhook(target, Map.of(), Format.V2, Duration.ofSeconds(1), Duration.ofSeconds(1));
  }

  /** The same with another header. */
  public Webhook header(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Webhook(target, more, format, retryDelay, timeout);
  }

  /** The same in another format. */
  public Webhook format(Format newFormat) {
    return new Webhook(target, headers, newFormat, retryDelay, timeout);
  }

  /** The same with this pause between two attempts. */
  public Webhook retryDelay(Duration newRetryDelay) {
    return new Webhook(target, headers, format, newRetryDelay, timeout);
  }

  /** The same with this time for one attempt. */
  public Webhook timeout(Duration newTimeout) {
    return new Webhook(target, headers, format, retryDelay, newTimeout);
  }
}
