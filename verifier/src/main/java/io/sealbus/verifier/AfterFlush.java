package io.sealbus.verifier;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * What a task may write down only when everything that it sent before is safely on the bus. A store
 * may outlive a crash that the records in the producer's buffer did not: had it noted already that
 * they were published, nobody would publish them again.
 */
final class AfterFlush {
  private final LongSupplier flushes;
  private final Deque<Deferred> waiting = new ArrayDeque<>();

  private record Deferred(long flushes, Runnable action) {}

  /**
   * @param flushes how often the producer of the calling thread has been flushed
   */
  AfterFlush(LongSupplier flushes) {
    this.flushes = flushes;
  }

  /** Does {@code action} some time after all that was sent until now has arrived. */
  void run(Runnable action) {
    waiting.add(new Deferred(flushes.getAsLong(), action));
  }

  /** Does what can be done now. */
  void catchUp() {
    while (!waiting.isEmpty() && waiting.getFirst().flushes() < flushes.getAsLong()) {
      waiting.removeFirst().action().run();
    }
  }
}
