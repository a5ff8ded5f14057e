package io.sealbus.signaturefetcher.registry;

import io.sealbus.signaturefetcher.registry.Exchange.Answered;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a registry says about how much may still be asked of it.
 *
 * @param limit requests in one window; 0 where it does not say
 * @param remaining requests that are left in this window
 * @param reset until the next window, at most {@link #LONGEST}
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/">RateLimit
 *     header fields for HTTP</a>, of whose drafts registries follow several
 */
record RateLimit(long limit, long remaining, Duration reset) {
  /** Longer than this nothing is held back on the word of a header. */
  static final Duration LONGEST = Duration.ofMinutes(15);

  private static final int MAX_LENGTH = 256;
  private static final Pattern FIRST = Pattern.compile("\\s*([0-9]{1,15})\\s*(?:[;,].*)?");
  private static final Pattern LIMIT = parameter("limit");
  private static final Pattern REMAINING = parameter("(?:remaining|r)");
  private static final Pattern RESET = parameter("(?:reset|t)");
  private static final Pattern WINDOW = parameter("w");
  private static final Pattern QUOTA = parameter("q");

  private static Pattern parameter(String name) {
    return Pattern.compile("(?:^|[;,\\s])" + name + "\\s*=\\s*([0-9]{1,15})(?![0-9])");
  }

  /** Empty where the answer says nothing that can be read. Never throws. */
  static Optional<RateLimit> of(Answered answered) {
    String one = header(answered, "RateLimit");
    String policy = header(answered, "RateLimit-Policy");
    String left = header(answered, "RateLimit-Remaining");
    String limit = header(answered, "RateLimit-Limit");
    OptionalLong remaining = one == null ? number(FIRST, left) : number(REMAINING, one);
    if (remaining.isEmpty()) {
      return Optional.empty();
    }
    OptionalLong most = one == null ? number(FIRST, limit) : number(LIMIT, one);
    OptionalLong reset =
        one == null ? number(FIRST, header(answered, "RateLimit-Reset")) : number(RESET, one);
    // Docker Hub names the length of its window, and not when this one ends.
    OptionalLong window = number(WINDOW, left);
    long seconds = reset.orElse(window.orElse(LONGEST.toSeconds()));
    return Optional.of(
        new RateLimit(
            most.orElse(number(QUOTA, policy).orElse(0)),
            remaining.getAsLong(),
            Duration.ofSeconds(Math.min(seconds, LONGEST.toSeconds()))));
  }

  /** Whether what is left should be left to those who cannot wait. */
  boolean isScarce() {
    return remaining == 0 || remaining * 10 < limit;
  }

  private static @Nullable String header(Answered answered, String name) {
    String value = answered.header(name);
    return value == null || value.length() > MAX_LENGTH || answered.isRepeated(name) ? null : value;
  }

  private static OptionalLong number(Pattern pattern, @Nullable String text) {
    Matcher matcher = text == null ? null : pattern.matcher(text);
    boolean found = matcher != null && (pattern == FIRST ? matcher.matches() : matcher.find());
    return found && matcher != null
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }
}
