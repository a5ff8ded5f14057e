package io.sealbus.bench.fleet;

import io.sealbus.schemas.PolicyRecord;
import io.sealbus.schemas.RecordCodecs;
import io.sealbus.schemas.Repositories;
import io.sealbus.schemas.Topic;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.schemas.TopicNames;
import io.sealbus.testkit.Fleet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The bus beside the verifier: puts on it what ingest and fetcher would, and looks at the end. */
final class FleetBus implements AutoCloseable {
  private static final RecordCodecs CODECS = RecordCodecs.singleObject();
  private static final TopicNames NAMES = TopicNames.under("sealbus");

  /** Where Streams keeps what is written to the verifier's state. */
  static final String CHANGELOG = "sealbus.verifier-state-changelog";

  private final String servers;
  private final int partitions;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Admin admin;

  FleetBus(String servers, int partitions) {
    this.servers = servers;
    this.partitions = partitions;
    producer = producer(servers, 1);
    admin = Admin.create(Map.of("bootstrap.servers", servers));
  }

  /** One that packs as the verifier does, {@code lingerMillis} apart. */
  static KafkaProducer<byte[], byte[]> producer(String servers, int lingerMillis) {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers",
            servers,
            "compression.type",
            "snappy",
            "linger.ms",
            lingerMillis,
            "batch.size",
            256 * 1024),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  void apply(PolicyRecord policy) {
    send(TopicCatalogue.POLICIES, FleetPolicies.key(policy), policy, 0);
    flush();
  }

  void apply(List<PolicyRecord> policies) {
    policies.forEach(p -> send(TopicCatalogue.POLICIES, FleetPolicies.key(p), p, 0));
    flush();
  }

  void evidence(Fleet.Image image) {
    String manifest = FleetRecords.manifest(image);
    send(TopicCatalogue.EVIDENCE, manifest, FleetRecords.evidence(image), partition(manifest));
  }

  void image(Fleet.Image image) {
    String reference = FleetRecords.reference(image);
    send(TopicCatalogue.IMAGES, reference, FleetRecords.image(image), partition(reference));
  }

  void flush() {
    producer.flush();
  }

  private int partition(String key) {
    return Repositories.partition(key, partitions);
  }

  private <V extends SpecificRecord> void send(Topic<V> topic, String key, V value, int partition) {
    producer.send(
        new ProducerRecord<>(
            NAMES.of(topic),
            partition,
            key.getBytes(StandardCharsets.UTF_8),
            CODECS.codec(topic).encode(value)));
  }

  /** How many verdicts were ever published. */
  long verdicts() {
    return count(NAMES.of(TopicCatalogue.VERDICTS));
  }

  /** How many rows of the verifier's state were ever written. */
  long rows() {
    return count(CHANGELOG);
  }

  private long count(String topic) {
    return ends(topic).values().stream().mapToLong(l -> l).sum();
  }

  private Map<TopicPartition, Long> ends(String topic) {
    Map<TopicPartition, OffsetSpec> latest =
        partitionsOf(topic).stream().collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest()));
    try {
      return admin.listOffsets(latest).all().get().entrySet().stream()
          .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().offset()));
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private List<TopicPartition> partitionsOf(String topic) {
    return IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(topic, p)).toList();
  }

  /** Whether the verifier has taken everything that stands on {@code topic}. */
  boolean isTaken(Topic<?> topic) {
    try {
      var committed =
          admin.listConsumerGroupOffsets("sealbus.verifier").partitionsToOffsetAndMetadata().get();
      return ends(NAMES.of(topic)).entrySet().stream()
          .allMatch(end ->
              end.getValue() == 0
                  || committed.get(end.getKey()) != null
                      && committed.get(end.getKey()).offset() >= end.getValue());
    } catch (ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A consumer of all verdicts from now on; values are left as they are. */
  KafkaConsumer<String, byte[]> follow() {
    var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                "bootstrap.servers", servers, "fetch.max.wait.ms", 50, "max.poll.records", 5000),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> all = partitionsOf(NAMES.of(TopicCatalogue.VERDICTS));
    consumer.assign(all);
    consumer.seekToEnd(all);
    all.forEach(p -> consumer.position(p, Duration.ofSeconds(30)));
    return consumer;
  }

  @Override
  public void close() {
    producer.close();
    admin.close();
  }
}
