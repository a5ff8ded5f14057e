package io.sealbus.runtime.bus;

import io.sealbus.schemas.Topic;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record on its way to the bus.
 *
 * @param value null for a tombstone
 * @param headers besides those that {@link RecordSender} adds
 */
public record OutgoingRecord<V extends SpecificRecord>(
    Topic<V> topic, String key, @Nullable V value, Map<String, String> headers) {
  public OutgoingRecord {
    headers = Map.copyOf(headers);
  }

  /** A record without headers of its own. */
  public static <V extends SpecificRecord> OutgoingRecord<V> of(
      Topic<V> topic, String key, V value) {
    return new OutgoingRecord<>(topic, key, value, Map.of());
  }

  /** A tombstone. */
  public static <V extends SpecificRecord> OutgoingRecord<V> tombstone(Topic<V> topic, String key) {
    return new OutgoingRecord<>(topic, key, null, Map.of());
  }
}
