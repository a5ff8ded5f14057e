package io.sealbus.schemas;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/** The codec of each topic: one choice of encoding for a whole deployment. */
public final class RecordCodecs {
  private final Map<Topic<?>, RecordCodec<?>> codecs = new HashMap<>();

  private RecordCodecs(Function<Topic<?>, RecordCodec<?>> make) {
    TopicCatalogue.all().forEach(topic -> codecs.put(topic, make.apply(topic)));
  }

  /** Avro single-object encoding; needs nothing but this jar. */
  public static RecordCodecs singleObject() {
    return new RecordCodecs(SingleObjectCodec::new);
  }

  /** The Confluent wire format, with the schemas in {@code registry}. */
  public static RecordCodecs confluent(SchemaRegistry registry, TopicNames names) {
    return new RecordCodecs(topic -> new ConfluentCodec<>(topic, names.of(topic), registry));
  }

  /** The codec for the values of {@code topic}, which stands in the catalogue. */
  @SuppressWarnings("unchecked") // Each topic was put in with a codec of its own value type.
  public <V extends SpecificRecord> RecordCodec<V> codec(Topic<V> topic) {
    RecordCodec<?> codec = codecs.get(topic);
    if (codec == null) {
      throw new IllegalArgumentException("not in the catalogue: " + topic.name());
    }
    return (RecordCodec<V>) codec;
  }
}
