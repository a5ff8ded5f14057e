package io.sealbus.verifier.clients;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * What a task may write down only when everything that it sent before is safely on the bus. A store
 * may outlive a crash that the records in the producer's buffer did not: had it noted already that
 * they were published, nobody would publish them again.
 */
public final class AfterFlush {
  private final LongSupplier flushes;
  private final Deque<Deferred> waiting = new ArrayDeque<>();

  private record Deferred(long sent, Runnable action) {}

  /**
   * @param flushes how often the producer of the calling thread has been flushed
   */
  public AfterFlush(LongSupplier flushes) {
    this.flushes = flushes;
  }

  /** To be asked later for whether what was sent until now {@link #hasArrived has arrived}. */
  public long sent() {
    return flushes.getAsLong();
  }

  /** Whether everything that was sent before {@code sent} was asked for is safely on the bus. */
  public boolean hasArrived(long sent) {
    return sent < flushes.getAsLong();
  }

  /** Does {@code action} some time after all that was sent until now has arrived. */
  public void run(Runnable action) {
    waiting.add(new Deferred(sent(), action));
  }

  /** Does what can be done now. */
  public void catchUp() {
    while (!waiting.isEmpty() && hasArrived(waiting.getFirst().sent())) {
      waiting.removeFirst().action().run();
    }
  }
}
