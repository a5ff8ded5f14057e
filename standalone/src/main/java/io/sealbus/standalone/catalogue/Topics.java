package io.sealbus.standalone.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sealbus.runtime.bus.BusConfig;
import io.sealbus.schemas.Topic;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.standalone.output.Table;

/** Every topic, as one deployment calls it. */
public record Topics(BusConfig bus) {
  /** For people. */
  public Table table() {
    var table = new Table("TOPIC", "KEY", "CLEANUP", "PARTITIONS", "MAX BYTES");
    for (Topic<?> topic : TopicCatalogue.all()) {
      table.row(
          bus.names().of(topic),
          topic.key().replace("`", ""),
          cleanup(topic),
          Integer.toString(partitions(topic)),
          Integer.toString(topic.maxRecordBytes()));
    }
    return table;
  }

  /** For programs. */
  public JsonNode json() {
    var list = JsonNodeFactory.instance.arrayNode();
    for (Topic<?> topic : TopicCatalogue.all()) {
      list.addObject()
          .put("name", bus.names().of(topic))
          .put("key", topic.key().replace("`", ""))
          .put("cleanup", cleanup(topic))
          .put("partitions", partitions(topic))
          .put("maxRecordBytes", topic.maxRecordBytes())
          .put("schema", topic.schema().getFullName())
          .put("about", topic.about());
    }
    return list;
  }

  private int partitions(Topic<?> topic) {
    return switch (topic.spread()) {
      case SINGLE -> 1;
      case BY_REPOSITORY -> bus.partitions();
    };
  }

  /** {@code compact}, or {@code delete} with the days that records are kept. */
  public static String cleanup(Topic<?> topic) {
    return switch (topic.retention()) {
      case Topic.Retention.Compact() -> "compact";
      case Topic.Retention.Delete(var after) -> "delete after " + after.toDays() + " d";
    };
  }
}
