package io.sealbus.runtime.bus;

import java.util.TreeSet;

/**
 * How far one partition is done. Records finish in any order; only what lies before the first
 * unfinished one may be committed. Not thread-safe.
 */
final class OffsetTracker {
  private final TreeSet<Long> outstanding = new TreeSet<>();
  private long next;

  OffsetTracker(long next) {
    this.next = next;
  }

  /**
   * The record at {@code offset} was handed out; offsets rise, with gaps where a topic has them.
   */
  void handedOut(long offset) {
    outstanding.add(offset);
    next = offset + 1;
  }

  /** The record at {@code offset} is done. */
  void done(long offset) {
    outstanding.remove(offset);
  }

  /** The offset to commit: that of the first record that is not done. */
  long committable() {
    return outstanding.isEmpty() ? next : outstanding.first();
  }

  /** Whether everything that was handed out is done. */
  boolean idle() {
    return outstanding.isEmpty();
  }
}
