package io.sealbus.runtime.bus;

import io.sealbus.schemas.Repositories;
import io.sealbus.schemas.UndecodableRecordException;
import java.util.Collection;
import java.util.List;

/**
 * What a service does with a record: record in, records out.
 *
 * <p>Records of one lane are handled one after the other, in their order; those of different lanes
 * side by side, each on a virtual thread, so that a handler may block. Those of replayed topics are
 * handled as they come, on the loop's own thread, which must not be blocked. An exception makes the
 * record a dead letter, so that an expected outcome must come back as records.
 */
public interface RecordHandler {
  /** The records to send; the offset counts as done once all of them are durable. */
  List<OutgoingRecord<?>> handle(IncomingRecord record)
      throws UndecodableRecordException, InterruptedException;

  /** The lane of {@code record}: what must stay in order. */
  default String lane(IncomingRecord record) {
    return Repositories.of(record.key());
  }

  /** {@code record} has come and will be handled after what is in its lane. Must not block. */
  default void arrived(IncomingRecord record) {}

  /** Partitions that this instance has been given. Called before their first record. */
  default void assigned(Collection<Integer> partitions) {}

  /**
   * The replayed topics of these partitions have been read up to where they ended when the
   * partitions were given.
   */
  default void replayed(Collection<Integer> partitions) {}

  /** Partitions that this instance has lost. */
  default void revoked(Collection<Integer> partitions) {}
}
