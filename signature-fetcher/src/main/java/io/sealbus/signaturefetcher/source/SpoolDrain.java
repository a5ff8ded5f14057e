package io.sealbus.signaturefetcher.source;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings what waits in the spool to the bus, in its order, when the bus is back. */
final class SpoolDrain implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolDrain.class);

  private final Spool spool;
  private final Outlet outlet;
  private final Duration pause;
  private final Thread thread;
  private volatile boolean closed;

  private SpoolDrain(Spool spool, Outlet outlet, Duration pause) {
    this.spool = spool;
    this.outlet = outlet;
    this.pause = pause;
    this.thread = Thread.ofVirtual().name("spool-drain").unstarted(this::run);
  }

  /**
   * Begins at once.
   *
   * @param pause between two looks, and after a failure
   */
  static SpoolDrain start(Spool spool, Outlet outlet, Duration pause) {
    var drain = new SpoolDrain(spool, outlet, pause);
    drain.thread.start();
    return drain;
  }

  private void run() {
    while (!closed) {
      try {
        boolean more = drainOne();
        if (!more) {
          Thread.sleep(pause);
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Whether one was brought to the bus, or given up for good. */
  private boolean drainOne() {
    try {
      byte[] frame = spool.peek();
      if (frame == null) {
        return false;
      }
      Parcel parcel;
      try {
        parcel = Parcel.decode(frame);
      } catch (IOException e) {
        LOG.atError().setCause(e).log("what waited in the spool cannot be read and is dropped");
        spool.remove(frame);
        return true;
      }
      outlet.send(parcel.records(), parcel.trace()).join();
      spool.remove(frame);
      return true;
    } catch (CompletionException e) {
      LOG.atDebug().setCause(e).log("the bus is still away");
    } catch (IOException | RuntimeException e) {
      LOG.atWarn().setCause(e).log("the spool could not be drained");
    }
    return false;
  }

  /** What is on its way may be brought once more after the next start. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
