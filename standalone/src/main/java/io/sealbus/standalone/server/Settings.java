package io.sealbus.standalone.server;

import io.sealbus.runtime.config.ConfigKey;
import io.sealbus.runtime.config.Configuration;
import io.sealbus.runtime.config.ConfigurationException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The settings of one process, from file, environment and command line, the later ones winning. */
public final class Settings {
  private final Map<String, String> values;

  private Settings(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  /**
   * Gathers the settings.
   *
   * @param file a properties file, or null
   * @param assignments {@code key=value} from the command line
   * @throws ConfigurationException where the file cannot be read or an assignment is none
   */
  public static Settings gather(
      @Nullable Path file, Map<String, String> environment, List<String> assignments) {
    var values = new HashMap<String, String>();
    if (file != null) {
      values.putAll(Configuration.readFile(file));
    }
    values.putAll(Configuration.fromEnvironment(environment, Services.keys()));
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      if (equals < 1) {
        throw new ConfigurationException("--set " + assignment + " (expected: key=value)");
      }
      values.put(assignment.substring(0, equals).strip(), assignment.substring(equals + 1).strip());
    }
    return new Settings(values);
  }

  /** None at all: every key has its default. */
  public static Settings none() {
    return new Settings(Map.of());
  }

  /** Whether somebody set {@code key}. */
  public boolean has(String key) {
    return values.containsKey(key);
  }

  /** With {@code key} set, unless it is already. */
  public Settings withDefault(String key, String value) {
    return has(key) ? this : with(key, value);
  }

  /** With {@code key} set to {@code value}, whatever it was. */
  public Settings with(String key, String value) {
    var changed = new HashMap<>(values);
    changed.put(key, value);
    return new Settings(changed);
  }

  /** Where the default ports are in use, any free ones, unless somebody set them. */
  public Settings preferringFreePorts() {
    Settings changed = this;
    if (!has("http.port") && !HttpPort.of(configuration()).free()) {
      changed = changed.with("http.port", "0");
    }
    BrokerSettings broker = BrokerSettings.from(configuration());
    if (!has("broker.port") && !new HttpPort(broker.host(), broker.port()).free()) {
      changed = changed.with("broker.port", "0");
    }
    return changed;
  }

  /**
   * Checked against everything that any command knows.
   *
   * @throws ConfigurationException naming an unknown key and the nearest known one
   */
  public Configuration configuration() {
    List<ConfigKey<?>> known = Services.keys();
    Configuration configuration = Configuration.of(values, known);
    known.forEach(configuration::get);
    return configuration;
  }
}
