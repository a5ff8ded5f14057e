package io.sealbus.schemas;

import org.apache.avro.specific.SpecificRecord;

/** Gives the codec of each topic: one choice of encoding for a whole deployment. */
public interface RecordCodecs {
  /** The codec for the values of {@code topic}. */
  <V extends SpecificRecord> RecordCodec<V> codec(Topic<V> topic);

  /** Avro single-object encoding; needs nothing but this jar. */
  static RecordCodecs singleObject() {
    return new RecordCodecs() {
      @Override
      public <V extends SpecificRecord> RecordCodec<V> codec(Topic<V> topic) {
        return new SingleObjectCodec<>(topic);
      }
    };
  }

  /** The Confluent wire format, with the schemas in {@code registry}. */
  static RecordCodecs confluent(SchemaRegistry registry, TopicNames names) {
    return new RecordCodecs() {
      @Override
      public <V extends SpecificRecord> RecordCodec<V> codec(Topic<V> topic) {
        return new ConfluentCodec<>(topic, names.of(topic), registry);
      }
    };
  }
}
