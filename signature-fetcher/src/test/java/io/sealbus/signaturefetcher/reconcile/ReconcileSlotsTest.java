package io.sealbus.signaturefetcher.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReconcileSlotsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private final ReconcileSlots slots = new ReconcileSlots(Duration.ofHours(1), 6);

  private static String name(int i) {
    return "registry.example.com/team/app-" + i;
  }

  @Test
  void eachNameHasOneMomentInEveryPeriod() {
    for (int i = 0; i < 100; i++) {
      String name = name(i);
      assertThat(slots.cycle(name, START.plus(Duration.ofHours(1))))
          .isEqualTo(slots.cycle(name, START) + 1);
    }
  }

  @Test
  void momentsAreSpreadEvenly() {
    int[] perMinute = new int[60];
    for (int i = 0; i < 6000; i++) {
      String name = name(i);
      int minute =
          IntStream.range(0, 60)
              .filter(m ->
                  slots.cycle(name, START.plus(Duration.ofMinutes(m + 1L)))
                      > slots.cycle(name, START.plus(Duration.ofMinutes(m))))
              .findFirst()
              .orElseThrow();
      perMinute[minute]++;
    }
    assertThat(java.util.Arrays.stream(perMinute).boxed())
        .allMatch(count -> count > 50 && count < 160);
  }

  @Test
  void everyManifestsTurnComesOnceInSoManyPeriods() {
    for (int i = 0; i < 100; i++) {
      String key = name(1) + "@" + FakeWorld.digest(i);
      assertThat(IntStream.range(1000, 1006).filter(cycle -> slots.isEvidenceDue(key, cycle)))
          .hasSize(1);
    }
  }
}
