package io.sealbus.signaturefetcher.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.signaturefetcher.registry.RegistriesConf.PullPlace;
import io.sealbus.signaturefetcher.registry.RegistriesConfParser.Loaded;
import io.sealbus.signaturefetcher.registry.RegistriesConfParser.Refused;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.ReasonCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** registries.conf, as containers/image v5 reads it. */
class RegistriesConfTest {
  private static final String CONF =
      """
      unqualified-search-registries = ["registry.example.com"]
      short-name-mode = "enforcing"
      some-key-of-tomorrow = { a = 1 }

      [[registry]]
      prefix = "registry.example.com/foo"
      location = "internal.example.com/bar"
      [[registry.mirror]]
      location = "one.example.com/m"
      [[registry.mirror]]
      location = "two.example.com:5000"
      insecure = true
      pull-from-mirror = "digest-only"
      [[registry.mirror]]
      location = "three.example.com/t/"
      pull-from-mirror = "tag-only"

      [[registry]]
      location = "registry.example.com/foo/deep"

      [[registry]]
      prefix = "*.example.org"
      [[registry]]
      prefix = "*.sub.example.org"
      location = "sub.mirror.example.com/x"
      [[registry]]
      location = "digests.example.com"
      mirror-by-digest-only = true
      mirror = [ { location = "d.example.com" } ]
      [[registry]]
      location = "blocked.example.com"
      blocked = true
      mirror = [ { location = "mirror.example.com/b" }, { location = "blocked.example.com/x" } ]
      [[registry]]
      location = "hub.example.com"
      mirror = [ { location = "docker.io" } ]
      """;

  static RegistriesConf conf(String... files) {
    RegistriesConfParser.Reading reading = read(files);
    assertThat(reading).isInstanceOf(Loaded.class);
    return ((Loaded) reading).conf();
  }

  private static RegistriesConfParser.Reading read(String... files) {
    return RegistriesConfParser.read(Arrays.stream(files).map(Bytes::utf8).toList());
  }

  private static List<String> places(RegistriesConf conf, String name, boolean byDigest) {
    int slash = name.indexOf('/');
    var repository = new RepositoryName(name.substring(0, slash), name.substring(slash + 1));
    return conf.places(repository, byDigest).stream()
        .map(place ->
            switch (place) {
              case PullPlace.At at -> at.repository() + (at.insecure() ? " insecure" : "");
              case PullPlace.Nowhere nowhere -> nowhere.code().name();
            })
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "other.example.com/a | false | other.example.com/a",
        "registry.example.com/foo/x | true | one.example.com/m/x, two.example.com:5000/x insecure, internal.example.com/bar/x",
        "registry.example.com/foo/x | false | one.example.com/m/x, three.example.com/t/x, internal.example.com/bar/x",
        "registry.example.com/foobar/x | false | registry.example.com/foobar/x",
        "registry.example.com/foo/deep/x | true | registry.example.com/foo/deep/x",
        "a.example.org/x | false | a.example.org/x",
        "a.b.example.org/x | false | a.b.example.org/x",
        "a.sub.example.org/x | false | sub.mirror.example.com/x/x",
        "example.org/x | false | example.org/x",
        "aexample.org/x | false | aexample.org/x",
        "a.example.org.attacker.com/x | false | a.example.org.attacker.com/x",
        "attacker.com/a.sub.example.org/x | false | attacker.com/a.sub.example.org/x",
        "digests.example.com/x | true | d.example.com/x, digests.example.com/x",
        "digests.example.com/x | false | digests.example.com/x",
        "blocked.example.com/x | true | mirror.example.com/b/x, REGISTRY_BLOCKED, REGISTRY_BLOCKED",
        "hub.example.com/app | true | REGISTRIES_CONF_INVALID, hub.example.com/app",
        "hub.example.com/library/app | true | docker.io/library/app, hub.example.com/library/app",
        // A prefix without a port counts for the same host with one, as on nodes.
        "digests.example.com:5000/x | true | d.example.com:5000/x, digests.example.com:5000/x",
        "registry.example.com/foo | true | one.example.com/m, REGISTRIES_CONF_INVALID, internal.example.com/bar",
      })
  void saysWhereToAsk(String name, boolean byDigest, String expected) {
    assertThat(places(conf(CONF), name, byDigest)).isEqualTo(List.of(expected.split(", ")));
  }

  @Test
  void aDropInReplacesTheEntryOfTheSamePrefixWhole() {
    RegistriesConf conf =
        conf(
            CONF,
            "[[registry]]\nprefix = \"registry.example.com/foo\"\nlocation = \"new.example.com\"\n");

    assertThat(places(conf, "registry.example.com/foo/x", true))
        .containsExactly("new.example.com/x");
    assertThat(places(conf, "digests.example.com/x", true)).contains("d.example.com/x");
  }

  @Test
  void keysAreFoundInAnyCase() {
    assertThat(
            places(
                conf("[[Registry]]\nPREFIX=\"a.example.com\"\nLocation=\"b.example.com\"\n"),
                "a.example.com/x",
                true))
        .containsExactly("b.example.com/x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[registries.search]\nregistries = []",
        "[[registry]]",
        "[[registry]]\nprefix = \"a.example.com\"",
        "[[registry]]\nprefix = \"*.example.com/a\"",
        "[[registry]]\nprefix = \"*.example.com:5000\"\nlocation = \"x.example.com\"",
        "[[registry]]\nlocation = \"https://a.example.com\"",
        "[[registry]]\nlocation = \"a.example.com\"\npull-from-mirror = \"all\"",
        "[[registry]]\nlocation = \"a.example.com\"\n[[registry.mirror]]",
        "[[registry]]\nlocation = \"a.example.com\"\nmirror = [{location=\"b.example.com\", pull-from-mirror=\"some\"}]",
        "[[registry]]\nlocation = \"a.example.com\"\nmirror-by-digest-only = true\nmirror = [{location=\"b.example.com\", pull-from-mirror=\"all\"}]",
        "[[registry]]\nlocation = \"a.example.com\"\ninsecure = true\n[[registry]]\nprefix = \"b.example.com\"\nlocation = \"a.example.com\"",
        "[[registry]]\nlocation = \"a.example.com\"\nblocked = true\n[[registry]]\nprefix = \"b.example.com\"\nlocation = \"a.example.com\"",
        "[[registry]]\nlocation = \"a.example.com\"\nblocked = \"true\"",
        "[[registry]]\nlocation = 1",
        "[registry]\nlocation = \"a.example.com\"",
        "registry = [1]",
        "[[registry]]\nlocation = \"a.example.com\"\nLOCATION = \"b.example.com\"",
        "[[registry",
        "a = 1\na = 2",
      })
  void refusesWhatNodesRefuse(String toml) {
    assertThat(read(toml))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(ReasonCode.REGISTRIES_CONF_INVALID));
  }

  @Test
  void readsTheDropInsInTheOrderOfTheirNames(@TempDir Path directory) throws Exception {
    Path main = Files.writeString(directory.resolve("registries.conf"), CONF);
    Path folder = Files.createDirectory(directory.resolve("registries.conf.d"));
    for (String name : Stream.of("20-b.conf", "10-a.conf", "30-no.txt").toList()) {
      Files.writeString(
          folder.resolve(name),
          "[[registry]]\nprefix=\"z.example.com\"\nlocation=\"%s.example.com\"\n"
              .formatted(name.substring(3, 4)));
    }

    var loaded = (Loaded) RegistriesConfFiles.read(main);

    assertThat(places(loaded.conf(), "z.example.com/x", true)).containsExactly("b.example.com/x");
  }

  @Test
  void aFileThatCannotBeReadIsRefused(@TempDir Path directory) {
    assertThat(RegistriesConfFiles.read(directory.resolve("none"))).isInstanceOf(Refused.class);
  }
}
