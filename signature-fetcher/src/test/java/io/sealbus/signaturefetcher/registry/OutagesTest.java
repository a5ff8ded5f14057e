package io.sealbus.signaturefetcher.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.signaturefetcher.registry.Exchange.Answered;
import io.sealbus.signaturefetcher.registry.Exchange.Broken;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.ReasonCode;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a registry is left alone, and how it is asked again. */
class OutagesTest {
  private static final String REGISTRY = "registry.example.com";
  private static final Broken GONE =
      new Broken(ReasonCode.REGISTRY_UNREACHABLE, "gone", Duration.ofSeconds(5));
  private static final Broken SLOW = Broken.of(ReasonCode.REGISTRY_TIMEOUT, "slow");

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final Outages outages = new Outages(() -> now, new Random(1));

  private static Answered answered(int status, String... headers) {
    MultiMap map = MultiMap.caseInsensitiveMultiMap();
    for (int i = 0; i < headers.length; i += 2) {
      map.add(headers[i], headers[i + 1]);
    }
    return new Answered(status, map, Bytes.utf8(""));
  }

  private Duration left() {
    Broken broken = outages.enter(REGISTRY);
    assertThat(broken).isNotNull();
    return broken.retryAfter();
  }

  /** To the moment at which the registry may be asked again. */
  private void passOutage() {
    now = now.plus(left());
  }

  @Test
  void leavesAnUnreachableRegistryAloneForLongerEachTime() {
    outages.note(REGISTRY, GONE);
    assertThat(left()).isBetween(Duration.ofSeconds(5), Duration.ofMillis(6250));
    for (int i = 0; i < 12; i++) {
      passOutage();
      assertThat(outages.enter(REGISTRY)).isNull();
      outages.note(REGISTRY, GONE);
    }
    assertThat(left()).isBetween(Duration.ofMinutes(5), Duration.ofSeconds(375));
  }

  @Test
  void asksOnceAfterAnOutageAndOthersOnlyAfterTheAnswer() {
    outages.note(REGISTRY, GONE);
    passOutage();

    assertThat(outages.enter(REGISTRY)).isNull();
    assertThat(outages.enter(REGISTRY)).isNotNull();
    outages.note(REGISTRY, answered(404));

    assertThat(outages.enter(REGISTRY)).isNull();
    assertThat(outages.enter(REGISTRY)).isNull();
  }

  @Test
  void aTrialThatNobodyReportsOnEnds() {
    outages.note(REGISTRY, GONE);
    passOutage();
    outages.enter(REGISTRY);

    now = now.plus(Duration.ofMinutes(2));

    assertThat(outages.enter(REGISTRY)).isNull();
  }

  @Test
  void requestsThatFailTogetherCountOnce() {
    for (int i = 0; i < 8; i++) {
      outages.note(REGISTRY, GONE);
    }

    assertThat(left()).isLessThanOrEqualTo(Duration.ofMillis(6250));
  }

  @Test
  void nothingWholeForLongIsAnOutageAndOneWholeAnswerIsNone() {
    for (int i = 0; i < 4; i++) {
      outages.note(REGISTRY, SLOW);
    }
    assertThat(outages.enter(REGISTRY)).isNull();
    outages.note(REGISTRY, answered(200));
    for (int i = 0; i < 4; i++) {
      outages.note(REGISTRY, answered(500));
    }
    assertThat(outages.enter(REGISTRY)).isNull();

    outages.note(REGISTRY, SLOW);

    assertThat(outages.enter(REGISTRY).code()).isEqualTo(ReasonCode.REGISTRY_TIMEOUT);
    assertThat(outages.enter("other.example.com")).isNull();
  }

  @Test
  void aRegistryThatFloodsIsLeftAlone() {
    for (int i = 0; i < 5; i++) {
      assertThat(outages.enter(REGISTRY)).isNull();
      outages.note(REGISTRY, new Exchange.TooLarge(200, 1));
    }

    assertThat(outages.enter(REGISTRY)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void aBusyRegistryIsLeftAloneAsItWishesWithinReason(int status) {
    outages.note(REGISTRY, answered(status, "Retry-After", "86400"));
    assertThat(left()).isEqualTo(Duration.ofHours(1));
    assertThat(outages.enter(REGISTRY).code()).isEqualTo(ReasonCode.REGISTRY_BUSY);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void aBusyRegistryWithoutAWishIsLeftAloneForLongerEachTime(int status) {
    outages.note(REGISTRY, answered(status));
    assertThat(left()).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1250));
    passOutage();
    outages.enter(REGISTRY);
    outages.note(REGISTRY, answered(status, "Retry-After", "soon"));
    assertThat(left()).isBetween(Duration.ofSeconds(2), Duration.ofMillis(2500));
  }
}
