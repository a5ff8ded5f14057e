package io.sealbus.runtime.service;

import io.sealbus.runtime.config.ConfigKey;
import io.sealbus.runtime.config.Configuration;
import java.nio.file.Path;
import java.util.List;

/**
 * The process's HTTP port and its place on disk.
 *
 * @param port 0 for any free one
 */
record HttpConfig(String host, int port, Path state) {
  private static final ConfigKey<String> HOST =
      ConfigKey.text(
          "http.host",
          "127.0.0.1",
          "Address to listen on. Beyond the loopback address, set ingest.tokens first.");
  private static final ConfigKey<Integer> PORT =
      ConfigKey.integer("http.port", 8080, 0, 65535, "Port to listen on; 0 for any free one.");
  private static final ConfigKey<List<Path>> STATE =
      ConfigKey.path(
          "state.directory",
          "data/state",
          "Where services keep state that can be rebuilt from the topics at any time.");

  static final List<ConfigKey<?>> KEYS = List.of(HOST, PORT, STATE);

  static HttpConfig from(Configuration configuration) {
    List<Path> state = configuration.get(STATE);
    return new HttpConfig(
        configuration.get(HOST),
        configuration.get(PORT),
        state.isEmpty() ? Path.of("data/state") : state.get(0));
  }
}
