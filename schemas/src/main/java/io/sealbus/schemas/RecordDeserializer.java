package io.sealbus.schemas;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * A topic's codec as a Kafka deserializer; null, a tombstone, stays null.
 *
 * <pre>{@code
 * var codec = RecordCodecs.singleObject().codec(TopicCatalogue.VERDICTS);
 * var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new RecordDeserializer<>(codec));
 * consumer.subscribe(List.of(TopicNames.under("sealbus").of(TopicCatalogue.VERDICTS)));
 * }</pre>
 */
public final class RecordDeserializer<V extends SpecificRecord> implements Deserializer<V> {
  private final RecordCodec<V> codec;

  /** Deserializes with {@code codec}. */
  public RecordDeserializer(RecordCodec<V> codec) {
    this.codec = codec;
  }

  @Override
  public @Nullable V deserialize(String topic, byte @Nullable [] bytes) {
    try {
      return bytes == null ? null : codec.decode(bytes);
    } catch (UndecodableRecordException e) {
      throw new SerializationException("topic " + topic + ": " + e.getMessage(), e);
    }
  }
}
