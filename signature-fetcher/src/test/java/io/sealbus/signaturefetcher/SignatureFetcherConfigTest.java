package io.sealbus.signaturefetcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealbus.runtime.config.Configuration;
import io.sealbus.runtime.config.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignatureFetcherConfigTest {
  private static SignatureFetcherConfig parse(Map<String, String> values) {
    return SignatureFetcherConfig.from(
        Configuration.of(values, SignatureFetcherConfig.KEYS), InstantSource.system());
  }

  @Test
  void contactsNobodyAndLetsNobodyInUnlessTold() {
    SignatureFetcherConfig config = parse(Map.of());

    assertThat(config.registries().allows("registry.example.com")).isFalse();
    assertThat(config.sources().sources()).isEmpty();
  }

  @Test
  void readsPairsOfWhichOneNameMayHaveSeveral() {
    SignatureFetcherConfig config =
        parse(
            Map.of(
                "fetcher.registries", "*",
                "fetcher.webhook.secrets", "a=one, a=t=wo, b=three",
                "fetcher.registry.trusted-hosts", "r.example=a.example,r.example=b.example"));

    assertThat(config.registries().allows("any.example")).isTrue();
    assertThat(config.sources()).hasToString("SourcesConfig[[distribution/a, distribution/b]]");
    assertThat(config.registry().settings().trustedHosts().get("r.example"))
        .containsExactlyInAnyOrder("a.example", "b.example");
  }

  @ParameterizedTest
  @CsvSource({
    "fetcher.registries, https://r.example",
    "fetcher.registry.plain-http, r",
    "fetcher.registry.addresses, r.example",
    "fetcher.registry.addresses, r.example=http://x",
    "fetcher.webhook.registries, a=not a host",
    "fetcher.webhook.secrets, lonely",
    "fetcher.webhook.secrets, a=",
    "fetcher.retry.cap, PT0.001S",
    "fetcher.credentials, /nowhere/config.json",
    "fetcher.registries-conf, /nowhere/registries.conf",
    "fetcher.certs.directory, /nowhere/certs.d",
    "fetcher.proxy.https, https://proxy.example.com",
    "fetcher.proxy.http, proxy.example.com:3128"
  })
  void refusesWhatItCannotUse(String key, String value) {
    assertThatThrownBy(() -> parse(Map.of(key, value)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(key)
        .hasMessageNotContaining("lonely");
  }

  @Test
  void refusesAHelperThatIsAPathByItsCode(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("config.json"), "{\"credsStore\":\"../x\"}");

    assertThatThrownBy(() -> parse(Map.of("fetcher.credentials", file.toString())))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("CREDENTIALS_INVALID");
  }

  @Test
  void showsNoSecret() {
    assertThat(parse(Map.of("fetcher.webhook.secrets", "a=hush")).toString())
        .doesNotContain("hush");
  }
}
