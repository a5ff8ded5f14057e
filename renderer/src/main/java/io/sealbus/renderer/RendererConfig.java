package io.sealbus.renderer;

import io.sealbus.renderer.verdict.DatabaseSettings;
import io.sealbus.renderer.verdict.Verdicts;
import io.sealbus.runtime.config.ConfigKey;
import io.sealbus.runtime.config.Configuration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Settings of the renderer.
 *
 * @param debounce how long changes of policies are collected before they are rendered
 * @param directory where to keep the nodes' files; at most one
 * @param database at most one; an embedded one where none is given
 * @param streams how streams are bounded
 */
record RendererConfig(
    Duration debounce,
    List<Path> directory,
    List<DatabaseSettings> database,
    Verdicts.Streams streams) {
  private static final ConfigKey<Duration> DEBOUNCE =
      ConfigKey.duration(
          "renderer.debounce",
          Duration.ofMillis(200),
          "How long changes of policies are collected before they are rendered, once for all.");
  private static final ConfigKey<List<Path>> DIRECTORY =
      ConfigKey.path(
          "renderer.directory",
          "",
          "Root directory to keep the nodes' files in, as below / on a node. Files that Sealbus did not write are left alone unless a node file has their path.");
  private static final ConfigKey<String> DATABASE_URL =
      ConfigKey.text(
          "renderer.database.url",
          "",
          "JDBC URL (jdbc:postgresql:…) of a database that this renderer has for itself; empty for an embedded one in state.directory.");
  private static final ConfigKey<String> DATABASE_USER =
      ConfigKey.text("renderer.database.user", "", "User of the database.");
  private static final ConfigKey<String> DATABASE_PASSWORD =
      new ConfigKey<>(
          "renderer.database.password", "", "text", "Password of the user.", true, text -> text);
  private static final ConfigKey<Integer> STREAM_CLIENTS =
      ConfigKey.integer(
          "renderer.stream.clients", 200, 1, 10_000, "Most streams of verdicts at one time.");
  private static final ConfigKey<Duration> STREAM_HEARTBEAT =
      ConfigKey.duration(
          "renderer.stream.heartbeat",
          Duration.ofSeconds(15),
          "How often a stream without events gives a sign of life.");
  private static final ConfigKey<Duration> STREAM_PATIENCE =
      ConfigKey.duration(
          "renderer.stream.patience",
          Duration.ofSeconds(30),
          "How long a client may leave events untaken before its stream is ended.");

  static final List<ConfigKey<?>> KEYS =
      List.of(
          DEBOUNCE,
          DIRECTORY,
          DATABASE_URL,
          DATABASE_USER,
          DATABASE_PASSWORD,
          STREAM_CLIENTS,
          STREAM_HEARTBEAT,
          STREAM_PATIENCE);

  RendererConfig {
    directory = List.copyOf(directory);
    database = List.copyOf(database);
  }

  static RendererConfig from(Configuration configuration) {
    String url = configuration.get(DATABASE_URL);
    return new RendererConfig(
        configuration.get(DEBOUNCE),
        configuration.get(DIRECTORY),
        url.isEmpty()
            ? List.of()
            : List.of(
                DatabaseSettings.external(
                    url, configuration.get(DATABASE_USER), configuration.get(DATABASE_PASSWORD))),
        new Verdicts.Streams(
            configuration.get(STREAM_CLIENTS),
            configuration.get(STREAM_HEARTBEAT),
            configuration.get(STREAM_PATIENCE)));
  }

  /** The database, which is below {@code state} where none is configured. */
  DatabaseSettings databaseOr(Path state) {
    return database.isEmpty() ? DatabaseSettings.embedded(state) : database.getFirst();
  }
}
