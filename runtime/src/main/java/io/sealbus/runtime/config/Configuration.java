package io.sealbus.runtime.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The settings of one process. Three sources, later ones winning: a properties file, environment
 * variables ({@code SEALBUS_BUS_BOOTSTRAP_SERVERS} for {@code bus.bootstrap.servers}), and what the
 * command line sets.
 */
public final class Configuration {
  /** Settings that start so are handed to Kafka's clients without the prefix. */
  public static final String KAFKA_PREFIX = "kafka.";

  private static final String ENVIRONMENT_PREFIX = "SEALBUS_";

  private final Map<String, String> values;

  private Configuration(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  /**
   * Checks that every key is known.
   *
   * @throws ConfigurationException naming the unknown key and the nearest known one
   */
  public static Configuration of(Map<String, String> values, Collection<ConfigKey<?>> known) {
    var names = known.stream().map(ConfigKey::name).toList();
    for (String key : new TreeMap<>(values).keySet()) {
      if (!names.contains(key) && !key.startsWith(KAFKA_PREFIX)) {
        String nearest =
            names.stream()
                .min(Comparator.comparingInt(n -> EditDistance.between(n, key)))
                .orElse("");
        throw new ConfigurationException("unknown setting: " + key + " (nearest: " + nearest + ")");
      }
    }
    return new Configuration(values);
  }

  /**
   * The settings in a UTF-8 properties file.
   *
   * @throws ConfigurationException where the file cannot be read
   */
  public static Map<String, String> readFile(Path file) {
    var properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigurationException("cannot read " + file + ": " + e.getMessage());
    }
    var values = new HashMap<String, String>();
    properties.forEach((key, value) -> values.put(key.toString(), value.toString().strip()));
    return values;
  }

  /** The settings among environment variables: those that name a known key. */
  public static Map<String, String> fromEnvironment(
      Map<String, String> environment, Collection<ConfigKey<?>> known) {
    var values = new HashMap<String, String>();
    for (ConfigKey<?> key : known) {
      String value = environment.get(environmentName(key.name()));
      if (value != null) {
        values.put(key.name(), value);
      }
    }
    environment.forEach((name, value) -> {
      if (name.startsWith(ENVIRONMENT_PREFIX + "KAFKA_")) {
        String client = name.substring(ENVIRONMENT_PREFIX.length() + "KAFKA_".length());
        values.put(KAFKA_PREFIX + client.toLowerCase(Locale.ROOT).replace('_', '.'), value);
      }
    });
    return values;
  }

  /** The environment variable of a key. */
  public static String environmentName(String key) {
    return ENVIRONMENT_PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /**
   * The value of {@code key}, or its default.
   *
   * @throws ConfigurationException where the text is no legal value
   */
  public <T> T get(ConfigKey<T> key) {
    String text = values.getOrDefault(key.name(), key.defaultValue());
    try {
      return key.parser().apply(text);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          key.name()
              + ": "
              + (key.secret() ? "***" : text)
              + " (expected: "
              + key.expected()
              + ")");
    }
  }

  /** Whether {@code key} was set by anyone. */
  public boolean isSet(ConfigKey<?> key) {
    return values.containsKey(key.name());
  }

  /** The settings for Kafka's clients, without their prefix. */
  public Map<String, String> kafkaClient() {
    var client = new HashMap<String, String>();
    values.forEach((key, value) -> {
      if (key.startsWith(KAFKA_PREFIX)) {
        client.put(key.substring(KAFKA_PREFIX.length()), value);
      }
    });
    return Map.copyOf(client);
  }
}
