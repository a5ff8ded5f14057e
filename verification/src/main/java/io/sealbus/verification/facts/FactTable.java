package io.sealbus.verification.facts;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Facts by open addressing in one array, four longs each. Many threads read and add at once without
 * a lock: a place is claimed by its first long and never given to another fact, so a reader finds
 * the fact, or one that is half written, which is none of those asked for.
 */
final class FactTable {
  private static final VarHandle PLACE = MethodHandles.arrayElementVarHandle(long[].class);
  private static final int LONGS = 4;

  private final int capacity;
  private final int places;
  private final long[] facts;
  private final AtomicInteger size = new AtomicInteger();

  /**
   * An empty table.
   *
   * @param capacity most facts; three of four places are used at most
   */
  FactTable(int capacity) {
    this.capacity = capacity;
    this.places = Math.max(Math.addExact(capacity, capacity / 3), capacity + 1);
    this.facts = new long[Math.multiplyExact(places, LONGS)];
  }

  int size() {
    return Math.min(size.get(), capacity);
  }

  int capacity() {
    return capacity;
  }

  /** The answer, or null where it is not known. */
  @Nullable Boolean get(Question question) {
    long first = claim(question);
    for (int place = start(first); ; place = next(place)) {
      long found = (long) PLACE.getAcquire(facts, place * LONGS);
      if (found == 0) {
        return null;
      }
      if (found == first && isRestOf(question, place)) {
        return (rest(place, 3) & 1) == 1;
      }
    }
  }

  /** False where the table is full. A fact that is there already is left as it is. */
  boolean add(Question question, boolean answer) {
    long first = claim(question);
    int place = start(first);
    boolean reserved = false;
    while (true) {
      long found = (long) PLACE.getAcquire(facts, place * LONGS);
      if (found == first && isRestOf(question, place)) {
        if (reserved) {
          size.decrementAndGet();
        }
        return true;
      }
      if (found != 0) {
        place = next(place);
      } else {
        reserved = reserved || reserve();
        if (!reserved) {
          return false;
        }
        if (PLACE.compareAndSet(facts, place * LONGS, 0L, first)) {
          PLACE.setRelease(facts, place * LONGS + 1, question.second());
          PLACE.setRelease(facts, place * LONGS + 2, question.third());
          PLACE.setRelease(facts, place * LONGS + 3, question.fourth() | (answer ? 1 : 0));
          return true;
        }
      }
    }
  }

  /** Some place is always empty, so that every search ends. */
  private boolean reserve() {
    if (size.incrementAndGet() <= capacity) {
      return true;
    }
    size.decrementAndGet();
    return false;
  }

  /** A larger table of the same facts. */
  FactTable grown(int newCapacity) {
    var larger = new FactTable(newCapacity);
    for (int place = 0; place < places; place++) {
      long first = (long) PLACE.getAcquire(facts, place * LONGS);
      if (first != 0) {
        long fourth = rest(place, 3);
        var question = new Question(first, rest(place, 1), rest(place, 2), fourth & ~1L);
        larger.add(question, (fourth & 1) == 1);
      }
    }
    return larger;
  }

  /** An empty place holds zero, so no fact begins with it. */
  private static long claim(Question question) {
    return question.first() == 0 ? 1 : question.first();
  }

  private boolean isRestOf(Question question, int place) {
    return rest(place, 1) == question.second()
        && rest(place, 2) == question.third()
        && (rest(place, 3) & ~1L) == question.fourth();
  }

  private long rest(int place, int index) {
    return (long) PLACE.getAcquire(facts, place * LONGS + index);
  }

  private int start(long first) {
    return (int) ((first >>> Integer.SIZE) * places >>> Integer.SIZE);
  }

  private int next(int place) {
    return place + 1 == places ? 0 : place + 1;
  }
}
