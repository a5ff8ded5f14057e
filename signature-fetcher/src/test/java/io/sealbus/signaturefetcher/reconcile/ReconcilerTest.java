package io.sealbus.signaturefetcher.reconcile;

import static io.sealbus.signaturefetcher.reconcile.FakeWorld.APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sealbus.signaturefetcher.registry.Lookup;
import io.sealbus.verification.ReasonCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When repositories are looked at, and how old what is known of them is. */
class ReconcilerTest {
  private static final Duration PERIOD = Duration.ofHours(1);

  private final FakeWorld world = new FakeWorld();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final Reconciler reconciler =
      new Reconciler(
          new ReconcileConfig(
              true, PERIOD, PERIOD, 10, WantedRepositories.NONE, Duration.ofHours(1)),
          world,
          world,
          finding -> {},
          (at, failures, wish) -> at,
          () -> now,
          pause -> {},
          new SimpleMeterRegistry());

  @AfterEach
  void close() {
    reconciler.close();
  }

  /** Looks at everything that is due {@code later}. */
  private void look(Duration later) throws InterruptedException {
    now = now.plus(later);
    reconciler.tick();
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (reconciler.waiting() > 0 && System.nanoTime() < end) {
      Thread.sleep(5);
    }
    assertThat(reconciler.waiting()).isZero();
  }

  private Optional<Duration> age() {
    return reconciler.age(APP.registry()::equals);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tags team/app", "digest 1.0", "evidence"})
  void a24WhatIsNotSeenAgainGrowsOldUntilItIs(String question) throws Exception {
    world.same("1.0", 1);
    look(Duration.ZERO);
    look(PERIOD);
    assertThat(age()).contains(Duration.ZERO);

    String asked = question.equals("evidence") ? "evidence " + FakeWorld.digest(1) : question;
    world.failing.put(asked, Lookup.Failed.of(ReasonCode.REGISTRY_UNAUTHORIZED, "no"));
    look(PERIOD);
    look(PERIOD);
    assertThat(age()).contains(PERIOD.multipliedBy(2));

    world.failing.clear();
    look(PERIOD);
    assertThat(age()).contains(Duration.ZERO);
  }

  @Test
  void ofRegistriesOfWhichNothingIsKnownThereIsNoAge() throws Exception {
    look(Duration.ZERO);

    assertThat(reconciler.age("else.example.com"::equals)).isEmpty();
  }
}
