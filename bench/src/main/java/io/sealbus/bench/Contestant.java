package io.sealbus.bench;

import java.time.Duration;

/** Somebody who takes turns with others at the same work. */
public interface Contestant extends AutoCloseable {
  /** As a {@link Measurement} names it. */
  String subject();

  /**
   * Does the work again and again.
   *
   * @param time of the CPU that it takes at least
   * @throws Exception if an answer was wrong, or none could be had
   */
  Sample take(Duration time) throws Exception;

  @Override
  default void close() throws Exception {}

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
