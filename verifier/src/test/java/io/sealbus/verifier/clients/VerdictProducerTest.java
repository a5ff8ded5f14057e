package io.sealbus.verifier.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a broker, and batches that wait for as long as the test may take. */
class VerdictProducerTest {
  private static final String TOPIC = "verdicts";
  private static final String LONG = "600000";

  private final StreamsClients clients = new StreamsClients();

  @TempDir private Path directory;
  private EmbeddedBroker broker;
  private Producer<byte[], byte[]> producer;
  private Consumer<byte[], byte[]> consumer;

  @BeforeEach
  void start() throws Exception {
    broker = EmbeddedBroker.start(EmbeddedBroker.Config.in(directory));
    Map<String, Object> bus = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (Admin admin = Admin.create(bus)) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
    }
    producer =
        clients.getProducer(
            Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "linger.ms",
                LONG,
                "delivery.timeout.ms",
                "1200000"));
    consumer =
        clients.getConsumer(
            Map.of("bootstrap.servers", broker.bootstrapServers(), "group.id", "streams"));
    consumer.subscribe(List.of(TOPIC));
    producer.flush();
  }

  @AfterEach
  void stop() {
    producer.close();
    consumer.close();
    broker.close();
  }

  private Future<RecordMetadata> send() {
    return producer.send(new ProducerRecord<>(TOPIC, new byte[1], new byte[1]));
  }

  @Test
  void whatSomebodyWaitsForLeavesWithTheNextPoll() throws Exception {
    for (int i = 0; i < 3; i++) {
      Future<RecordMetadata> sent = send();
      clients.hurry();
      assertThat(sent).isNotDone();

      consumer.poll(Duration.ZERO);

      assertThat(sent.get(1, TimeUnit.MINUTES).offset()).isEqualTo(i);
    }
  }

  @Test
  void whatNobodyWaitsForLingers() throws Exception {
    Future<RecordMetadata> sent = send();

    consumer.poll(Duration.ofMillis(200));

    assertThat(sent).isNotDone();
    producer.flush();
    assertThat(sent).isDone();
  }

  @Test
  void hurryIsNoFlushOfTheThread() throws Exception {
    long before = clients.flushes();
    Future<RecordMetadata> sent = send();
    clients.hurry();
    consumer.poll(Duration.ZERO);
    sent.get(1, TimeUnit.MINUTES);

    assertThat(clients.flushes()).isEqualTo(before);
  }
}
