package io.sealbus.verifier.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SweepTurnsTest {
  private final SweepTurns turns = new SweepTurns();

  @Test
  void oneTaskOfAThreadSweepsUntilItsTurnEnds() {
    assertThat(turns.take("one")).isTrue();
    assertThat(turns.take("two")).isFalse();
    assertThat(turns.take("one")).isTrue();

    turns.end("two");
    assertThat(turns.take("two")).isFalse();
    turns.end("one");
    assertThat(turns.take("two")).isTrue();
  }

  @Test
  void threadsDoNotWaitForEachOther() {
    assertThat(turns.take("one")).isTrue();

    assertThat(CompletableFuture.supplyAsync(() -> turns.take("two")).join()).isTrue();
  }
}
