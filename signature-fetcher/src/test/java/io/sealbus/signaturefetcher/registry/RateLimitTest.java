package io.sealbus.signaturefetcher.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.signaturefetcher.registry.Exchange.Answered;
import io.sealbus.verification.Bytes;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitTest {
  private Instant now = Instant.EPOCH;

  static Answered answer(String... headers) {
    MultiMap map = MultiMap.caseInsensitiveMultiMap();
    for (int i = 0; i < headers.length; i += 2) {
      if (headers[i + 1] != null) {
        map.add(headers[i], headers[i + 1]);
      }
    }
    return new Answered(200, map, Bytes.utf8(""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Docker Hub
        "100;w=600 | 76;w=600 | | | | 100 | 76 | 600",
        // The drafts up to 7
        "100 | 9 | 30 | | | 100 | 9 | 30",
        "100, 100;w=60 | 0 | 999999999 | | | 100 | 0 | 900",
        " | 5 | | | | 0 | 5 | 900",
        // Draft 7, then 8 and later
        " | | | limit=100, remaining=50, reset=30 | | 100 | 50 | 30",
        " | | | \"default\";r=50;t=30 | \"default\";q=100;w=60 | 100 | 50 | 30",
      })
  void readsWhatRegistriesSay(
      String limit,
      String remaining,
      String reset,
      String one,
      String policy,
      long most,
      long left,
      long seconds) {
    assertThat(
            RateLimit.of(
                answer(
                    "RateLimit-Limit", limit,
                    "RateLimit-Remaining", remaining,
                    "RateLimit-Reset", reset,
                    "RateLimit", one,
                    "RateLimit-Policy", policy)))
        .contains(new RateLimit(most, left, Duration.ofSeconds(seconds)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"-1", "many", "99999999999999999999", "''", "1 2"})
  void whatCannotBeReadSaysNothing(String remaining) {
    assertThat(RateLimit.of(answer("RateLimit-Remaining", remaining))).isEmpty();
    assertThat(RateLimit.of(answer("RateLimit-Remaining", "1", "RateLimit-Remaining", "2")))
        .isEmpty();
  }

  @Test
  void bulkWorkLeavesTheLastTenthToFreshRequests() {
    var allowance = new Allowance(() -> now);
    allowance.note("r.example", answer("RateLimit-Limit", "100", "RateLimit-Remaining", "10"));
    assertThat(allowance.current("r.example", Lane.BULK)).isNull();

    allowance.note(
        "r.example",
        answer("RateLimit-Limit", "100", "RateLimit-Remaining", "9", "RateLimit-Reset", "30"));

    assertThat(allowance.current("r.example", Lane.FRESH)).isNull();
    assertThat(allowance.current("other.example", Lane.BULK)).isNull();
    assertThat(allowance.current("r.example", Lane.BULK).retryAfter())
        .isEqualTo(Duration.ofSeconds(30));
    now = now.plusSeconds(30);
    assertThat(allowance.current("r.example", Lane.BULK)).isNull();
  }
}
