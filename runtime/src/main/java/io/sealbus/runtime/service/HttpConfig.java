package io.sealbus.runtime.service;

import io.sealbus.runtime.config.ConfigKey;
import io.sealbus.runtime.config.Configuration;
import io.sealbus.runtime.config.ConfigurationException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The process's HTTP port and its place on disk.
 *
 * @param port 0 for any free one
 * @param tls null for none
 */
record HttpConfig(String host, int port, @Nullable HttpTls tls, Path state) {
  private static final ConfigKey<String> HOST =
      ConfigKey.text(
          "http.host",
          "127.0.0.1",
          "Address to listen on. Beyond the loopback address, set ingest.tokens first.");
  private static final ConfigKey<Integer> PORT =
      ConfigKey.integer("http.port", 8080, 0, 65535, "Port to listen on; 0 for any free one.");
  static final ConfigKey<List<Path>> CERTIFICATE =
      ConfigKey.path(
          "http.tls.certificate",
          "",
          "PEM file with the port's certificate and those that lead from it to an authority, for TLS; empty for none. The TLS files are read again when they change.");
  static final ConfigKey<List<Path>> KEY =
      ConfigKey.path("http.tls.key", "", "PEM file with the certificate's key: RSA or EC, PKCS#8.");
  static final ConfigKey<List<Path>> CLIENT_AUTHORITIES =
      ConfigKey.path(
          "http.tls.client.authorities",
          "",
          "PEM file with the authorities whose certificates clients may show, for sources of fetcher.sources that prove themselves so; empty: clients are asked for none.");
  private static final ConfigKey<List<Path>> STATE =
      ConfigKey.path(
          "state.directory",
          "data/state",
          "Where services keep state that can be rebuilt from the topics at any time.");

  static final List<ConfigKey<?>> KEYS =
      List.of(HOST, PORT, CERTIFICATE, KEY, CLIENT_AUTHORITIES, STATE);

  static HttpConfig from(Configuration configuration) {
    List<Path> state = configuration.get(STATE);
    return new HttpConfig(
        configuration.get(HOST),
        configuration.get(PORT),
        tls(configuration),
        state.isEmpty() ? Path.of("data/state") : state.get(0));
  }

  private static @Nullable HttpTls tls(Configuration configuration) {
    List<Path> certificate = configuration.get(CERTIFICATE);
    List<Path> key = configuration.get(KEY);
    List<Path> authorities = configuration.get(CLIENT_AUTHORITIES);
    if (certificate.isEmpty() != key.isEmpty()) {
      throw new ConfigurationException(
          CERTIFICATE.name() + ", " + KEY.name() + ": expected both or neither");
    }
    if (certificate.isEmpty() && !authorities.isEmpty()) {
      throw new ConfigurationException(
          CLIENT_AUTHORITIES.name() + ": of no use without " + CERTIFICATE.name());
    }
    return certificate.isEmpty()
        ? null
        : new HttpTls(
            certificate.get(0), key.get(0), authorities.isEmpty() ? null : authorities.get(0));
  }
}
