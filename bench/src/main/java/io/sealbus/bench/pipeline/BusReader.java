package io.sealbus.bench.pipeline;

import io.sealbus.schemas.Decision;
import io.sealbus.schemas.ImageEventRecord;
import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.RecordCodecs;
import io.sealbus.schemas.Topic;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.schemas.TopicNames;
import io.sealbus.schemas.UndecodableRecordException;
import io.sealbus.schemas.VerdictRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the bus as any consumer does, and notes in each trip how far it has come. */
final class BusReader implements AutoCloseable {
  private static final TopicNames NAMES = TopicNames.under("sealbus");
  private static final List<Topic<?>> TOPICS =
      List.of(TopicCatalogue.IMAGE_EVENTS, TopicCatalogue.IMAGES, TopicCatalogue.VERDICTS);

  private final RecordCodec<ImageEventRecord> events =
      RecordCodecs.singleObject().codec(TopicCatalogue.IMAGE_EVENTS);
  private final RecordCodec<VerdictRecord> verdicts =
      RecordCodecs.singleObject().codec(TopicCatalogue.VERDICTS);
  private final KafkaConsumer<String, byte[]> consumer;
  private final Map<String, Trip> byReference = new ConcurrentHashMap<>();
  private final AtomicInteger others = new AtomicInteger();
  private final Thread thread;
  private volatile CountDownLatch expected = new CountDownLatch(0);
  private volatile boolean closed;

  /** From now on. */
  BusReader(String bootstrapServers) {
    consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                "bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> all =
        TOPICS.stream()
            .flatMap(topic -> consumer.partitionsFor(NAMES.of(topic)).stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(all);
    consumer.seekToEnd(all);
    all.forEach(consumer::position);
    thread = Thread.ofPlatform().daemon().name("bus-reader").start(this::run);
  }

  /** Watches for these trips and no others. */
  void expect(List<Trip> trips) {
    byReference.clear();
    others.set(0);
    expected = new CountDownLatch(trips.size());
    trips.forEach(trip -> byReference.put(trip.image().reference(), trip));
  }

  /**
   * Waits until all of them have their verdict.
   *
   * @throws IllegalStateException where that takes longer than {@code patience}
   */
  void await(Duration patience) throws InterruptedException {
    if (!expected.await(patience.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException(
          expected.getCount() + " images have no verdict, " + others + " another one");
    }
  }

  private void run() {
    while (!closed) {
      for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
        try {
          note(record);
        } catch (UndecodableRecordException e) {
          throw new IllegalStateException(e);
        }
      }
    }
    consumer.close();
  }

  private void note(ConsumerRecord<String, byte[]> record) throws UndecodableRecordException {
    boolean told = record.topic().equals(NAMES.of(TopicCatalogue.IMAGE_EVENTS));
    String reference =
        told ? record.key() + ":" + events.decode(record.value()).getTag() : record.key();
    Trip trip = byReference.get(reference);
    if (trip == null) {
      return;
    }
    if (told) {
      trip.told(record.timestamp());
    } else if (record.topic().equals(NAMES.of(TopicCatalogue.IMAGES))) {
      trip.image(record.timestamp());
    } else {
      verdict(trip, record);
    }
  }

  private void verdict(Trip trip, ConsumerRecord<String, byte[]> record)
      throws UndecodableRecordException {
    if (verdicts.decode(record.value()).getDecision() != Decision.ALLOWED) {
      others.incrementAndGet();
    } else if (trip.read(record.timestamp())) {
      expected.countDown();
    }
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    thread.join();
  }
}
