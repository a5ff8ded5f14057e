package io.sealbus.standalone.e2e;

import io.sealbus.broker.EmbeddedBroker;
import java.nio.file.Path;

/**
 * The Kafka that a test runs on: the one that {@code SEALBUS_TEST_BOOTSTRAP_SERVERS} names, else an
 * embedded one.
 */
interface Broker extends AutoCloseable {
  String bootstrapServers();

  @Override
  void close();

  static Broker start(Path directory) {
    String given = System.getenv("SEALBUS_TEST_BOOTSTRAP_SERVERS");
    return given == null || given.isEmpty() ? new Embedded(directory) : new Given(given);
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
