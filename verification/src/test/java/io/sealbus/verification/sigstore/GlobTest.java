package io.sealbus.verification.sigstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class GlobTest {
  /** The output of Go 1.26's filepath.Match. */
  static Stream<Arguments> patterns() {
    return Stream.of(
        arguments("[x", false),
        arguments("[]", false),
        arguments("[]a]", false),
        arguments("[^", false),
        arguments("[a-", false),
        arguments("[a-]", false),
        arguments("[a-b", false),
        arguments("[a-b]", true),
        arguments("\\", false),
        arguments("a\\", false),
        arguments("[\\", false),
        arguments("[\\]", false),
        arguments("[\\]]", true),
        arguments("*[", false),
        arguments("[*", false),
        arguments("[a*]", true),
        arguments("**", true),
        arguments("[a]]", true),
        arguments("]", true),
        arguments("[-]", false),
        arguments("[a-]]", false),
        arguments("[^]a]", false),
        arguments("[\u00e9]", true),
        arguments("a[", false),
        arguments("*[a-", false),
        arguments("[x]*[", true));
  }

  @ParameterizedTest
  @MethodSource("patterns")
  void knowsGosPathPatterns(String pattern, boolean wellFormed) {
    assertThat(PathPattern.isWellFormed(pattern)).isEqualTo(wellFormed);
  }

  @ParameterizedTest
  @CsvSource({
    "ghcr.io/acme/**, ghcr.io/acme/a/b@sha256:1, true",
    "ghcr.io/acme/*, ghcr.io/acme/a@sha256:1, true",
    "ghcr.io/acme/*, ghcr.io/acme/a/b@sha256:1, false",
    "ghcr.io/acme/*, ghcrxio/acme/a@sha256:1, false",
    "ghcr.io/acme/a, ghcr.io/acme/a@sha256:1, false",
    "ghcr.io/acme/a:v*, ghcr.io/acme/a@sha256:1, false",
    "ghcr.io/acme/a*, ghcr.io/acme/a:latest, true",
    "*, index.docker.io/library/nginx:latest, true",
    "*, index.docker.io/acme/nginx:latest, false",
    "*/*, index.docker.io/acme/nginx:latest, true",
    "*/*, index.docker.io/a/b/nginx:latest, false",
    "**, anything.example/at/all@sha256:1, true",
    "***, a.example/b/c:1, true",
    "ghcr.io/***x, ghcr.io/a/b/x, true",
    "docker.io/library/nginx*, index.docker.io/library/nginx:latest, false"
  })
  void matchesWholeNames(String glob, String name, boolean matches) {
    assertThat(Glob.parse(glob).orElseThrow().matches(name)).isEqualTo(matches);
  }

  @Test
  void isNoGlobWithOtherCharacters() {
    for (String text : new String[] {"", "a?", "[a]", "a b", "a\n", "\u00e9", "a#b", "a{}"}) {
      assertThat(Glob.parse(text)).as(text).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ghcr.io/acme/**, ghcr.io/acme/",
    "ghcr.io/acme/a*, ghcr.io/acme/a",
    "ghcr.io/a, ghcr.io/a",
    "*, index.docker.io/library/",
    "*/*, index.docker.io/",
    "**, ''"
  })
  void startsWithItsTextUpToTheFirstStar(String glob, String prefix) {
    assertThat(Glob.parse(glob).orElseThrow().literalPrefix()).isEqualTo(prefix);
  }
}
