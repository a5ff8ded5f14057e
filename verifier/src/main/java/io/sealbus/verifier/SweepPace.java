package io.sealbus.verifier;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * How long a sweep may keep fresh records waiting.
 *
 * @param length of a slice of each task, between two looks at fresh records
 * @param nanoTime a clock as {@link System#nanoTime()}
 */
record SweepPace(Duration length, LongSupplier nanoTime) {
  /** By this machine's clock. */
  static SweepPace of(Duration length) {
    return new SweepPace(length, System::nanoTime);
  }

  /** A slice that begins now. Tells whether there is time left. */
  BooleanSupplier slice() {
    long begin = nanoTime.getAsLong();
    return () -> nanoTime.getAsLong() - begin < length.toNanos();
  }
}
