package io.sealbus.renderer;

import io.sealbus.runtime.bus.BusConfig;
import io.sealbus.runtime.bus.IncomingRecord;
import io.sealbus.runtime.bus.TopicFollower;
import io.sealbus.schemas.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a table where its topic is. Where the topic no longer has the table's offsets, the table is
 * emptied and counts as incomplete until it has been filled anew.
 */
public final class TableFollower implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TableFollower.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final BusConfig bus;
  private final Topic<?> topic;
  private final String clientId;
  private final Duration patience;
  private final Table table;
  private final CompletableFuture<Void> firstComplete = new CompletableFuture<>();
  private @Nullable TopicFollower follower;
  private boolean closed;
  private volatile boolean complete;

  /** What is kept. Called by one thread at a time. */
  public interface Table {
    /** Offset by partition to read from; partitions without one are read from the beginning. */
    Map<Integer, Long> from();

    /** The next records. A failure repeats the call after a pause. */
    void records(List<IncomingRecord> batch);

    /** All that stood on the topic has been read. A failure repeats the call after a pause. */
    void complete();

    /** Forget everything. A failure repeats the call after a pause. */
    void clear();
  }

  /** A follower that begins with {@link #start}. */
  public TableFollower(BusConfig bus, Topic<?> topic, String clientId, Table table) {
    this(bus, topic, clientId, Duration.ZERO, table);
  }

  /**
   * The same for a table to which one write with many records is much cheaper than many.
   *
   * @param patience how long what has come may wait for more
   */
  public TableFollower(
      BusConfig bus, Topic<?> topic, String clientId, Duration patience, Table table) {
    this.patience = patience;
    this.bus = bus;
    this.topic = topic;
    this.clientId = clientId;
    this.table = table;
  }

  /** Begins to read; completes when the table is complete for the first time. */
  public CompletableFuture<Void> start() {
    follow();
    return firstComplete.copy();
  }

  /** Whether the table holds what stands on the topic. */
  public boolean complete() {
    return complete;
  }

  private synchronized void follow() {
    if (!closed) {
      var listener = new Current();
      var next = new TopicFollower(bus, topic, clientId, table.from(), patience, listener).start();
      follower = next;
      next.caughtUp().thenRun(() -> Thread.ofVirtual().start(() -> finish(next)));
    }
  }

  private void finish(TopicFollower finished) {
    untilDone(() -> {
      synchronized (this) {
        if (follower == finished && !closed) {
          table.complete();
          complete = true;
        }
      }
    });
    if (complete) {
      firstComplete.complete(null);
    }
  }

  private void startAnew(@Nullable TopicFollower old) {
    if (old != null) {
      old.close();
    }
    untilDone(table::clear);
    follow();
  }

  private void untilDone(Runnable work) {
    while (!isClosed()) {
      try {
        work.run();
        return;
      } catch (RuntimeException e) {
        log.atWarn().setCause(e).addKeyValue("topic", topic.name()).log("tried again");
      }
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    TopicFollower last;
    synchronized (this) {
      closed = true;
      last = follower;
    }
    if (last != null) {
      last.close();
    }
  }

  /** Hands on to the table until the topic has lost its offsets. */
  private final class Current implements TopicFollower.Listener {
    private volatile boolean over;

    @Override
    public void records(List<IncomingRecord> batch) {
      if (over) {
        throw new IllegalStateException("the table is about to be filled anew");
      }
      table.records(batch);
    }

    @Override
    public void reset() {
      over = true;
      complete = false;
      TopicFollower old;
      synchronized (TableFollower.this) {
        old = follower;
        follower = null;
      }
      // Not on this thread, which is the one that has to end.
      Thread.ofVirtual().start(() -> startAnew(old));
    }
  }
}
