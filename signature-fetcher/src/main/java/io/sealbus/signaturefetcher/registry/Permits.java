package io.sealbus.signaturefetcher.registry;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * How many exchanges are under way at each registry. One slow registry uses up its own permits and
 * nobody else's; bulk work at most half of them, and no fresh request waits behind a bulk one that
 * has not begun. A registry that nobody is asking costs nothing.
 */
final class Permits {
  private final class Host {
    private final Deque<Turn> fresh = new ArrayDeque<>();
    private final Deque<Turn> bulk = new ArrayDeque<>();
    private int free = concurrency;
    private int bulkUnderWay;

    /** The next that may begin; null where nobody may. */
    @Nullable Turn next() {
      Turn next = fresh.peekFirst();
      if (next == null && bulkUnderWay < mostBulk) {
        next = bulk.peekFirst();
      }
      return free > 0 ? next : null;
    }

    Deque<Turn> queue(Lane lane) {
      return lane == Lane.FRESH ? fresh : bulk;
    }

    void admit() {
      for (Turn turn = next(); turn != null; turn = next()) {
        queue(turn.lane).removeFirst();
        free--;
        bulkUnderWay += turn.lane == Lane.BULK ? 1 : 0;
        turn.came = true;
        turn.comes.signal();
      }
    }

    boolean isIdle() {
      return free == concurrency && fresh.isEmpty() && bulk.isEmpty();
    }
  }

  private final class Turn {
    private final Condition comes = lock.newCondition();
    private final Lane lane;
    private boolean came;

    Turn(Lane lane) {
      this.lane = lane;
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Host> hosts = new HashMap<>();
  private final int concurrency;
  private final int mostBulk;
  private final Duration patience;

  Permits(int concurrency, Duration patience) {
    this.concurrency = concurrency;
    this.mostBulk = Math.max(1, concurrency / 2);
    this.patience = patience;
  }

  /**
   * Waits for a turn at {@code registry}. {@link #release} must follow where it came.
   *
   * @return whether the turn came in time
   */
  boolean acquire(String registry, Lane lane) {
    lock.lock();
    try {
      Host host = hosts.computeIfAbsent(registry, name -> new Host());
      var turn = new Turn(lane);
      host.queue(lane).addLast(turn);
      host.admit();
      await(turn);
      if (!turn.came) {
        host.queue(lane).remove(turn);
        forgetIdle(registry, host);
      }
      return turn.came;
    } finally {
      lock.unlock();
    }
  }

  private void await(Turn turn) {
    long left = patience.toNanos();
    try {
      while (!turn.came && left > 0) {
        left = turn.comes.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void release(String registry, Lane lane) {
    lock.lock();
    try {
      Host host = hosts.get(registry);
      if (host != null) {
        host.free++;
        host.bulkUnderWay -= lane == Lane.BULK ? 1 : 0;
        host.admit();
        forgetIdle(registry, host);
      }
    } finally {
      lock.unlock();
    }
  }

  private void forgetIdle(String registry, Host host) {
    if (host.isIdle()) {
      hosts.remove(registry);
    }
  }

  /** Registries that somebody is asking. */
  int hosts() {
    lock.lock();
    try {
      return hosts.size();
    } finally {
      lock.unlock();
    }
  }
}
