package io.sealbus.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {
  private static final ConfigKey<Integer> PORT = ConfigKey.integer("http.port", 8080, 0, 65535, "");
  private static final ConfigKey<Duration> EVERY =
      ConfigKey.duration("poll.every", Duration.ofSeconds(2), "");
  private static final ConfigKey<List<String>> TOKENS = ConfigKey.secrets("ingest.tokens", "");
  private static final ConfigKey<Boolean> FLAG = ConfigKey.flag("some.flag", false, "");
  private static final List<ConfigKey<?>> KNOWN = List.of(PORT, EVERY, TOKENS, FLAG);

  @Test
  void absentKeyHasItsDefault() {
    var configuration = Configuration.of(Map.of(), KNOWN);

    assertThat(configuration.get(PORT)).isEqualTo(8080);
    assertThat(configuration.get(EVERY)).isEqualTo(Duration.ofSeconds(2));
    assertThat(configuration.get(TOKENS)).isEmpty();
  }

  @Test
  void unknownKeyStopsTheStartAndNamesTheNearest() {
    assertThatThrownBy(() -> Configuration.of(Map.of("http.prot", "1"), KNOWN))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("http.prot")
        .hasMessageContaining("nearest: http.port");
  }

  @ParameterizedTest
  @CsvSource({
    "http.port,-1",
    "http.port,65536",
    "http.port,x",
    "poll.every,2s",
    "poll.every,PT0S",
    "some.flag,yes"
  })
  void illegalValueStopsTheStart(String key, String value) {
    var configuration = Configuration.of(Map.of(key, value), KNOWN);

    assertThatThrownBy(() -> KNOWN.forEach(configuration::get))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(key)
        .hasMessageContaining("expected");
  }

  @Test
  void secretsAreNeverPrinted() {
    var key = new ConfigKey<>("a.secret", "", "number", "", true, Integer::parseInt);
    var configuration = Configuration.of(Map.of("a.secret", "hunter2"), List.of(key));

    assertThatThrownBy(() -> configuration.get(key))
        .isInstanceOf(ConfigurationException.class)
        .message()
        .doesNotContain("hunter2");
  }

  @Test
  void environmentNamesKeysInCapitals() {
    var environment =
        Map.of("SEALBUS_HTTP_PORT", "81", "SEALBUS_KAFKA_SECURITY_PROTOCOL", "SSL", "PATH", "/bin");

    var values = Configuration.fromEnvironment(environment, KNOWN);

    assertThat(values)
        .containsOnly(Map.entry("http.port", "81"), Map.entry("kafka.security.protocol", "SSL"));
    assertThat(Configuration.of(values, KNOWN).kafkaClient())
        .containsOnly(Map.entry("security.protocol", "SSL"));
  }

  @Test
  void listsAreSplitAndStripped() {
    var configuration = Configuration.of(Map.of("ingest.tokens", " a, b ,,c"), KNOWN);

    assertThat(configuration.get(TOKENS)).containsExactly("a", "b", "c");
  }
}
