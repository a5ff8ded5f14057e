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

/** Ties a {@link Judge} to Kafka Streams: one for each task. */
final class JudgeProcessor implements Processor<String, byte[], String, byte[]> {
  private static final Duration BETWEEN_SLICES = Duration.ofMillis(5);

  private final Function<ProcessorContext<String, byte[]>, Judge> make;
  private @Nullable ProcessorContext<String, byte[]> context;
  private @Nullable Judge judge;

  JudgeProcessor(Function<ProcessorContext<String, byte[]>, Judge> make) {
    this.make = make;
  }

  @Override
  public void init(ProcessorContext<String, byte[]> streams) {
    Judge made = make.apply(streams);
    context = streams;
    judge = made;
    // Between fresh records, and never for longer than a slice takes: a push does not wait for a
    // sweep.
    streams.schedule(
        BETWEEN_SLICES,
        PunctuationType.WALL_CLOCK_TIME,
        now -> made.catchUp(Instant.ofEpochMilli(now)));
  }

  @Override
  public void process(Record<String, byte[]> record) {
    ProcessorContext<String, byte[]> streams = Objects.requireNonNull(context, "init comes first");
    RecordMetadata from = streams.recordMetadata().orElseThrow();
    Objects.requireNonNull(judge, "init comes first")
        .take(from, record, Instant.ofEpochMilli(streams.currentSystemTimeMs()));
  }
}
