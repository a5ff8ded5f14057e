package io.sealbus.runtime.bus;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Settings of the consumers that this package makes. */
final class ConsumerSettings {
  private ConsumerSettings() {}

  /** For a member of a group. Partitions of one number go to one member, whatever their topic. */
  static Map<String, Object> grouped(BusConfig bus, String group) {
    return bus.clientSettings(
        Map.of(
            "group.id",
            group,
            "client.id",
            group,
            "group.protocol",
            "classic",
            "partition.assignment.strategy",
            RangeAssignor.class.getName(),
            "enable.auto.commit",
            "false",
            // A group that is new to a topic has everything on it still to do.
            "auto.offset.reset",
            "earliest",
            "isolation.level",
            "read_committed",
            "key.deserializer",
            ByteArrayDeserializer.class.getName(),
            "value.deserializer",
            ByteArrayDeserializer.class.getName()));
  }

  /**
   * For a reader that keeps its own offsets.
   *
   * @param patience how long records that have come may wait for more; each fetch costs reader and
   *     broker the same, however much it brings
   */
  static Map<String, Object> alone(BusConfig bus, String clientId, Duration patience) {
    var settings = new HashMap<String, Object>();
    if (patience.isPositive()) {
      settings.put("fetch.min.bytes", "262144");
      settings.put("fetch.max.wait.ms", String.valueOf(patience.toMillis()));
    }
    settings.put("client.id", clientId);
    settings.put("enable.auto.commit", "false");
    settings.put("auto.offset.reset", "none");
    settings.put("isolation.level", "read_committed");
    settings.put("key.deserializer", ByteArrayDeserializer.class.getName());
    settings.put("value.deserializer", ByteArrayDeserializer.class.getName());
    return bus.clientSettings(settings);
  }
}
