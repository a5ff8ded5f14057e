package io.sealbus.signaturefetcher;

import io.sealbus.runtime.config.ConfigKey;
import io.sealbus.runtime.config.Configuration;
import io.sealbus.runtime.config.ConfigurationException;
import io.sealbus.signaturefetcher.pods.PodsConfig;
import io.sealbus.signaturefetcher.reconcile.ReconcileConfig;
import io.sealbus.signaturefetcher.registry.HostPairs;
import io.sealbus.signaturefetcher.registry.RegistryConfig;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which registries are asked, how they are reached, and who may notify.
 *
 * @param registry how registries are reached
 * @param secrets of each notifying source, by its name in the URL
 * @param sources registry that a source speaks for; a source without one speaks for the host that
 *     each of its events names
 * @param reconcile how registries are compared with what is known
 * @param pods which clusters' pods are a source of images
 */
record SignatureFetcherConfig(
    AllowedRegistries registries,
    RegistryConfig registry,
    RetrySchedule retries,
    Map<String, List<String>> secrets,
    Map<String, String> sources,
    ReconcileConfig reconcile,
    PodsConfig pods) {
  private static final ConfigKey<List<String>> REGISTRIES =
      ConfigKey.list(
          "fetcher.registries",
          "",
          "Registries that may be contacted, host or host:port; * for any. Events that name another one are set aside. Empty: none.");
  private static final ConfigKey<Duration> RETRY_FIRST =
      ConfigKey.duration(
          "fetcher.retry.first",
          RetrySchedule.DEFAULT.first(),
          "Longest pause after the first failure; it doubles with each further one.");
  private static final ConfigKey<Duration> RETRY_CAP =
      ConfigKey.duration(
          "fetcher.retry.cap", RetrySchedule.DEFAULT.cap(), "Longest pause after many failures.");
  private static final ConfigKey<List<String>> SECRETS =
      new ConfigKey<>(
          "fetcher.webhook.secrets",
          "",
          "comma-separated list of source=secret",
          "Bearer secrets of the sources that may notify at /v1/webhooks/distribution/{source}. Repeat a source for several current secrets. Empty: nobody may notify.",
          true,
          HostPairs::parse);
  private static final ConfigKey<List<String>> SOURCES =
      HostPairs.key(
          "fetcher.webhook.registries",
          "source=registry",
          "The registry that a source speaks for. A source that is not listed speaks for the host that each of its events names, which is whatever the pushing client called it.");

  static final List<ConfigKey<?>> KEYS =
      Stream.of(
              List.of(REGISTRIES, RETRY_FIRST, RETRY_CAP, SECRETS, SOURCES),
              RegistryConfig.KEYS,
              ReconcileConfig.KEYS,
              PodsConfig.KEYS)
          .<ConfigKey<?>>flatMap(List::stream)
          .toList();

  static SignatureFetcherConfig from(Configuration configuration) {
    var registries = AllowedRegistries.of(configuration.get(REGISTRIES));
    Map<String, String> sources = HostPairs.single(configuration.get(SOURCES));
    registries
        .registries()
        .forEach(r -> check(r.equals("*") || RepositoryName.isRegistry(r), REGISTRIES, r));
    sources.values().forEach(r -> check(RepositoryName.isRegistry(r), SOURCES, r));
    return new SignatureFetcherConfig(
        registries,
        RegistryConfig.from(configuration),
        retries(configuration),
        HostPairs.several(configuration.get(SECRETS)),
        sources,
        ReconcileConfig.from(configuration),
        PodsConfig.from(configuration));
  }

  /** The sources as their events name them, and the registries that they speak for. */
  Map<String, Set<String>> speakers() {
    Map<String, Set<String>> speakers = new LinkedHashMap<>();
    sources.forEach((name, registry) -> speakers.put("distribution/" + name, Set.of(registry)));
    return speakers;
  }

  private static RetrySchedule retries(Configuration configuration) {
    Duration first = configuration.get(RETRY_FIRST);
    Duration cap = configuration.get(RETRY_CAP);
    check(cap.compareTo(first) >= 0, RETRY_CAP, cap.toString());
    return new RetrySchedule(first, cap);
  }

  private static void check(boolean holds, ConfigKey<?> key, String value) {
    if (!holds) {
      throw new ConfigurationException(
          key.name() + ": " + value + " (expected: " + key.expected() + ")");
    }
  }

  /** Shows no secret. */
  @Override
  public String toString() {
    return "SignatureFetcherConfig[" + registries + ", sources " + secrets.keySet() + "]";
  }
}
