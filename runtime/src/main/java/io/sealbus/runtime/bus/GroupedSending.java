package io.sealbus.runtime.bus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Hands records to a producer in groups: what comes while one group is on its way makes up the next
 * one. What comes alone is on its way at once, with nothing to linger for. Where much comes, groups
 * keep a distance, as a request costs the broker and this side the same however much it holds. In
 * the order in which records came.
 */
final class GroupedSending implements AutoCloseable {
  /** How long a group may hold up the next one: its leader may be away, and the others' not. */
  private static final long AT_MOST = Duration.ofMillis(20).toNanos();

  /**
   * What each record of a group adds to the distance to the next: groups grow from a thousand
   * records a second on, and are as small as they come below.
   */
  private static final long DISTANCE = Duration.ofMillis(1).toNanos();

  private static final long LONGEST_DISTANCE = Duration.ofMillis(10).toNanos();

  private record Waiting(ProducerRecord<byte[], byte[]> record, CompletableFuture<Long> sent) {}

  private final Producer<byte[], byte[]> producer;
  private final Duration closeWithin;
  private final Thread thread;
  private List<Waiting> waiting = new ArrayList<>();
  private boolean closed;

  /** Begins; closes {@code producer} with itself. */
  GroupedSending(Producer<byte[], byte[]> producer, String name, Duration closeWithin) {
    this.producer = producer;
    this.closeWithin = closeWithin;
    this.thread = Thread.ofPlatform().daemon().name(name).start(this::run);
  }

  /** Sends {@code records} in one group; each completes with its offset once it is durable. */
  synchronized List<CompletableFuture<Long>> send(List<ProducerRecord<byte[], byte[]>> records) {
    if (closed) {
      var failed = CompletableFuture.<Long>failedFuture(new IllegalStateException("closed"));
      return records.stream().map(record -> failed).toList();
    }
    var sent = new ArrayList<CompletableFuture<Long>>();
    for (ProducerRecord<byte[], byte[]> record : records) {
      var one = new Waiting(record, new CompletableFuture<>());
      waiting.add(one);
      sent.add(one.sent);
    }
    notifyAll();
    return sent;
  }

  private void run() {
    List<Waiting> group = next();
    while (!group.isEmpty()) {
      long begun = System.nanoTime();
      var outstanding = new AtomicInteger(group.size());
      hand(group, outstanding);
      await(begun + AT_MOST, outstanding);
      await(begun + Math.min(group.size() * DISTANCE, LONGEST_DISTANCE), null);
      group = next();
    }
  }

  /** Until {@code end}, or until nothing is outstanding any more. */
  private void await(long end, @Nullable AtomicInteger outstanding) {
    long left = end - System.nanoTime();
    while (left > 0 && !closing() && (outstanding == null || outstanding.get() > 0)) {
      LockSupport.parkNanos(this, left);
      left = end - System.nanoTime();
    }
  }

  private synchronized boolean closing() {
    return closed;
  }

  /** Empty where there will be none. */
  private synchronized List<Waiting> next() {
    while (waiting.isEmpty() && !closed) {
      try {
        wait();
      } catch (InterruptedException e) {
        closed = true;
      }
    }
    List<Waiting> group = waiting;
    waiting = new ArrayList<>();
    return group;
  }

  private void hand(List<Waiting> group, AtomicInteger outstanding) {
    @Nullable Throwable away = null;
    for (Waiting one : group) {
      if (away != null) {
        // To wait as long for each of the others would help nobody.
        one.sent.completeExceptionally(away);
        outstanding.decrementAndGet();
        continue;
      }
      hand(one, outstanding);
      if (one.sent.isCompletedExceptionally()
          && one.sent.exceptionNow() instanceof TimeoutException timeout) {
        away = timeout;
      }
    }
  }

  private void hand(Waiting one, AtomicInteger outstanding) {
    try {
      producer.send(
          one.record,
          (metadata, failure) -> {
            if (failure != null) {
              one.sent.completeExceptionally(failure);
            } else {
              one.sent.complete(metadata.offset());
            }
            done(outstanding);
          });
    } catch (RuntimeException e) {
      // What the producer throws it does not report.
      one.sent.completeExceptionally(e);
      done(outstanding);
    }
  }

  private void done(AtomicInteger outstanding) {
    if (outstanding.decrementAndGet() == 0) {
      LockSupport.unpark(thread);
    }
  }

  /** Sends what waits, within the time that was set, and closes the producer. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      thread.join(closeWithin);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.close(closeWithin);
  }
}
