package io.sealbus.runtime.bus;

import io.sealbus.schemas.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads every partition of one topic from given offsets to its end, and then follows it. For topics
 * that a service reads as a table.
 */
public final class TopicFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final BusConfig bus;
  private final Topic<?> topic;
  private final String clientId;
  private final Duration patience;
  private final Listener listener;
  private final Map<Integer, Long> next;
  private final Map<Integer, Long> ends = new HashMap<>();
  private boolean told;
  private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread thread;

  /** Told of what stands on the topic; always on the follower's own thread. */
  public interface Listener {
    /**
     * The next records, in the order of each partition. A failure repeats the call after a pause.
     */
    void records(List<IncomingRecord> batch);

    /**
     * Everything that stood on the topic when reading began has been told. Told again after each
     * {@link #reset}.
     */
    default void caughtUp() {}

    /** The offsets asked for are no longer on the topic: forget everything; reading starts anew. */
    void reset();
  }

  /**
   * A follower that begins with {@link #start} and tells of each record at once.
   *
   * @param from offset by partition; partitions without one are read from the beginning
   */
  public TopicFollower(
      BusConfig bus, Topic<?> topic, String clientId, Map<Integer, Long> from, Listener listener) {
    this(bus, topic, clientId, from, Duration.ZERO, listener);
  }

  /**
   * The same for who can wait.
   *
   * @param patience how long what has come may wait for more, so that it is told of together
   */
  public TopicFollower(
      BusConfig bus,
      Topic<?> topic,
      String clientId,
      Map<Integer, Long> from,
      Duration patience,
      Listener listener) {
    this.patience = patience;
    this.bus = bus;
    this.topic = topic;
    this.clientId = clientId;
    this.listener = listener;
    this.next = new HashMap<>(from);
    this.thread = Thread.ofPlatform().name(clientId + "-" + topic.name()).unstarted(this::run);
  }

  /** Begins to read. */
  public TopicFollower start() {
    thread.start();
    return this;
  }

  /** Completes when everything that stood on the topic at the start has been read. */
  public CompletableFuture<Void> caughtUp() {
    return caughtUp.copy();
  }

  private void run() {
    while (!closed.get()) {
      try (Consumer<byte[], byte[]> consumer =
          new KafkaConsumer<>(ConsumerSettings.alone(bus, clientId, patience))) {
        follow(consumer);
      } catch (OffsetOutOfRangeException e) {
        LOG.atWarn().addKeyValue("topic", bus.names().of(topic)).log("offsets are gone: read anew");
        next.clear();
        told = false;
        listener.reset();
      } catch (RuntimeException e) {
        if (!closed.get()) {
          LOG.atWarn()
              .setCause(e)
              .addKeyValue("topic", bus.names().of(topic))
              .log("follower starts anew");
          pause();
        }
      }
    }
  }

  private void follow(Consumer<byte[], byte[]> consumer) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (PartitionInfo info : consumer.partitionsFor(bus.names().of(topic))) {
      partitions.add(new TopicPartition(info.topic(), info.partition()));
    }
    consumer.assign(partitions);
    consumer.endOffsets(partitions).forEach((p, end) -> ends.put(p.partition(), end));
    seek(consumer, partitions);
    while (!closed.get()) {
      checkCaughtUp(consumer, partitions);
      deliver(consumer);
    }
  }

  /** A position beyond the end would look like having read everything; it is asked for at once. */
  private void seek(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
    var gone = new HashMap<TopicPartition, Long>();
    consumer
        .beginningOffsets(partitions)
        .forEach((partition, beginning) -> {
          long offset = next.getOrDefault(partition.partition(), beginning);
          long end = ends.getOrDefault(partition.partition(), 0L);
          if (offset < beginning || offset > end) {
            gone.put(partition, offset);
          } else {
            consumer.seek(partition, offset);
          }
        });
    if (!gone.isEmpty()) {
      throw new OffsetOutOfRangeException(gone);
    }
  }

  private void deliver(Consumer<byte[], byte[]> consumer) {
    List<IncomingRecord> batch = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      batch.add(IncomingRecord.of(topic, record));
    }
    if (!batch.isEmpty()) {
      // Offsets advance after the listener has the batch: a failure brings the same batch again.
      listener.records(batch);
      batch.forEach(r -> next.put(r.partition(), r.offset() + 1));
    }
  }

  private void checkCaughtUp(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
    if (!told
        && partitions.stream()
            .allMatch(p -> consumer.position(p) >= ends.getOrDefault(p.partition(), 0L))) {
      told = true;
      listener.caughtUp();
      caughtUp.complete(null);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try {
        thread.join(Duration.ofSeconds(5));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
