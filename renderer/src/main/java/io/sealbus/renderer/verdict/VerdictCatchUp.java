package io.sealbus.renderer.verdict;

import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.UndecodableRecordException;
import io.sealbus.schemas.VerdictRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Reads from the table what changed between a client's place and the feed's. Each reference comes
 * once, as it stands now: what it was in between is gone, as it is from the compacted topic.
 */
final class VerdictCatchUp {
  private static final int ROWS = 64;

  private final Source source;
  private final VerdictFeed.Position position;
  private final boolean withoutGone;
  private final Queue<Integer> partitions;
  private OffsetVector next;

  /** Makes them. */
  record Source(VerdictReads reads, RecordCodec<VerdictRecord> codec) {
    /**
     * From {@code next} to {@code position}.
     *
     * @param withoutGone whether references that are gone are left out
     */
    VerdictCatchUp from(OffsetVector next, VerdictFeed.Position position, boolean withoutGone) {
      return new VerdictCatchUp(this, next, position, withoutGone);
    }
  }

  private VerdictCatchUp(
      Source source, OffsetVector next, VerdictFeed.Position position, boolean withoutGone) {
    this.source = source;
    this.next = next;
    this.position = position;
    this.withoutGone = withoutGone;
    this.partitions = new ArrayDeque<>(position.next().next().keySet());
  }

  /** Where in the feed to go on when done. */
  VerdictFeed.Position position() {
    return position;
  }

  boolean done() {
    return partitions.isEmpty();
  }

  /** The next changes, in the order of each partition; may be none. Blocks. */
  List<VerdictEvent> page() throws UndecodableRecordException {
    var events = new ArrayList<VerdictEvent>();
    Integer partition = partitions.peek();
    if (partition == null) {
      return events;
    }
    List<StoredVerdict> rows = source.reads().since(partition, next.of(partition), ROWS);
    for (StoredVerdict row : rows) {
      next = next.after(partition, row.offset());
      if (!row.gone()) {
        events.add(event(row, source.codec().decode(row.record())));
      } else if (!withoutGone) {
        events.add(
            new VerdictEvent(
                new VerdictChange(partition, row.offset(), row.reference(), row.record(), null)));
      }
    }
    if (rows.size() < ROWS) {
      partitions.remove();
    }
    return events;
  }

  private static VerdictEvent event(StoredVerdict row, VerdictRecord verdict) {
    return new VerdictEvent(
        new VerdictChange(row.partition(), row.offset(), row.reference(), row.record(), verdict));
  }
}
