package io.sealbus.standalone.server;

import io.sealbus.runtime.config.ConfigKey;
import io.sealbus.runtime.config.Configuration;
import java.util.List;

/**
 * Where the embedded broker listens.
 *
 * @param port 0 for any free one
 */
record BrokerConfig(String host, int port) {
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

  static BrokerConfig from(Configuration configuration) {
    return new BrokerConfig(configuration.get(HOST), configuration.get(PORT));
  }
}
