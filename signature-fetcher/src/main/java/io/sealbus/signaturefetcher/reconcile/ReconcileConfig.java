package io.sealbus.signaturefetcher.reconcile;

import io.sealbus.runtime.config.ConfigKey;
import io.sealbus.runtime.config.Configuration;
import io.sealbus.runtime.config.ConfigurationException;
import java.time.Duration;
import java.util.List;

/**
 * How often registries are compared with what is known, and at what pace.
 *
 * @param period within which each repository is looked at once
 * @param evidenceAge within which what is attached to each known manifest is looked at once
 * @param requestsPerSecond at one registry, by this process, on average
 * @param wanted repositories to find besides those that are known
 * @param silentAfter a source is silent if things change so long after its last event
 */
public record ReconcileConfig(
    boolean enabled,
    Duration period,
    Duration evidenceAge,
    int requestsPerSecond,
    WantedRepositories wanted,
    Duration silentAfter) {
  private static final ConfigKey<Boolean> ENABLED =
      ConfigKey.flag(
          "fetcher.reconcile",
          true,
          "Whether registries are compared with what is known, so that what no notification told is found.");
  private static final ConfigKey<Duration> PERIOD =
      ConfigKey.duration(
          "fetcher.reconcile.period",
          Duration.ofHours(1),
          "Within this time the tags of each repository are compared once: a list, and a HEAD for each known tag.");
  private static final ConfigKey<Duration> EVIDENCE_AGE =
      ConfigKey.duration(
          "fetcher.reconcile.evidence.age",
          Duration.ofHours(6),
          "Within this time what is attached to each known manifest is compared once, in about three requests. Rounded up to whole periods.");
  private static final ConfigKey<Integer> REQUESTS =
      ConfigKey.integer(
          "fetcher.reconcile.requests-per-second",
          10,
          1,
          10_000,
          "Requests that comparing makes at one registry, on average, by each process; one at a time. What it finds is fetched at that pace, too.");
  private static final ConfigKey<List<String>> REPOSITORIES =
      ConfigKey.list(
          "fetcher.reconcile.repositories",
          "",
          "Repositories to look at besides those that are known, registry/repository. * stands for any characters but /, ** for any: then the registry's catalogue is read, which many registries refuse. Empty: none.");

  private static final ConfigKey<Duration> SILENT_AFTER =
      ConfigKey.duration(
          "fetcher.reconcile.source-silent-after",
          Duration.ofHours(1),
          "Where comparing finds changes so long after the last event of a source that speaks for the registry, the source is reported as SOURCE_SILENT.");

  /** All settings. */
  public static final List<ConfigKey<?>> KEYS =
      List.of(ENABLED, PERIOD, EVIDENCE_AGE, REQUESTS, REPOSITORIES, SILENT_AFTER);

  /**
   * Reads the settings.
   *
   * @throws ConfigurationException where one cannot be used
   */
  public static ReconcileConfig from(Configuration configuration) {
    try {
      return new ReconcileConfig(
          configuration.get(ENABLED),
          configuration.get(PERIOD),
          configuration.get(EVIDENCE_AGE),
          configuration.get(REQUESTS),
          WantedRepositories.of(configuration.get(REPOSITORIES)),
          configuration.get(SILENT_AFTER));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(REPOSITORIES.name() + ": " + e.getMessage());
    }
  }
}
