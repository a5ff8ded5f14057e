package io.sealbus.broker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Strings in and out of a topic with one partition. */
final class Records {
  static final String TOPIC = "records";

  private Records() {}

  static void createTopic(String bootstrapServers) throws Exception {
    try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrapServers))) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
    }
  }

  static void append(String bootstrapServers, String... values)
      throws ExecutionException, InterruptedException {
    append(bootstrapServers, Duration.ofSeconds(60), values);
  }

  /** Appends to a topic that is waited for no longer than {@code patience}. */
  static void append(String bootstrapServers, Duration patience, String... values)
      throws ExecutionException, InterruptedException {
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of(
                "bootstrap.servers",
                bootstrapServers,
                "acks",
                "all",
                "max.block.ms",
                patience.toMillis()),
            new StringSerializer(),
            new StringSerializer())) {
      var sent = new ArrayList<Future<RecordMetadata>>();
      for (String value : values) {
        sent.add(producer.send(new ProducerRecord<>(TOPIC, value)));
      }
      for (var acknowledgement : sent) {
        acknowledgement.get();
      }
    }
  }

  /** Everything up to the end as it is now, by a consumer without a group. */
  static List<String> readAll(String bootstrapServers) {
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of("bootstrap.servers", bootstrapServers),
            new StringDeserializer(),
            new StringDeserializer())) {
      var partition = new TopicPartition(TOPIC, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      var values = new ArrayList<String>();
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(5))) {
          values.add(record.value());
        }
      }
      return values;
    }
  }
}
