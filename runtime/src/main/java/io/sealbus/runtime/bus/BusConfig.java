package io.sealbus.runtime.bus;

import io.sealbus.runtime.config.ConfigKey;
import io.sealbus.runtime.config.Configuration;
import io.sealbus.schemas.RecordCodecs;
import io.sealbus.schemas.SchemaRegistry;
import io.sealbus.schemas.TopicNames;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which Kafka, under which names.
 *
 * @param bootstrapServers {@code host:port}, separated by commas
 * @param names what topics are called
 * @param partitions of each topic that is spread by repository, when Sealbus creates it
 * @param replicationFactor of each topic that Sealbus creates; -1 for the broker's default
 * @param schemaRegistry at most one; where given, values are in the Confluent wire format
 * @param client further settings for Kafka's clients, such as those for TLS and SASL
 */
public record BusConfig(
    String bootstrapServers,
    TopicNames names,
    int partitions,
    int replicationFactor,
    List<URI> schemaRegistry,
    Map<String, String> client) {
  private static final ConfigKey<String> BOOTSTRAP_SERVERS =
      ConfigKey.text(
          "bus.bootstrap.servers",
          "127.0.0.1:9092",
          "Kafka to use, host:port, separated by commas.");
  private static final ConfigKey<String> PREFIX =
      ConfigKey.text("bus.prefix", "sealbus", "Prefix of topic names and consumer groups.");
  private static final ConfigKey<String> EVIDENCE_PREFIX =
      ConfigKey.text(
          "bus.evidence.prefix",
          "",
          "Prefix of image-events, images and evidence, where several policy domains share one evidence plane; empty for bus.prefix.");
  private static final ConfigKey<Integer> PARTITIONS =
      ConfigKey.integer(
          "bus.partitions",
          12,
          1,
          1000,
          "Partitions of each topic that is spread by repository, when Sealbus creates it. Cannot be changed later.");
  private static final ConfigKey<Integer> REPLICATION_FACTOR =
      ConfigKey.integer(
          "bus.replication.factor",
          -1,
          -1,
          9,
          "Replicas of each topic that Sealbus creates; -1 for the broker's default.");
  private static final ConfigKey<List<URI>> SCHEMA_REGISTRY =
      ConfigKey.url(
          "bus.schema.registry.url",
          "Schema registry. Where given, values are in the Confluent wire format; otherwise in Avro single-object encoding.");

  /** All settings of the bus. */
  public static final List<ConfigKey<?>> KEYS =
      List.of(
          BOOTSTRAP_SERVERS,
          PREFIX,
          EVIDENCE_PREFIX,
          PARTITIONS,
          REPLICATION_FACTOR,
          SCHEMA_REGISTRY);

  public BusConfig {
    schemaRegistry = List.copyOf(schemaRegistry);
    client = Map.copyOf(client);
  }

  /** Reads the settings of the bus. */
  public static BusConfig from(Configuration configuration) {
    String prefix = configuration.get(PREFIX);
    String evidencePrefix = configuration.get(EVIDENCE_PREFIX);
    return new BusConfig(
        configuration.get(BOOTSTRAP_SERVERS),
        new TopicNames(prefix, evidencePrefix.isEmpty() ? prefix : evidencePrefix),
        configuration.get(PARTITIONS),
        configuration.get(REPLICATION_FACTOR),
        configuration.get(SCHEMA_REGISTRY),
        configuration.kafkaClient());
  }

  /** The encoding that this bus uses. */
  public RecordCodecs codecs() {
    return schemaRegistry.isEmpty()
        ? RecordCodecs.singleObject()
        : RecordCodecs.confluent(new SchemaRegistry(schemaRegistry.get(0)), names);
  }

  /** Settings for a Kafka client: those given, then {@code own}, which win. */
  public Map<String, Object> clientSettings(Map<String, ?> own) {
    var settings = new HashMap<String, Object>(client);
    settings.put("bootstrap.servers", bootstrapServers);
    settings.putAll(own);
    return settings;
  }
}
