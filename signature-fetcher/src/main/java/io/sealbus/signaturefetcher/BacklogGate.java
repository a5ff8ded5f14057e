package io.sealbus.signaturefetcher;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;

/**
 * Lets what nobody is waiting for ask a registry a few at a time, the freshest first: after an
 * outage, a day of events and retries comes back as a stream. What was told just now does not wait
 * here, nor does what stands before it in the lane of its repository. Thread-safe.
 */
final class BacklogGate {
  /** Fewer than the requests that a registry takes at once, so that there is always a free one. */
  static final int AT_ONCE = 4;

  /** What is older was not told just now. */
  private static final Duration FRESH = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final Map<String, Queue> queues = new HashMap<>();
  private final Map<String, Pending> pending = new HashMap<>();
  private long arrivals;

  /** One registry: who asks, and who waits. */
  private static final class Queue {
    private int asking;
    private final NavigableSet<Waiting> waiting = new TreeSet<>(Waiting.FRESHEST_FIRST);
    private final Map<String, List<Waiting>> lanes = new HashMap<>();

    void add(Waiting one) {
      waiting.add(one);
      lanes.computeIfAbsent(one.repository, missing -> new ArrayList<>()).add(one);
    }

    /** Whether it was still waiting. */
    boolean remove(Waiting one) {
      lanes.computeIfPresent(
          one.repository,
          (name, lane) -> {
            lane.remove(one);
            return lane.isEmpty() ? null : lane;
          });
      return waiting.remove(one);
    }

    /** Brings it forward where {@code at} is fresher. */
    void freshen(Waiting one, Instant at) {
      if (at.isAfter(one.freshness)) {
        waiting.remove(one);
        one.freshness = at;
        waiting.add(one);
      }
    }

    List<Waiting> in(String repository) {
      return List.copyOf(lanes.getOrDefault(repository, List.of()));
    }

    void letIn(Waiting one) {
      remove(one);
      asking++;
      one.turn.countDown();
    }
  }

  private static final class Waiting {
    private static final Comparator<Waiting> FRESHEST_FIRST =
        Comparator.comparing((Waiting one) -> one.freshness)
            .reversed()
            .thenComparingLong(one -> one.arrival);

    private final String repository;
    private final long arrival;
    private final CountDownLatch turn = new CountDownLatch(1);

    /** What it is sorted by: to be changed by {@link Queue#freshen} alone. */
    private Instant freshness;

    private Waiting(String repository, long arrival, Instant freshness) {
      this.repository = repository;
      this.arrival = arrival;
      this.freshness = freshness;
    }
  }

  /** What was told of a repository and is not handled yet. */
  private record Pending(int count, Instant newest) {}

  BacklogGate(InstantSource clock) {
    this.clock = clock;
  }

  /** An event has come that will be handled in its lane; {@link #handled} must follow. */
  synchronized void arrived(String repository, Instant at) {
    pending.merge(
        repository,
        new Pending(1, at),
        (before, one) ->
            new Pending(before.count + 1, before.newest.isAfter(at) ? before.newest : at));
    // What waits before it in the same lane is wanted as soon as it is.
    boolean hurry = isFresh(repository);
    for (Queue queue : queues.values()) {
      for (Waiting one : queue.in(repository)) {
        if (hurry) {
          queue.letIn(one);
        } else {
          queue.freshen(one, at);
        }
      }
    }
  }

  /** The event has been handled. */
  synchronized void handled(String repository) {
    pending.computeIfPresent(
        repository,
        (name, before) -> before.count == 1 ? null : new Pending(before.count - 1, before.newest));
  }

  /** Whether something was told of {@code repository} just now that is not handled yet. */
  private boolean isFresh(String repository) {
    Pending one = pending.get(repository);
    return one != null && isFresh(one.newest);
  }

  /** Whether what was told then was told just now. */
  boolean isFresh(Instant told) {
    return told.plus(FRESH).isAfter(clock.instant());
  }

  /**
   * Waits for a turn at {@code registry}, unless something was told of {@code repository} just now;
   * {@link #leave} must follow.
   *
   * @param at since when there is something to do
   * @return whether somebody may be waiting for it
   */
  boolean enter(String registry, String repository, Instant at) throws InterruptedException {
    Waiting waiting;
    synchronized (this) {
      Queue queue = queues.computeIfAbsent(registry, missing -> new Queue());
      if (queue.asking < AT_ONCE || isFresh(repository)) {
        queue.asking++;
        return isFresh(repository);
      }
      Pending lane = pending.get(repository);
      Instant freshness = lane != null && lane.newest.isAfter(at) ? lane.newest : at;
      waiting = new Waiting(repository, arrivals++, freshness);
      queue.add(waiting);
    }
    try {
      waiting.turn.await();
    } catch (InterruptedException e) {
      giveUp(registry, waiting);
      throw e;
    }
    synchronized (this) {
      return isFresh(repository);
    }
  }

  private synchronized void giveUp(String registry, Waiting waiting) {
    Queue queue = queues.get(registry);
    if (queue != null && !queue.remove(waiting)) {
      leave(registry);
    }
  }

  /** The turn is over. */
  synchronized void leave(String registry) {
    Queue queue = queues.get(registry);
    if (queue == null) {
      return;
    }
    queue.asking--;
    while (queue.asking < AT_ONCE && !queue.waiting.isEmpty()) {
      queue.letIn(queue.waiting.first());
    }
    if (queue.asking == 0) {
      queues.remove(registry);
    }
  }

  /** How many wait. */
  synchronized int waiting() {
    return queues.values().stream().mapToInt(queue -> queue.waiting.size()).sum();
  }
}
