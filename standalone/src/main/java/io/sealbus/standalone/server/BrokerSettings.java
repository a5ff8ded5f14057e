package io.sealbus.standalone.server;

import io.sealbus.broker.EmbeddedBroker;
import io.sealbus.runtime.config.ConfigKey;
import io.sealbus.runtime.config.Configuration;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the embedded broker listens.
 *
 * @param port 0 for any free one
 */
public record BrokerSettings(String host, int port) {
  private static final ConfigKey<String> HOST =
      ConfigKey.text(
          "broker.host",
          "127.0.0.1",
          "Address that the embedded broker listens on and tells its clients. It asks nobody for a password: beyond the loopback address only where all are friends.");
  private static final ConfigKey<Integer> PORT =
      ConfigKey.integer(
          "broker.port",
          9092,
          0,
          65535,
          "Port that the embedded broker listens on; 0 for any free one.");

  static final List<ConfigKey<?>> KEYS = List.of(HOST, PORT);

  static BrokerSettings from(Configuration configuration) {
    return new BrokerSettings(configuration.get(HOST), configuration.get(PORT));
  }

  /** The broker's own settings, with its log in {@code broker} under {@code data}. */
  public static EmbeddedBroker.Config under(Path data, Configuration configuration) {
    BrokerSettings wanted = from(configuration);
    return EmbeddedBroker.Config.in(data.resolve("broker"))
        .withHost(wanted.host())
        .withPort(wanted.port());
  }
}
