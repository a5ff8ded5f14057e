package io.sealbus.signaturefetcher.source;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of bodies one source may have in memory at one time: a flood of one leaves all
 * others as they are. A body that does not say its length takes the room of the longest.
 */
final class Room {
  private final long most;
  private final AtomicLong taken = new AtomicLong();

  Room(long most) {
    this.most = most;
  }

  /** Whether there was room for {@code bytes} more, which is taken then. */
  boolean take(long bytes) {
    if (taken.addAndGet(bytes) <= most) {
      return true;
    }
    taken.addAndGet(-bytes);
    return false;
  }

  void leave(long bytes) {
    taken.addAndGet(-bytes);
  }
}
