package io.sealbus.signaturefetcher.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Retry-After and RateLimit: any text is a wish within reason or none. */
class AnswerHeadersFuzzTest {
  @FuzzTest(maxDuration = "5s")
  void reads(byte[] bytes) {
    String value = new String(bytes, StandardCharsets.ISO_8859_1);
    Duration wish = RetryAfter.parse(value, Instant.EPOCH);
    assertThat(wish == null || !wish.isNegative()).isTrue();
    for (String name : List.of("RateLimit", "RateLimit-Remaining")) {
      RateLimit.of(RateLimitTest.answer(name, value, "RateLimit-Policy", value))
          .ifPresent(
              limit -> assertThat(limit.reset()).isBetween(Duration.ZERO, RateLimit.LONGEST));
    }
  }
}
