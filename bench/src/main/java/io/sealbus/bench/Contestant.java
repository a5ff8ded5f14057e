package io.sealbus.bench;

import java.time.Duration;

/** Somebody who takes turns with others at the same work. */
public interface Contestant {
  /** As a {@link Measurement} names it. */
  String subject();

  /**
   * Does the work again and again.
   *
   * @param time of the CPU that it takes at least
   * @throws Exception if an answer was wrong, or none could be had
   */
  Sample take(Duration time) throws Exception;

  /** How much CPU time it spends at least before what it does counts. */
  default Duration warmUp() {
    return Duration.ofMillis(300);
  }

  /** Whether it does its work first until that no longer gets faster. */
  default boolean isCompiledAsItRuns() {
    return false;
  }

  /**
   * One turn.
   *
   * @param operations that were done
   * @param cpuSeconds that all threads of the process spent meanwhile
   */
  record Sample(long operations, double cpuSeconds) {
    double rate() {
      return operations / cpuSeconds;
    }
  }
}
