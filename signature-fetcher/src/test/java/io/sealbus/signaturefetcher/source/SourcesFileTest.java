package io.sealbus.signaturefetcher.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealbus.runtime.config.Configuration;
import io.sealbus.runtime.config.ConfigurationException;
import io.sealbus.schemas.Authenticity;
import io.sealbus.verification.Bytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourcesFileTest {
  @TempDir private Path directory;

  private List<Source> read(String text) {
    return new SourcesFile(
            directory,
            Map.of("SECRET_OF_ZOT", "from-a-variable")::get,
            url -> (selector, context) -> List.of(),
            InstantSource.fixed(Instant.EPOCH))
        .read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Delivery bearer(String secret) {
    return new Delivery(
        Map.of("Authorization", "Bearer " + secret), Map.of(), null, Bytes.utf8(""), Instant.EPOCH);
  }

  @Test
  void secretsComeFromFilesVariablesAndTexts() throws Exception {
    Files.writeString(directory.resolve("secret"), "from-a-file\n");

    Source source =
        read("""
        sources:
          - kind: zot
            name: main
            registries: [zot.example.com]
            secrets:
              - file: secret
              - variable: SECRET_OF_ZOT
              - text: as-it-is
        """)
            .getFirst();

    assertThat(source.id()).isEqualTo("zot/main");
    assertThat(source.authentication().grade()).isEqualTo(Authenticity.BEARER);
    assertThat(List.of("from-a-file", "from-a-variable", "as-it-is"))
        .allSatisfy(secret ->
            assertThat(source.authentication().byHead(bearer(secret)))
                .isEqualTo(Admission.ADMITTED));
    assertThat(source.authentication().byHead(bearer("else"))).isEqualTo(Admission.REFUSED);
    assertThat(source.toString()).doesNotContain("from-a", "as-it-is");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "sources: {}",
        "sources: [5]",
        "source: []",
        "sources: []\n---\nsources: []",
        "sources: [&a {kind: zot}, *a]",
        "sources: [{kind: zot, name: a, registries: [r.example], secrets: []}]",
        "sources: [{kind: zot, name: a, registries: [r.example], secrets: [{text: hush}], secret: x}]",
        "sources: [{kind: zot, name: a, registries: [r.example], secrets: [{text: hush, file: x}]}]",
        "sources: [{kind: zot, name: a, registries: [r.example], secrets: [{file: nowhere}]}]",
        "sources: [{kind: zot, name: a, registries: [r.example], secrets: [{variable: NOT_SET}]}]",
        "sources: [{kind: zot, name: a, registries: [r.example], secrets: [{text: 5}]}]",
        "sources: [{kind: zot, name: a, registries: ['https://r.example'], secrets: [{text: hush}]}]",
        "sources: [{kind: zot, name: a, secrets: [{text: hush}]}]",
        "sources: [{kind: zot, name: A/b, registries: [r.example], secrets: [{text: hush}]}]",
        "sources: [{kind: zott, name: a, registries: [r.example], secrets: [{text: hush}]}]",
        "sources: [{kind: zot, name: a, registries: [r.example], authentication: url, secrets: [{text: hush}]}]",
        "sources: [{kind: zot, name: a, registries: [r.example], header: X-A, secrets: [{text: hush}]}]",
        "sources: [{kind: zot, name: a, registries: [r.example], topics: [x], secrets: [{text: hush}]}]",
        "sources: [{kind: zot, name: a, registries: [r.example], repositories: {a: r.example}, secrets: [{text: hush}]}]",
        "sources: [{kind: zot, name: a, registries: [r.example], secrets: [{text: hush}]}, {kind: zot, name: a, registries: [r.example], secrets: [{text: hush}]}]",
        "sources: [{kind: nexus, name: a, repositories: {a: 'not a host'}, secrets: [{text: hush}]}]",
        "sources: [{kind: quay, name: a, registries: [q.example], secrets: [{text: hush}]}]",
        "sources: [{kind: artifactory, name: a, registries: [j.example], secrets: [{text: hush}]}]",
        "sources: [{kind: event-grid, name: a, registries: [a.example], secrets: [{text: hush-hush-hush-hush}]}]",
        "sources: [{kind: google, name: a, registries: [g.example], secrets: [{text: hush}]}]",
        "sources: [{kind: google, name: a, registries: [g.example], oidc: {audience: x}}]",
        "sources: [{kind: google, name: a, registries: [g.example], oidc: {email: x}}]",
        "sources: [{kind: google, name: a, registries: [g.example], oidc: {audience: x, email: y, keys: 'http://k.example'}}]",
        "sources: [{kind: ecr, name: a, registries: [e.example], authentication: oidc, oidc: {audience: x, issuers: [y], keys: 'https://k.example'}}]",
      })
  void whatIsNotAsItHasToBeStopsTheStartAndShowsNoSecret(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("fetcher.sources")
        .hasMessageNotContaining("hush");
  }

  @Test
  void theOldKeysAndTheFileStandBesideEachOther() throws Exception {
    Path file = directory.resolve("sources.yaml");
    Files.writeString(file, "sources: [{kind: github, name: main, secrets: [{text: hush}]}]");

    SourcesConfig config = config("fetcher.webhook.secrets", "main=a,main=b", file);

    assertThat(config).hasToString("SourcesConfig[[github/main, distribution/main]]");
    assertThat(config.needsSpool()).isTrue();
  }

  @Test
  void oneSourceIsInOnePlace() throws Exception {
    Path file = directory.resolve("sources.yaml");
    Files.writeString(
        file,
        "sources: [{kind: distribution, name: main, registries: [r.example], secrets: [{text: hush}]}]");

    assertThatThrownBy(() -> config("fetcher.webhook.secrets", "main=a", file))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("distribution/main");
  }

  private static SourcesConfig config(String key, String value, Path file) {
    return SourcesConfig.from(
        Configuration.of(
            Map.of(key, value, "fetcher.sources", file.toString()), SourcesConfig.KEYS),
        InstantSource.system());
  }
}
