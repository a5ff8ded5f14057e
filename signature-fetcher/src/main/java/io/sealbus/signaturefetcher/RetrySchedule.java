package io.sealbus.signaturefetcher;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * When a registry that failed is asked again: exponential with full jitter between a floor and a
 * cap, and no sooner than the registry wishes, as long as it wishes for less than {@link
 * #MAX_WISH}.
 *
 * @param first the delay before jitter after the first failure
 * @param cap the longest delay before jitter
 */
public record RetrySchedule(Duration first, Duration cap) {
  /** The longest wish of a registry that is granted. */
  public static final Duration MAX_WISH = Duration.ofHours(1);

  /** 2 seconds, doubling up to 15 minutes. */
  public static final RetrySchedule DEFAULT =
      new RetrySchedule(Duration.ofSeconds(2), Duration.ofMinutes(15));

  public RetrySchedule {
    if (first.isNegative() || first.isZero() || cap.compareTo(first) < 0) {
      throw new IllegalArgumentException("a retry schedule needs 0 < first <= cap");
    }
  }

  /**
   * The instant before which the registry is left alone.
   *
   * @param attempts failures in a row, at least 1
   * @param wish what the registry asked for, where it did
   */
  public Instant next(Instant now, int attempts, @Nullable Duration wish, RandomGenerator random) {
    int doublings = Math.min(Math.max(attempts, 1) - 1, Long.SIZE - 1);
    long most = cap.toMillis();
    long ceiling = first.toMillis() > most >> doublings ? most : first.toMillis() << doublings;
    // Full jitter, but never at once: a hundred records that failed together come back spread out.
    Duration delay = Duration.ofMillis(1 + random.nextLong(Math.max(1, ceiling)));
    if (wish == null) {
      return now.plus(delay);
    }
    Duration granted = wish.compareTo(MAX_WISH) > 0 ? MAX_WISH : wish;
    // The wish is the same for all who got it, so the jitter goes on top of it.
    return now.plus(granted).plus(delay);
  }
}
