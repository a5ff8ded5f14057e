package io.sealbus.bench.fleet;

import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.schemas.TopicNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * What the bus alone takes of a sweep: its verdicts and its changelog rows, read back and sent once
 * more by a bare producer to topics of their own, a partition at a time, so that all batches are
 * full. Producer and broker are in this process, as they are in a sweep.
 */
final class BusFloor {
  /** Of one partition; they are sent as often as needed. */
  private static final int SAMPLE = 5_000;

  private static final TopicNames NAMES = TopicNames.under("sealbus");
  private static final String VERDICTS = "floor-verdicts";
  private static final String CHANGELOG = "floor-changelog";

  private final String servers;
  private final int partitions;

  /** Why a record was lost; null where all have arrived. What did not cost too little. */
  private volatile @Nullable Exception failure;

  BusFloor(String servers, int partitions) {
    this.servers = servers;
    this.partitions = partitions;
  }

  private record Sample(byte[] key, byte[] value, Headers headers) {}

  /**
   * CPU-seconds for {@code images} verdicts.
   *
   * @param rows of the changelog that are sent among them
   */
  double cpuSeconds(int images, long rows) throws InterruptedException {
    List<Sample> verdicts = newest(NAMES.of(TopicCatalogue.VERDICTS), SAMPLE);
    List<Sample> changes = newest(FleetBus.CHANGELOG, Math.clamp(rows / partitions, 1, SAMPLE));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(VERDICTS, partitions, (short) 1),
                  new NewTopic(CHANGELOG, partitions, (short) 1)))
          .all()
          .get();
      begin(verdicts.getFirst(), changes.getFirst());
      send(verdicts, images / 10, changes, rows / 10);
      var cost = new Cost();
      send(verdicts, images, changes, rows);
      double seconds = cost.cpuSeconds();
      Exception lost = failure;
      if (lost != null) {
        throw new IllegalStateException("records of the floor were lost", lost);
      }
      admin.deleteTopics(List.of(VERDICTS, CHANGELOG)).all().get();
      return seconds;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /**
   * One record to each partition, alone. A broker refuses what comes before it knows that it leads
   * a new partition, and of many batches sent at once one that was refused was seen to be given up
   * after two minutes, unlike those behind it.
   */
  private void begin(Sample verdict, Sample change)
      throws ExecutionException, InterruptedException {
    try (var producer = producer()) {
      for (int partition = 0; partition < partitions; partition++) {
        producer.send(record(VERDICTS, partition, verdict)).get();
        producer.send(record(CHANGELOG, partition, change)).get();
      }
    }
  }

  private KafkaProducer<byte[], byte[]> producer() {
    return FleetBus.producer(servers, 50);
  }

  private void send(List<Sample> verdicts, int images, List<Sample> changes, long rows) {
    try (var producer = producer()) {
      long row = 0;
      for (int image = 0; image < images; image++) {
        int partition = (int) ((long) image * partitions / images);
        send(producer, VERDICTS, partition, verdicts.get(image % verdicts.size()));
        for (; row * images < image * rows; row++) {
          send(producer, CHANGELOG, partition, changes.get((int) (row % changes.size())));
        }
      }
    }
  }

  private void send(
      KafkaProducer<byte[], byte[]> producer, String topic, int partition, Sample sample) {
    producer.send(
        record(topic, partition, sample), (where, lost) -> failure = lost == null ? failure : lost);
  }

  private static ProducerRecord<byte[], byte[]> record(String topic, int partition, Sample sample) {
    return new ProducerRecord<>(topic, partition, sample.key(), sample.value(), sample.headers());
  }

  /** So many at most of the newest records of the first partition. */
  private List<Sample> newest(String topic, int most) {
    var partition = new TopicPartition(topic, 0);
    var found = new ArrayList<Sample>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", servers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      long end = Objects.requireNonNull(consumer.endOffsets(List.of(partition)).get(partition));
      consumer.assign(List.of(partition));
      consumer.seek(partition, Math.max(0, end - most));
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> one : consumer.poll(Duration.ofSeconds(1))) {
          found.add(new Sample(one.key(), one.value(), one.headers()));
        }
      }
    }
    return found;
  }
}
