package io.sealbus.renderer.verdict;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;

/**
 * The newest changes, for streams that keep up. Bounded: who falls behind what is kept reads the
 * table instead.
 */
final class VerdictFeed {
  private static final int MAX_CHANGES = 4096;
  private static final long MAX_BYTES = 16L * 1024 * 1024;

  private final ArrayDeque<VerdictEvent> kept = new ArrayDeque<>();
  private final Set<Runnable> listeners = new CopyOnWriteArraySet<>();
  private long firstKept;
  private long bytes;
  private OffsetVector next;
  private int generation;

  VerdictFeed(OffsetVector next) {
    this.next = next;
  }

  /**
   * Where the feed stands.
   *
   * @param sequence number of the next change
   * @param next how far the topic is reflected in all changes before it
   * @param generation another one after the table was emptied
   */
  record Position(long sequence, OffsetVector next, int generation) {}

  /** Changes that are in the table now, and how far it reflects the topic with them. */
  void publish(List<VerdictChange> changes, OffsetVector behind) {
    synchronized (this) {
      for (VerdictChange change : changes) {
        kept.addLast(new VerdictEvent(change));
        bytes += change.bytes().length;
        while (kept.size() > MAX_CHANGES || bytes > MAX_BYTES) {
          bytes -= kept.removeFirst().change().bytes().length;
          firstKept++;
        }
      }
      next = behind;
    }
    listeners.forEach(Runnable::run);
  }

  /** The table was emptied: streams end, and whoever resumes is told to forget what it knows. */
  void clear() {
    synchronized (this) {
      firstKept += kept.size();
      generation++;
      kept.clear();
      bytes = 0;
      next = OffsetVector.BEGINNING;
    }
    listeners.forEach(Runnable::run);
  }

  synchronized Position position() {
    return new Position(firstKept + kept.size(), next, generation);
  }

  synchronized int generation() {
    return generation;
  }

  /**
   * At most {@code limit} changes from the one numbered {@code sequence} on; null where that is no
   * longer kept.
   */
  synchronized @Nullable List<VerdictEvent> from(long sequence, int limit) {
    if (sequence < firstKept) {
      return null;
    }
    var found = new ArrayList<VerdictEvent>();
    int skip = Math.toIntExact(sequence - firstKept);
    if (skip >= kept.size()) {
      return found;
    }
    var iterator = kept.iterator();
    for (int i = 0; i < skip; i++) {
      iterator.next();
    }
    while (iterator.hasNext() && found.size() < limit) {
      found.add(iterator.next());
    }
    return found;
  }

  /** Calls {@code listener}, which must not block, whenever there is something new. */
  void listen(Runnable listener) {
    listeners.add(listener);
  }

  void forget(Runnable listener) {
    listeners.remove(listener);
  }
}
