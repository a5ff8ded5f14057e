package io.sealbus.signaturefetcher;

import io.sealbus.runtime.config.ConfigKey;
import io.sealbus.runtime.config.Configuration;
import io.sealbus.runtime.config.ConfigurationException;
import io.sealbus.signaturefetcher.pods.PodsConfig;
import io.sealbus.signaturefetcher.reconcile.ReconcileConfig;
import io.sealbus.signaturefetcher.registry.CredentialsFile;
import io.sealbus.signaturefetcher.registry.RegistryLimits;
import io.sealbus.signaturefetcher.registry.RegistrySettings;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.verification.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which registries are asked, how they are reached, and who may notify.
 *
 * @param cacheBytes most bytes of fetched content that are kept
 * @param secrets of each notifying source, by its name in the URL
 * @param sources registry that a source speaks for; a source without one speaks for the host that
 *     each of its events names
 * @param reconcile how registries are compared with what is known
 * @param pods which clusters' pods are a source of images
 */
record SignatureFetcherConfig(
    AllowedRegistries registries,
    RegistrySettings settings,
    CredentialsFile credentials,
    int cacheBytes,
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
  private static final ConfigKey<List<String>> ADDRESSES =
      pairs(
          "fetcher.registry.addresses",
          "registry=host:port",
          "Where a registry is reached if not under its own name, such as a mirror.");
  private static final ConfigKey<List<String>> PLAIN_HTTP =
      ConfigKey.list(
          "fetcher.registry.plain-http", "", "Registries that are spoken to without TLS.");
  private static final ConfigKey<List<String>> TRUSTED_HOSTS =
      pairs(
          "fetcher.registry.trusted-hosts",
          "registry=host",
          "Further hosts that a registry may name as its token service, and may redirect to even at a private address. Repeat the registry for several.");
  private static final ConfigKey<List<Path>> CREDENTIALS =
      ConfigKey.path(
          "fetcher.credentials",
          "",
          "Credentials for registries, a docker config.json or containers auth.json with auths. Credential helpers are refused. They are used for the repositories of a policy's source, too; its signaturePullSecrets are not. Empty: none.");
  private static final ConfigKey<Integer> CONCURRENCY =
      ConfigKey.integer(
          "fetcher.registry.concurrency", 8, 1, 256, "Requests under way at one registry.");
  private static final ConfigKey<Integer> ATTACHMENT_BYTES =
      ConfigKey.integer(
          "fetcher.attachment.bytes",
          4 << 20,
          1024,
          16 << 20,
          "Most bytes of one attachment. Nodes read 4 MiB; other bounds make verdicts differ from theirs.");
  private static final ConfigKey<Integer> CACHE_BYTES =
      ConfigKey.integer(
          "fetcher.cache.bytes",
          64 << 20,
          0,
          1 << 30,
          "Most bytes of manifests and attachments kept in memory, so that what a registry served under a digest is not fetched again. 0: none.");
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
          SignatureFetcherConfig::pairList);
  private static final ConfigKey<List<String>> SOURCES =
      pairs(
          "fetcher.webhook.registries",
          "source=registry",
          "The registry that a source speaks for. A source that is not listed speaks for the host that each of its events names, which is whatever the pushing client called it.");

  static final List<ConfigKey<?>> KEYS =
      Stream.of(
              List.of(
                  REGISTRIES,
                  ADDRESSES,
                  PLAIN_HTTP,
                  TRUSTED_HOSTS,
                  CREDENTIALS,
                  CONCURRENCY,
                  ATTACHMENT_BYTES,
                  CACHE_BYTES,
                  RETRY_FIRST,
                  RETRY_CAP,
                  SECRETS,
                  SOURCES),
              ReconcileConfig.KEYS,
              PodsConfig.KEYS)
          .<ConfigKey<?>>flatMap(List::stream)
          .toList();

  static SignatureFetcherConfig from(Configuration configuration) {
    var registries = AllowedRegistries.of(configuration.get(REGISTRIES));
    Map<String, String> sources = single(configuration.get(SOURCES));
    registries
        .registries()
        .forEach(r -> check(r.equals("*") || RepositoryName.isRegistry(r), REGISTRIES, r));
    configuration.get(PLAIN_HTTP).forEach(r -> check(RepositoryName.isRegistry(r), PLAIN_HTTP, r));
    sources.values().forEach(r -> check(RepositoryName.isRegistry(r), SOURCES, r));
    return new SignatureFetcherConfig(
        registries,
        settings(configuration),
        credentials(configuration.get(CREDENTIALS)),
        configuration.get(CACHE_BYTES),
        retries(configuration),
        several(configuration.get(SECRETS)),
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

  private static RegistrySettings settings(Configuration configuration) {
    RegistryLimits base = RegistryLimits.DEFAULTS;
    var limits =
        new RegistryLimits(
            base.manifestBytes(),
            configuration.get(ATTACHMENT_BYTES),
            base.otherBytes(),
            base.connect(),
            base.firstByte(),
            base.body(),
            configuration.get(CONCURRENCY),
            base.queue());
    Map<String, Set<String>> trusted = new LinkedHashMap<>();
    several(configuration.get(TRUSTED_HOSTS))
        .forEach((registry, hosts) -> trusted.put(registry, new LinkedHashSet<>(hosts)));
    try {
      return new RegistrySettings(
          single(configuration.get(ADDRESSES)),
          Set.copyOf(configuration.get(PLAIN_HTTP)),
          trusted,
          limits);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(ADDRESSES.name() + ": " + e.getMessage());
    }
  }

  private static RetrySchedule retries(Configuration configuration) {
    Duration first = configuration.get(RETRY_FIRST);
    Duration cap = configuration.get(RETRY_CAP);
    check(cap.compareTo(first) >= 0, RETRY_CAP, cap.toString());
    return new RetrySchedule(first, cap);
  }

  private static CredentialsFile credentials(List<Path> files) {
    if (files.isEmpty()) {
      return CredentialsFile.NONE;
    }
    Bytes json;
    try {
      json = Bytes.copyOf(Files.readAllBytes(files.get(0)));
    } catch (IOException e) {
      throw new ConfigurationException(CREDENTIALS.name() + ": cannot read " + files.get(0));
    }
    return switch (CredentialsFile.read(json)) {
      case CredentialsFile.Loaded loaded -> loaded.credentials();
      case CredentialsFile.Refused refused ->
          throw new ConfigurationException(
              CREDENTIALS.name() + ": " + refused.code() + ": " + refused.message());
    };
  }

  private static void check(boolean holds, ConfigKey<?> key, String value) {
    if (!holds) {
      throw new ConfigurationException(
          key.name() + ": " + value + " (expected: " + key.expected() + ")");
    }
  }

  private static ConfigKey<List<String>> pairs(String name, String pair, String about) {
    return new ConfigKey<>(
        name,
        "",
        "comma-separated list of " + pair,
        about,
        false,
        SignatureFetcherConfig::pairList);
  }

  private static List<String> pairList(String text) {
    var pairs = new ArrayList<String>();
    for (String pair : text.split(",", -1)) {
      String stripped = pair.strip();
      int equals = stripped.indexOf('=');
      if (!stripped.isEmpty() && (equals < 1 || equals == stripped.length() - 1)) {
        throw new IllegalArgumentException("not a pair");
      }
      if (!stripped.isEmpty()) {
        pairs.add(stripped);
      }
    }
    return List.copyOf(pairs);
  }

  private static Map<String, List<String>> several(List<String> pairs) {
    Map<String, List<String>> several = new LinkedHashMap<>();
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      several
          .computeIfAbsent(pair.substring(0, equals), name -> new ArrayList<>())
          .add(pair.substring(equals + 1));
    }
    return Map.copyOf(several);
  }

  private static Map<String, String> single(List<String> pairs) {
    Map<String, String> single = new LinkedHashMap<>();
    several(pairs).forEach((name, values) -> single.put(name, values.getLast()));
    return Map.copyOf(single);
  }

  /** Shows no secret. */
  @Override
  public String toString() {
    return "SignatureFetcherConfig[" + registries + ", sources " + secrets.keySet() + "]";
  }
}
