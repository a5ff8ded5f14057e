package io.sealbus.standalone.e2e;

import io.sealbus.broker.EmbeddedBroker;
import java.nio.file.Path;
import org.apache.kafka.common.utils.AppInfoParser;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/**
 * The Kafka that a test runs on: the one that {@code SEALBUS_TEST_BOOTSTRAP_SERVERS} names; else a
 * container where a Docker engine is present; else an embedded one.
 */
interface Broker extends AutoCloseable {
  String bootstrapServers();

  @Override
  void close();

  static Broker start(Path directory) {
    String given = System.getenv("SEALBUS_TEST_BOOTSTRAP_SERVERS");
    if (given != null && !given.isEmpty()) {
      return new Given(given);
    }
    return DockerClientFactory.instance().isDockerAvailable()
        ? new Contained()
        : new Embedded(directory);
  }

  /** Apache Kafka's own image, the version that the embedded one is of. */
  final class Contained implements Broker {
    private final KafkaContainer container =
        new KafkaContainer("apache/kafka:" + AppInfoParser.getVersion());

    Contained() {
      container.start();
    }

    @Override
    public String bootstrapServers() {
      return container.getBootstrapServers();
    }

    @Override
    public void close() {
      container.stop();
    }
  }

  /** In this JVM. */
  final class Embedded implements Broker {
    private final EmbeddedBroker broker;

    Embedded(Path directory) {
      broker = EmbeddedBroker.start(EmbeddedBroker.Config.in(directory));
    }

    @Override
    public String bootstrapServers() {
      return broker.bootstrapServers();
    }

    @Override
    public void close() {
      broker.close();
    }
  }

  /** Somebody else's. */
  record Given(String bootstrapServers) implements Broker {
    @Override
    public void close() {}
  }
}
