package io.sealbus.verifier.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Without a broker: nothing that is sent arrives. */
class StreamsClientsTest {
  private final StreamsClients clients = new StreamsClients();

  private Producer<byte[], byte[]> producer() {
    return clients.getProducer(Map.of("bootstrap.servers", "127.0.0.1:1", "max.block.ms", 50));
  }

  @Test
  void countsFlushes() {
    try (var producer = producer()) {
      producer.flush();
      producer.flush();
    }

    assertThat(clients.flushes()).isEqualTo(2);
  }

  @Test
  void flushAfterALostRecordIsNone() {
    var failure = new AtomicReference<Exception>();
    try (var producer = producer()) {
      producer.send(
          new ProducerRecord<>("topic", new byte[1]), (metadata, why) -> failure.set(why));
      producer.flush();
    }

    assertThat(failure.get()).isNotNull();
    assertThat(clients.flushes()).isZero();
  }
}
