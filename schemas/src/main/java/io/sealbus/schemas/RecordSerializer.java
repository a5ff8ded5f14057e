package io.sealbus.schemas;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** A topic's codec as a Kafka serializer; null, a tombstone, stays null. */
public final class RecordSerializer<V extends SpecificRecord> implements Serializer<V> {
  private final RecordCodec<V> codec;

  /** Serializes with {@code codec}. */
  public RecordSerializer(RecordCodec<V> codec) {
    this.codec = codec;
  }

  @Override
  public byte @Nullable [] serialize(String topic, @Nullable V value) {
    return value == null ? null : codec.encode(value);
  }
}
