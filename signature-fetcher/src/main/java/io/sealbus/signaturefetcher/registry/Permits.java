package io.sealbus.signaturefetcher.registry;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many exchanges are under way at each registry. One slow registry uses up its own permits and
 * nobody else's. A registry that nobody is asking costs nothing.
 */
final class Permits {
  private static final class Lane {
    private final Semaphore permits;
    private int callers;

    Lane(int concurrency) {
      permits = new Semaphore(concurrency, true);
    }
  }

  private final ConcurrentHashMap<String, Lane> lanes = new ConcurrentHashMap<>();
  private final int concurrency;
  private final Duration queue;

  Permits(int concurrency, Duration queue) {
    this.concurrency = concurrency;
    this.queue = queue;
  }

  /**
   * Waits for a turn at {@code registry}. {@link #release} must follow where it came.
   *
   * @return whether the turn came in time
   */
  boolean acquire(String registry) {
    Lane lane = enter(registry);
    boolean acquired = false;
    try {
      acquired = lane.permits.tryAcquire(queue.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (!acquired) {
        leave(registry);
      }
    }
    return acquired;
  }

  void release(String registry) {
    Lane lane = lanes.get(registry);
    if (lane != null) {
      lane.permits.release();
      leave(registry);
    }
  }

  /** Registries that somebody is asking. */
  int lanes() {
    return lanes.size();
  }

  private Lane enter(String registry) {
    return lanes.compute(
        registry,
        (key, lane) -> {
          Lane entered = lane == null ? new Lane(concurrency) : lane;
          entered.callers++;
          return entered;
        });
  }

  private void leave(String registry) {
    lanes.computeIfPresent(registry, (key, lane) -> --lane.callers == 0 ? null : lane);
  }
}
