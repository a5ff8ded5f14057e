package io.sealbus.runtime.bus;

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

  /** For a reader that keeps its own offsets. */
  static Map<String, Object> alone(BusConfig bus, String clientId) {
    return bus.clientSettings(
        Map.of(
            "client.id",
            clientId,
            "enable.auto.commit",
            "false",
            "auto.offset.reset",
            "none",
            "isolation.level",
            "read_committed",
            "key.deserializer",
            ByteArrayDeserializer.class.getName(),
            "value.deserializer",
            ByteArrayDeserializer.class.getName()));
  }
}
