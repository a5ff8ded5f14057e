package io.sealbus.signaturefetcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryScheduleTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final RandomGenerator HIGHEST = fixed(-1L >>> 1);

  private final RetrySchedule schedule =
      new RetrySchedule(Duration.ofSeconds(2), Duration.ofMinutes(15));

  /** Draws the share {@code n / 2^63} of whatever bound it is given. */
  private static RandomGenerator fixed(long n) {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        return n;
      }

      @Override
      public long nextLong(long bound) {
        return n == 0 ? 0 : bound - 1;
      }
    };
  }

  private Duration delay(int attempts, Duration wish, RandomGenerator random) {
    return Duration.between(NOW, schedule.next(NOW, attempts, wish, random));
  }

  @ParameterizedTest
  @CsvSource({
    "1, PT2S",
    "2, PT4S",
    "3, PT8S",
    "8, PT4M16S",
    "9, PT8M32S",
    "10, PT15M",
    "62, PT15M",
    "63, PT15M",
    "64, PT15M",
    "1000000, PT15M",
    "2147483647, PT15M",
    "0, PT2S"
  })
  void doublesTheLongestDelayUpToTheCap(int attempts, Duration longest) {
    assertThat(delay(attempts, null, HIGHEST)).isEqualTo(longest);
    assertThat(delay(attempts, null, fixed(0))).isEqualTo(Duration.ofMillis(1));
  }

  @Test
  void waitsAsLongAsTheRegistryWishesAndThenSpreads() {
    assertThat(delay(1, Duration.ofSeconds(30), fixed(0))).isEqualTo(Duration.ofMillis(30_001));
    assertThat(delay(1, Duration.ofSeconds(30), HIGHEST)).isEqualTo(Duration.ofSeconds(32));
  }

  @Test
  void grantsNoWishOfMoreThanAnHour() {
    assertThat(delay(1, Duration.ofHours(24), fixed(0)))
        .isEqualTo(Duration.ofHours(1).plusMillis(1));
  }
}
