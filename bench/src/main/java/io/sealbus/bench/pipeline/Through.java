package io.sealbus.bench.pipeline;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/** Sends trips on their way through one Sealbus, and waits for their verdicts. */
final class Through implements AutoCloseable {
  private static final Duration APART = Duration.ofMillis(20);

  /** Deliveries under way at one time, where none waits for when it is due. */
  private static final int SENDERS = 16;

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final SealbusProcess sealbus;
  private final Notifications notifications;
  private final BusReader reader;

  Through(SealbusProcess sealbus) {
    this.sealbus = sealbus;
    notifications = new Notifications(sealbus.url());
    reader = new BusReader(sealbus.bootstrapServers());
  }

  SealbusProcess sealbus() {
    return sealbus;
  }

  /** Fifty a second, whatever becomes of those before. */
  void steadily(List<Trip> trips) throws InterruptedException {
    reader.expect(trips);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> sent = new ArrayList<>();
      long due = System.nanoTime();
      for (Trip trip : trips) {
        due += APART.toNanos();
        LockSupport.parkNanos(due - System.nanoTime());
        sent.add(threads.submit(() -> tell(trip)));
      }
      finish(sent);
    }
    reader.await(PATIENCE);
  }

  /** As fast as they are accepted; the seconds until the last verdict. */
  double atOnce(List<Trip> trips) throws InterruptedException {
    reader.expect(trips);
    var turns = new Semaphore(SENDERS);
    long begun = System.nanoTime();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> sent = new ArrayList<>();
      for (Trip trip : trips) {
        turns.acquire();
        sent.add(
            threads.submit(() -> {
              try {
                return tell(trip);
              } finally {
                turns.release();
              }
            }));
      }
      finish(sent);
    }
    reader.await(PATIENCE);
    return (System.nanoTime() - begun) / 1e9;
  }

  private Trip tell(Trip trip) throws IOException, InterruptedException {
    notifications.tell(trip);
    return trip;
  }

  private static void finish(List<Future<?>> sent) throws InterruptedException {
    for (Future<?> one : sent) {
      try {
        one.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
  }

  @Override
  public void close() throws InterruptedException {
    notifications.close();
    reader.close();
  }
}
