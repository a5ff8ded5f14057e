package io.sealbus.signaturefetcher.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryNameTest {
  @ParameterizedTest
  @CsvSource({
    "registry.example.com, team/app",
    "registry.example.com:5000, a",
    "localhost, a__b/c--d.e",
    "[::1]:5000, a",
    "127.0.0.1:1, 0"
  })
  void takesWhatTheGrammarAllows(String registry, String path) {
    assertThat(RepositoryName.parse(registry, path)).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "registry, a",
    "user@registry.example.com, a",
    "registry.example.com., a",
    "registry..example.com, a",
    "-registry.example.com, a",
    "registry.example.com:, a",
    "registry.example.com:123456, a",
    "registry.example.com/x, a",
    "registry.exämple.com, a",
    "'registry.example.com\n', a",
    "registry.example.com, A",
    "registry.example.com, a//b",
    "registry.example.com, ../a",
    "registry.example.com, a/",
    "registry.example.com, a%2fb",
    "registry.example.com, a?b",
    "registry.example.com, a___b",
    "registry.example.com, 'a\nb'",
    "'', a",
    "registry.example.com, ''"
  })
  void refusesEverythingElse(String registry, String path) {
    assertThat(RepositoryName.parse(registry, path)).isEmpty();
  }

  @Test
  void boundsTheLength() {
    assertThat(RepositoryName.parse("r.example", "a".repeat(256))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".a", "-a", "a/b", "a:b", "a b", "a\n", "ü"})
  void refusesWhatIsNoTag(String tag) {
    assertThat(RepositoryName.isTag(tag)).isFalse();
  }
}
