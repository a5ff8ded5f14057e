package io.sealbus.verifier;

import io.sealbus.schemas.Repositories;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.schemas.TopicNames;
import io.sealbus.verifier.state.VerifierState;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * {@code images} and {@code evidence} into one {@link VerifierTask} for each partition, {@code
 * verdicts} and {@code dead-letters} out. Values travel as bytes, so that a poison record is the
 * judge's to set aside and never stops the stream.
 */
final class VerifierTopology {
  private static final String IMAGES = "images-in";
  private static final String EVIDENCE = "evidence-in";
  private static final String JUDGE = "judge";

  /**
   * Of the records that have come to a task the oldest goes first. Evidence is written before its
   * image, and mostly in the same millisecond: without this, every third image was judged before
   * its evidence was known, and once more right after.
   */
  private static final TimestampExtractor AFTER_EVIDENCE =
      (record, partitionTime) -> record.timestamp() + 1;

  private VerifierTopology() {}

  static Topology build(VerifierTask.Shared shared, KeyValueBytesStoreSupplier state) {
    TopicNames names = shared.names();
    return new Topology()
        .addSource(
            AutoOffsetReset.earliest(),
            IMAGES,
            AFTER_EVIDENCE,
            new StringDeserializer(),
            new ByteArrayDeserializer(),
            names.of(TopicCatalogue.IMAGES))
        .addSource(
            EVIDENCE,
            new StringDeserializer(),
            new ByteArrayDeserializer(),
            names.of(TopicCatalogue.EVIDENCE))
        .addProcessor(JUDGE, new TaskSupplier(shared, state), IMAGES, EVIDENCE)
        .addSink(
            Outlet.VERDICTS,
            names.of(TopicCatalogue.VERDICTS),
            new StringSerializer(),
            new ByteArraySerializer(),
            byRepository(),
            JUDGE)
        .addSink(
            Outlet.DEAD_LETTERS,
            names.of(TopicCatalogue.DEAD_LETTERS),
            new StringSerializer(),
            new ByteArraySerializer(),
            byRepository(),
            JUDGE);
  }

  private static StreamPartitioner<String, byte[]> byRepository() {
    return (topic, key, value, partitions) ->
        Optional.of(Set.of(Repositories.partition(key, partitions)));
  }

  private record TaskSupplier(VerifierTask.Shared shared, KeyValueBytesStoreSupplier state)
      implements ProcessorSupplier<String, byte[], String, byte[]> {
    @Override
    public TaskProcessor get() {
      return new TaskProcessor(context -> new VerifierTask(shared, context));
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
      return VerifierState.stores(state);
    }
  }
}
