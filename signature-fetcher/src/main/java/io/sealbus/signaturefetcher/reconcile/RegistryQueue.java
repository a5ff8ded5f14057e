package io.sealbus.signaturefetcher.reconcile;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What there is to do at one registry, one thing after the other, so that never more than one
 * request is under way there. A registry that is away holds up nobody else.
 */
final class RegistryQueue implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryQueue.class);

  /** Something to do that may have to wait for the registry. */
  interface Task {
    /** Tells it from others; one of the same name is not queued twice. */
    String name();

    /** Goes on with it; whether it is done, or the registry is away. */
    boolean run() throws InterruptedException;

    /** It is over, one way or another. */
    default void over() {}
  }

  private final LinkedBlockingQueue<Task> tasks = new LinkedBlockingQueue<>();
  private final Set<String> names = new HashSet<>();
  private final Thread thread;

  RegistryQueue(String registry) {
    this.thread = Thread.ofVirtual().name("reconcile-" + registry).start(this::work);
  }

  /** Adds a task unless one of its name is there. */
  synchronized void add(Task task) {
    if (names.add(task.name())) {
      tasks.add(task);
    }
  }

  /** Tasks that are not done. */
  synchronized int size() {
    return names.size();
  }

  private void work() {
    try {
      while (true) {
        Task task = tasks.take();
        if (isDone(task)) {
          finish(task);
        } else {
          // Behind the others: what keeps it may be its own.
          tasks.add(task);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void finish(Task task) {
    names.remove(task.name());
    task.over();
  }

  private static boolean isDone(Task task) throws InterruptedException {
    try {
      return task.run();
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).addKeyValue("task", task.name()).log("comparing failed");
      return true;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
