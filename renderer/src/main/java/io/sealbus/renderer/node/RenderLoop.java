package io.sealbus.renderer.node;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes when something changed: once for all that changes within the debounce time. What did
 * not work is tried again.
 */
final class RenderLoop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RenderLoop.class);
  private static final Duration AGAIN_AFTER = Duration.ofSeconds(2);

  private final Publisher publisher;
  private final BooleanSupplier complete;
  private final Duration debounce;
  private final Semaphore changes = new Semaphore(0);
  private final Thread thread = Thread.ofPlatform().name("renderer-render").unstarted(this::run);
  private volatile boolean failing;

  /**
   * A loop that begins with {@link #start}.
   *
   * @param complete whether all that a rendering rests on has been read
   */
  RenderLoop(Publisher publisher, BooleanSupplier complete, Duration debounce) {
    this.publisher = publisher;
    this.complete = complete;
    this.debounce = debounce;
  }

  void start() {
    thread.start();
  }

  /** Something changed that a rendering rests on, or that stands where one is published. */
  void changed() {
    changes.release();
  }

  /** Whether the last attempt could not be finished. */
  boolean failing() {
    return failing;
  }

  private void run() {
    try {
      while (true) {
        changes.acquire();
        Thread.sleep(debounce);
        changes.drainPermits();
        attempt();
      }
    } catch (InterruptedException e) {
      // The service stops.
      Thread.currentThread().interrupt();
    }
  }

  private void attempt() throws InterruptedException {
    if (!complete.getAsBoolean()) {
      // Told again when it is.
      return;
    }
    boolean done = false;
    try {
      done = publisher.publish();
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("rendering failed; what is published stays");
    }
    failing = !done;
    if (!done) {
      Thread.sleep(AGAIN_AFTER);
      changes.release();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
