package io.sealbus.runtime.bus;

import io.sealbus.schemas.RecordCodecs;
import io.sealbus.schemas.Repositories;
import io.sealbus.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes records to the bus: encodes them, chooses the partition, adds CloudEvents and trace
 * headers. A record counts as sent when all in-sync replicas have it. Safe for use by several
 * threads.
 *
 * @see <a
 *     href="https://github.com/cloudevents/spec/blob/main/cloudevents/bindings/kafka-protocol-binding.md">CloudEvents,
 *     Kafka binding</a>
 */
public final class RecordSender implements AutoCloseable {
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

  private final Producer<byte[], byte[]> producer;
  private final GroupedSending sending;
  private final BusConfig bus;
  private final RecordCodecs codecs;
  private final String service;
  private final InstantSource clock;
  private final Map<String, Integer> partitions = new ConcurrentHashMap<>();

  /** A sender with a producer of its own, for {@code service}. */
  public RecordSender(BusConfig bus, RecordCodecs codecs, String service, InstantSource clock) {
    this(bus, codecs, service, clock, new KafkaProducer<>(settings(bus, service)));
  }

  RecordSender(
      BusConfig bus,
      RecordCodecs codecs,
      String service,
      InstantSource clock,
      Producer<byte[], byte[]> producer) {
    this.bus = bus;
    this.codecs = codecs;
    this.service = service;
    this.clock = clock;
    this.producer = producer;
    this.sending = new GroupedSending(producer, service + "-sending", CLOSE_WITHIN);
  }

  private static Map<String, Object> settings(BusConfig bus, String service) {
    return bus.clientSettings(
        Map.of(
            "client.id", bus.names().prefix() + "." + service,
            "acks", "all",
            "enable.idempotence", "true",
            // Its buffers are used again. LZ4's are 128 KiB, new with each batch, and most batches
            // have one record: a third of all that the process allocated.
            "compression.type", "snappy",
            // GroupedSending gathers what goes together.
            "linger.ms", "0",
            // Kafka away for longer than this is told to the caller, who decides what to do.
            "delivery.timeout.ms", "30000",
            "request.timeout.ms", "10000",
            "max.block.ms", "10000",
            "key.serializer", ByteArraySerializer.class.getName(),
            "value.serializer", ByteArraySerializer.class.getName()));
  }

  /** Sends {@code record}; completes with its offset once it is durable. */
  public CompletableFuture<Long> send(OutgoingRecord<?> record, TraceContext trace) {
    return send(List.of(record), trace).getFirst();
  }

  private List<CompletableFuture<Long>> send(List<OutgoingRecord<?>> records, TraceContext trace) {
    try {
      var encoded = new ArrayList<ProducerRecord<byte[], byte[]>>();
      for (OutgoingRecord<?> record : records) {
        encoded.add(encode(record, trace));
      }
      return sending.send(encoded);
    } catch (RuntimeException e) {
      // Without metadata there is no partition, and some values cannot be encoded.
      var failed = CompletableFuture.<Long>failedFuture(e);
      return records.stream().map(record -> failed).toList();
    }
  }

  /** The partition that a record under {@code key} is sent to. Waits for the bus at first. */
  public int partition(Topic<?> topic, String key) {
    return partition(topic, bus.names().of(topic), key);
  }

  /** Sends all {@code records}; completes once every one is durable. */
  public CompletableFuture<Void> sendAll(List<OutgoingRecord<?>> records, TraceContext trace) {
    return CompletableFuture.allOf(send(records, trace).toArray(CompletableFuture<?>[]::new));
  }

  private <V extends SpecificRecord> ProducerRecord<byte[], byte[]> encode(
      OutgoingRecord<V> record, TraceContext trace) {
    String topic = bus.names().of(record.topic());
    V value = record.value();
    int partition = partition(record.topic(), topic, record.key());
    byte[] key = record.key().getBytes(StandardCharsets.UTF_8);
    ProducerRecord<byte[], byte[]> encoded =
        value == null
            ? tombstone(topic, partition, key)
            : new ProducerRecord<>(
                topic, partition, key, codecs.codec(record.topic()).encode(value));
    addHeaders(encoded.headers(), record, trace);
    return encoded;
  }

  @SuppressWarnings("NullAway") // Kafka's tombstone is a null value, which its types do not say.
  private static ProducerRecord<byte[], byte[]> tombstone(String topic, int partition, byte[] key) {
    return new ProducerRecord<>(topic, partition, key, null);
  }

  private int partition(Topic<?> topic, String name, String key) {
    return switch (topic.spread()) {
      case SINGLE -> 0;
      case BY_REPOSITORY ->
          Repositories.partition(
              key, partitions.computeIfAbsent(name, n -> producer.partitionsFor(n).size()));
    };
  }

  private void addHeaders(Headers headers, OutgoingRecord<?> record, TraceContext trace) {
    record.headers().forEach((name, value) -> add(headers, name, value));
    add(headers, TraceContext.HEADER, trace.next().header());
    add(headers, "ce_specversion", "1.0");
    add(headers, "ce_id", UUID.randomUUID().toString());
    add(headers, "ce_source", "/sealbus/" + service);
    add(headers, "ce_type", "io.sealbus." + record.topic().name());
    add(headers, "ce_subject", record.key());
    add(headers, "ce_time", clock.instant().toString());
    add(headers, "content-type", "application/avro");
  }

  private static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    sending.close();
  }
}
