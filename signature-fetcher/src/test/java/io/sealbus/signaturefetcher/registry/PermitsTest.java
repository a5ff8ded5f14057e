package io.sealbus.signaturefetcher.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PermitsTest {
  private final Permits permits = new Permits(1, Duration.ofMillis(20));

  @Test
  void refusesATurnThatDoesNotComeInTime() {
    permits.acquire("a.example");

    assertThat(permits.acquire("a.example")).isFalse();
    assertThat(permits.acquire("b.example")).isTrue();
  }

  @Test
  void forgetsARegistryThatNobodyAsks() {
    permits.acquire("a.example");
    permits.acquire("a.example");
    permits.release("a.example");

    assertThat(permits.lanes()).isZero();
    assertThat(permits.acquire("a.example")).isTrue();
  }
}
