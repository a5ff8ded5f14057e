package io.sealbus.runtime.bus;

import io.sealbus.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A record as it stands on the bus, not decoded yet.
 *
 * @param key the key read as UTF-8; empty where there is none
 * @param value null for a tombstone
 */
public record IncomingRecord(
    Topic<?> topic,
    int partition,
    long offset,
    String key,
    byte @Nullable [] value,
    ConsumerRecord<byte[], byte[]> source) {

  static IncomingRecord of(Topic<?> topic, ConsumerRecord<byte[], byte[]> source) {
    byte[] key = source.key();
    return new IncomingRecord(
        topic,
        source.partition(),
        source.offset(),
        key == null ? "" : new String(key, StandardCharsets.UTF_8),
        source.value(),
        source);
  }

  /** The last header named {@code name}, read as UTF-8, or null. */
  public @Nullable String header(String name) {
    Header header = source.headers().lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }

  /** When it was written, by the clock of whoever wrote it or of the broker. */
  public Instant writtenAt() {
    return Instant.ofEpochMilli(source.timestamp());
  }

  /** The trace that the record belongs to. */
  public TraceContext trace() {
    return TraceContext.parse(header(TraceContext.HEADER));
  }
}
