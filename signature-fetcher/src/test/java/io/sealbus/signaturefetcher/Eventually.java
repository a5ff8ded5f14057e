package io.sealbus.signaturefetcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what other threads do. */
public final class Eventually {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private Eventually() {}

  /** Waits until {@code condition} holds, at most a minute. */
  public static void holds(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("the clock, waiting").isLessThan(end);
      Thread.sleep(20);
    }
  }
}
