package io.sealbus.verifier;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Function;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Ties a {@link VerifierTask} to Kafka Streams. */
final class TaskProcessor implements Processor<String, byte[], String, byte[]> {
  /**
   * No longer than a slice takes: while there is something to sweep, fresh records alone pause it.
   * Shorter, and Streams would take fewer records at a time.
   */
  private static final Duration BETWEEN_SLICES = Duration.ofMillis(1);

  private final Function<ProcessorContext<String, byte[]>, VerifierTask> make;
  private @Nullable ProcessorContext<String, byte[]> context;
  private @Nullable VerifierTask task;

  TaskProcessor(Function<ProcessorContext<String, byte[]>, VerifierTask> make) {
    this.make = make;
  }

  @Override
  public void init(ProcessorContext<String, byte[]> streams) {
    VerifierTask made = make.apply(streams);
    context = streams;
    task = made;
    streams.schedule(
        BETWEEN_SLICES,
        PunctuationType.WALL_CLOCK_TIME,
        now -> made.catchUp(Instant.ofEpochMilli(now)));
  }

  @Override
  public void process(Record<String, byte[]> record) {
    ProcessorContext<String, byte[]> streams = Objects.requireNonNull(context, "init comes first");
    RecordMetadata from = streams.recordMetadata().orElseThrow();
    Objects.requireNonNull(task, "init comes first")
        .take(from, record, Instant.ofEpochMilli(streams.currentSystemTimeMs()));
  }

  @Override
  public void close() {
    VerifierTask open = task;
    if (open != null) {
      open.close();
    }
  }
}
