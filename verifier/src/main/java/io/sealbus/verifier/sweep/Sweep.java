package io.sealbus.verifier.sweep;

import io.sealbus.verifier.clients.AfterFlush;
import io.sealbus.verifier.policies.Fingerprint;
import io.sealbus.verifier.policies.PolicySnapshot;
import io.sealbus.verifier.policies.PolicySnapshot.Entry;
import io.sealbus.verifier.policies.Reach;
import io.sealbus.verifier.state.ImageWalk;
import io.sealbus.verifier.state.Published;
import io.sealbus.verifier.state.SweepCursor;
import io.sealbus.verifier.state.VerifierState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries a change of policies through one task's images, a slice at a time, so that fresh records
 * are taken in between. A change that comes meanwhile gets its own sweep afterwards; what is judged
 * is always judged by the newest policies. A restart goes on where everything before is known to
 * have arrived on the bus. Nothing is published before it is known there that a sweep has begun.
 */
public final class Sweep {
  private final VerifierState state;
  private final AfterFlush afterFlush;
  private final @Nullable Runnable flush;
  private Map<String, Entry> before;
  private @Nullable Pass pass;

  /** Takes an image that a change may touch. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * @param policies that changed
     * @param uncertainSince what was published by policies of this version on may have been lost in
     *     a crash
     * @return what is to be remembered of the image from now on; null for what was
     */
    @Nullable Published visit(ImageWalk.Step step, List<String> policies, long uncertainSince);
  }

  /** A sweep that is under way. */
  private static final class Pass {
    final Map<String, Entry> after;
    final Fingerprint target;
    final Reach reach;
    final long since;
    final long uncertainSince;
    String reference;

    /** Of the reach's prefixes, the one that the sweep is at. */
    int prefix;

    /** Open from one slice to the next; null where the next one opens another. */
    @Nullable ImageWalk walk;

    long noted;
    long sent;
    boolean cursorIsWaiting;

    /** From the first image of a slice until what it published is written down. */
    boolean isInSlice;

    boolean ended;

    Pass(Map<String, Entry> before, PolicySnapshot newest, @Nullable SweepCursor interrupted) {
      after = newest.entries();
      target = PolicySnapshot.fingerprint(after);
      reach = Reach.between(before, after);
      uncertainSince =
          interrupted == null ? SweepCursor.NOTHING_LOST : interrupted.uncertainSince(target);
      since = Math.min(uncertainSince, newest.version());
      reference =
          interrupted != null && interrupted.target().equals(target) ? interrupted.reference() : "";
    }
  }

  /**
   * @param flush has what was written arrive on the bus; null where it is of one transaction with
   *     what is published
   */
  public Sweep(VerifierState state, AfterFlush afterFlush, @Nullable Runnable flush) {
    this.state = state;
    this.afterFlush = afterFlush;
    this.flush = flush;
    this.before = state.swept();
  }

  /**
   * Visits images that the policies' change can touch, at least one, while there is time.
   *
   * @return how many were visited
   */
  public int slice(PolicySnapshot newest, BooleanSupplier time, Visitor visitor) {
    Pass current = pass;
    if (current == null) {
      if (newest.entries().equals(before)) {
        return 0;
      }
      current = begin(newest);
    }
    if (current.ended || !isNoted(current)) {
      return 0;
    }
    current.isInSlice = true;
    int visited = walk(current, time, visitor);
    current.isInSlice = false;
    current.sent = afterFlush.sent();
    if (current.ended) {
      end(current);
    } else {
      advance(current);
    }
    return visited;
  }

  /**
   * From here until the end nobody knows by which state of a changed policy an image was judged:
   * whatever the policy becomes meanwhile, a sweep after a restart visits all that it reached.
   */
  private Pass begin(PolicySnapshot newest) {
    var begun = new Pass(before, newest, state.cursor());
    var unsettled = new HashMap<>(before);
    begun
        .reach
        .policies()
        .forEach(key -> unsettled.put(key, Entry.unsettled(before.get(key), begun.after.get(key))));
    state.putSwept(before, unsettled);
    before = unsettled;
    state.putCursor(new SweepCursor(begun.target, begun.since, begun.reference));
    begun.noted = afterFlush.sent();
    if (flush != null) {
      flush.run();
    }
    pass = begun;
    return begun;
  }

  /** Without a note a restart would take a verdict that is lost to it for what it never was. */
  private boolean isNoted(Pass current) {
    return flush == null || afterFlush.hasArrived(current.noted);
  }

  private int walk(Pass current, BooleanSupplier time, Visitor visitor) {
    int visited = 0;
    List<String> prefixes = current.reach.prefixes();
    for (; current.prefix < prefixes.size(); current.prefix++) {
      String prefix = prefixes.get(current.prefix);
      if (isPast(current.reference, prefix)) {
        continue;
      }
      ImageWalk walk = open(current, prefix);
      for (ImageWalk.Step step = walk.next(); step != null; step = walk.next()) {
        Published verdict = visitor.visit(step, current.reach.policies(), current.uncertainSince);
        if (verdict != null) {
          walk.put(verdict);
        }
        current.reference = step.reference();
        visited++;
        if (!time.getAsBoolean()) {
          walk.write();
          return visited;
        }
      }
      walk.write();
      release(current);
    }
    current.ended = true;
    return visited;
  }

  /** The walk of the slice before goes on where nothing was written that it does not see. */
  private ImageWalk open(Pass current, String prefix) {
    ImageWalk walk = current.walk;
    if (walk == null || walk.isOutdated()) {
      release(current);
      walk = state.walk(prefix, current.reference);
      current.walk = walk;
    }
    return walk;
  }

  private static void release(Pass current) {
    if (current.walk != null) {
      current.walk.close();
      current.walk = null;
    }
  }

  /** Whether all that starts with {@code prefix} sorts before {@code reference}. */
  private static boolean isPast(String reference, String prefix) {
    return reference.compareTo(prefix) > 0 && !reference.startsWith(prefix);
  }

  /**
   * The partition is given up. Where that is done in good order, everything has arrived: whoever
   * has it next goes on from here, and sends nothing again. A slice that failed in its midst has
   * published what nobody wrote down, so that nothing is noted after it.
   */
  public void handOver() {
    Pass current = pass;
    if (current != null
        && !current.ended
        && !current.isInSlice
        && afterFlush.hasArrived(current.sent)) {
      state.putCursor(new SweepCursor(current.target, SweepCursor.NOTHING_LOST, current.reference));
    }
  }

  /** Gives back what it holds of the store. It is the end: no slice may follow. */
  public void close() {
    Pass current = pass;
    if (current != null) {
      release(current);
    }
  }

  private void advance(Pass current) {
    if (!current.cursorIsWaiting) {
      current.cursorIsWaiting = true;
      var reached = new SweepCursor(current.target, current.since, current.reference);
      afterFlush.run(() -> {
        current.cursorIsWaiting = false;
        state.putCursor(reached);
      });
    }
  }

  private void end(Pass current) {
    afterFlush.run(() -> {
      state.putSwept(before, current.after);
      state.deleteCursor();
      before = current.after;
      pass = null;
    });
  }
}
