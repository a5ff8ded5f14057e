package io.sealbus.verifier;

import io.sealbus.verifier.PolicySnapshot.Entry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries a change of policies through one task's images, a slice at a time, so that fresh records
 * are taken in between. A change that comes meanwhile gets its own sweep afterwards; what is judged
 * is always judged by the newest policies. A restart goes on where everything before is known to
 * have arrived on the bus.
 */
final class Sweep {
  private final VerifierState state;
  private final AfterFlush afterFlush;
  private Map<String, Entry> before;
  private @Nullable Pass pass;

  /** Takes an image that a change may touch. */
  @FunctionalInterface
  interface Visitor {
    /**
     * @param policies that changed
     * @param uncertainSince what was published by policies of this version on may have been lost in
     *     a crash
     * @return what is to be remembered of the image from now on; null for what was
     */
    @Nullable Published visit(ImageWalk.Step step, List<String> policies, long uncertainSince);
  }

  /**
   * Where a sweep stands, as the store keeps it: from before its first verdict until its last has
   * arrived.
   *
   * @param target of the sweep
   * @param since version of the policies when verdicts began to be published that may be lost
   * @param reference up to which all have been visited; empty at the beginning
   */
  record Cursor(Fingerprint target, long since, String reference) {
    /** As {@code since}, where everything has arrived. */
    static final long NOTHING_LOST = Long.MAX_VALUE;

    byte[] toBytes() {
      byte[] utf8 = reference.getBytes(StandardCharsets.UTF_8);
      ByteBuffer row = ByteBuffer.allocate(Fingerprint.BYTES + Long.BYTES + utf8.length);
      target.write(row);
      return row.putLong(since).put(utf8).array();
    }

    static Cursor of(byte[] row) {
      ByteBuffer rest = ByteBuffer.wrap(row);
      return new Cursor(
          Fingerprint.read(rest), rest.getLong(), StandardCharsets.UTF_8.decode(rest).toString());
    }
  }

  /** A sweep that is under way. */
  private static final class Pass {
    final Map<String, Entry> after;
    final Fingerprint target;
    final Reach reach;
    final long since;
    final long uncertainSince;
    String reference;
    long sent;
    boolean cursorIsWaiting;
    boolean ended;

    Pass(Map<String, Entry> before, PolicySnapshot newest, @Nullable Cursor interrupted) {
      after = newest.entries();
      target = PolicySnapshot.fingerprint(after);
      reach = Reach.between(before, after);
      since =
          interrupted == null ? newest.version() : Math.min(interrupted.since(), newest.version());
      uncertainSince = interrupted == null ? Cursor.NOTHING_LOST : interrupted.since();
      reference =
          interrupted != null && interrupted.target().equals(target) ? interrupted.reference() : "";
    }
  }

  Sweep(VerifierState state, AfterFlush afterFlush) {
    this.state = state;
    this.afterFlush = afterFlush;
    this.before = state.swept();
  }

  /**
   * Visits images that the policies' change can touch, at least one, while there is time.
   *
   * @return how many were visited
   */
  int slice(PolicySnapshot newest, BooleanSupplier time, Visitor visitor) {
    Pass current = pass;
    if (current == null) {
      if (newest.entries().equals(before)) {
        return 0;
      }
      current = begin(newest);
    }
    if (current.ended) {
      return 0;
    }
    int visited = walk(current, time, visitor);
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
    state.putCursor(new Cursor(begun.target, begun.since, begun.reference));
    pass = begun;
    return begun;
  }

  private int walk(Pass current, BooleanSupplier time, Visitor visitor) {
    int visited = 0;
    for (String prefix : current.reach.prefixes()) {
      if (isPast(current.reference, prefix)) {
        continue;
      }
      try (ImageWalk walk = state.walk(prefix, current.reference)) {
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
      }
    }
    current.ended = true;
    return visited;
  }

  /** Whether all that starts with {@code prefix} sorts before {@code reference}. */
  private static boolean isPast(String reference, String prefix) {
    return reference.compareTo(prefix) > 0 && !reference.startsWith(prefix);
  }

  /**
   * The partition is given up. Where that is done in good order, everything has arrived: whoever
   * has it next goes on from here, and sends nothing again.
   */
  void close() {
    Pass current = pass;
    if (current != null && !current.ended && afterFlush.hasArrived(current.sent)) {
      state.putCursor(new Cursor(current.target, Cursor.NOTHING_LOST, current.reference));
    }
  }

  private void advance(Pass current) {
    if (!current.cursorIsWaiting) {
      current.cursorIsWaiting = true;
      var reached = new Cursor(current.target, current.since, current.reference);
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
