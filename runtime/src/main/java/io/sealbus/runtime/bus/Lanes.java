package io.sealbus.runtime.bus;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Runs tasks on virtual threads: those of one lane one after the other, in the order they came,
 * those of different lanes side by side.
 */
final class Lanes implements AutoCloseable {
  private final Map<String, Deque<Runnable>> waiting = new HashMap<>();
  private final ExecutorService threads;

  Lanes(String name) {
    threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name + "-", 0).factory());
  }

  /** Runs {@code task} after everything that was submitted to {@code lane} before. */
  synchronized void submit(String lane, Runnable task) {
    Deque<Runnable> queue = waiting.get(lane);
    if (queue == null) {
      waiting.put(lane, new ArrayDeque<>());
      start(lane, task);
    } else {
      queue.add(task);
    }
  }

  private void start(String lane, Runnable task) {
    threads.execute(() -> {
      try {
        task.run();
      } finally {
        next(lane);
      }
    });
  }

  private synchronized void next(String lane) {
    Deque<Runnable> queue = waiting.get(lane);
    Runnable task = queue == null ? null : queue.poll();
    if (task == null || threads.isShutdown()) {
      waiting.remove(lane);
    } else {
      start(lane, task);
    }
  }

  /** Interrupts what runs and forgets what waits. */
  @Override
  public void close() {
    synchronized (this) {
      waiting.clear();
    }
    threads.shutdownNow();
  }
}
