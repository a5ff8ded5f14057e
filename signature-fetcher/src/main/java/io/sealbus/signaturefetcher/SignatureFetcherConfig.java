package io.sealbus.signaturefetcher;

import io.sealbus.runtime.config.ConfigKey;
import io.sealbus.runtime.config.Configuration;
import io.sealbus.runtime.config.ConfigurationException;
import io.sealbus.signaturefetcher.pods.PodsConfig;
import io.sealbus.signaturefetcher.reconcile.ReconcileConfig;
import io.sealbus.signaturefetcher.registry.RegistryConfig;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.signaturefetcher.source.SourcesConfig;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which registries are asked, how they are reached, and who may notify.
 *
 * @param everywhere whether to look at all places beside an image, whatever the policies ask for
 * @param registry how registries are reached
 * @param sources who may notify
 * @param reconcile how registries are compared with what is known
 * @param pods which clusters' pods are a source of images
 */
record SignatureFetcherConfig(
    AllowedRegistries registries,
    boolean everywhere,
    RegistryConfig registry,
    RetrySchedule retries,
    SourcesConfig sources,
    ReconcileConfig reconcile,
    PodsConfig pods) {
  private static final ConfigKey<List<String>> REGISTRIES =
      ConfigKey.list(
          "fetcher.registries",
          "",
          "Registries that may be contacted, host or host:port; * for any. Events that name another one are set aside. Empty: none.");
  private static final ConfigKey<Boolean> EVERYWHERE =
      ConfigKey.flag(
          "fetcher.evidence.everywhere",
          false,
          "Whether attestations and referrers of every image are fetched, and not only where a policy under bus.prefix asks for them or the image has no signature. For several policy domains on one evidence plane, and for new policies that are to decide at once.");
  private static final ConfigKey<Duration> RETRY_FIRST =
      ConfigKey.duration(
          "fetcher.retry.first",
          RetrySchedule.DEFAULT.first(),
          "Longest pause after the first failure; it doubles with each further one.");
  private static final ConfigKey<Duration> RETRY_CAP =
      ConfigKey.duration(
          "fetcher.retry.cap", RetrySchedule.DEFAULT.cap(), "Longest pause after many failures.");
  static final List<ConfigKey<?>> KEYS =
      Stream.of(
              List.of(REGISTRIES, EVERYWHERE, RETRY_FIRST, RETRY_CAP),
              RegistryConfig.KEYS,
              SourcesConfig.KEYS,
              ReconcileConfig.KEYS,
              PodsConfig.KEYS)
          .<ConfigKey<?>>flatMap(List::stream)
          .toList();

  static SignatureFetcherConfig from(Configuration configuration, InstantSource clock) {
    var registries = AllowedRegistries.of(configuration.get(REGISTRIES));
    registries
        .registries()
        .forEach(r -> check(r.equals("*") || RepositoryName.isRegistry(r), REGISTRIES, r));
    return new SignatureFetcherConfig(
        registries,
        configuration.get(EVERYWHERE),
        RegistryConfig.from(configuration),
        retries(configuration),
        SourcesConfig.from(configuration, clock),
        ReconcileConfig.from(configuration),
        PodsConfig.from(configuration));
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
    return "SignatureFetcherConfig[" + registries + ", " + sources + "]";
  }
}
