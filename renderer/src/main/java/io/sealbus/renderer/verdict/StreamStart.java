package io.sealbus.renderer.verdict;

import org.jspecify.annotations.Nullable;

/**
 * Where a stream begins.
 *
 * @param next from where on the client wants changes
 * @param position the feed's when the stream was asked for
 * @param snapshot whether {@code next} is the beginning, so that what is gone need not be told
 * @param forget whether the client has to forget what it knows first
 */
record StreamStart(
    OffsetVector next, VerdictFeed.Position position, boolean snapshot, boolean forget) {

  /**
   * Decides.
   *
   * @param lastEventId where the client stopped; null for a client that begins
   * @param snapshot whether a client that begins wants all verdicts first
   * @param horizon up to where deletions may be missing from the table
   */
  static StreamStart of(
      @Nullable OffsetVector lastEventId,
      boolean snapshot,
      VerdictFeed.Position position,
      OffsetVector horizon) {
    if (lastEventId == null) {
      return snapshot
          ? new StreamStart(OffsetVector.BEGINNING, position, true, false)
          : new StreamStart(position.next(), position, false, false);
    }
    // From the very beginning nothing can have been missed: that client knows nothing yet.
    boolean begins = lastEventId.next().values().stream().allMatch(offset -> offset == 0);
    boolean usable = position.next().covers(lastEventId) && (begins || lastEventId.covers(horizon));
    return usable
        ? new StreamStart(lastEventId, position, begins, false)
        : new StreamStart(OffsetVector.BEGINNING, position, true, true);
  }

  /** Whether the feed alone will do. */
  boolean live() {
    return !snapshot && next.covers(position.next());
  }
}
