package io.sealbus.signaturefetcher.source;

import io.sealbus.runtime.config.ConfigKey;
import io.sealbus.runtime.config.Configuration;
import io.sealbus.runtime.config.ConfigurationException;
import io.sealbus.runtime.http.Secrets;
import io.sealbus.signaturefetcher.registry.HostPairs;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.signaturefetcher.source.SecretAuthentication.Form;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Who may notify, and what becomes of what they bring.
 *
 * @param window for so long an event that comes again counts as the same
 * @param spool where deliveries wait while Kafka is away
 * @param spoolBytes most bytes of them
 */
public record SourcesConfig(List<Source> sources, Duration window, Path spool, long spoolBytes) {
  private static final ConfigKey<List<Path>> FILE =
      ConfigKey.path(
          "fetcher.sources",
          "",
          "File that lists who may notify, YAML or JSON; docs/webhooks.md says what is in it. Empty: none but those of fetcher.webhook.secrets.");
  private static final ConfigKey<List<String>> SECRETS =
      new ConfigKey<>(
          "fetcher.webhook.secrets",
          "",
          "comma-separated list of source=secret",
          "Bearer secrets of CNCF Distribution registries that may notify at /v1/webhooks/distribution/{source}; for anything else, use fetcher.sources. Repeat a source for several current secrets.",
          true,
          HostPairs::parse);
  private static final ConfigKey<List<String>> REGISTRIES =
      HostPairs.key(
          "fetcher.webhook.registries",
          "source=registry",
          "The registry that a source of fetcher.webhook.secrets speaks for. A source that is not listed speaks for the host that each of its events names, which is whatever the pushing client called it.");
  private static final ConfigKey<Duration> WINDOW =
      ConfigKey.duration(
          "fetcher.webhook.window",
          Duration.ofHours(1),
          "For so long an event that a sender delivers again is passed on once, as far as 100,000 events are remembered. An event without an id and a time of the sender's always counts.");
  private static final ConfigKey<List<Path>> SPOOL =
      ConfigKey.path(
          "fetcher.spool.directory",
          "data/spool",
          "Where deliveries of senders that do not come again wait while Kafka is away. Not to be thrown away: it cannot be made anew.");
  private static final ConfigKey<Integer> SPOOL_BYTES =
      ConfigKey.integer(
          "fetcher.spool.bytes",
          64 << 20,
          4 << 20,
          Integer.MAX_VALUE,
          "Most bytes that wait there; beyond, senders are told to come again.");

  /** All settings of webhooks. */
  public static final List<ConfigKey<?>> KEYS =
      List.of(FILE, SECRETS, REGISTRIES, WINDOW, SPOOL, SPOOL_BYTES);

  public SourcesConfig {
    sources = List.copyOf(sources);
  }

  /**
   * Reads the settings and the file that they name.
   *
   * @throws ConfigurationException where something cannot be used
   */
  public static SourcesConfig from(Configuration configuration, InstantSource clock) {
    var sources = new ArrayList<Source>();
    configuration.get(FILE).forEach(file -> sources.addAll(read(file, clock)));
    for (Source source : listed(configuration)) {
      if (sources.stream().anyMatch(one -> one.id().equals(source.id()))) {
        throw new ConfigurationException(
            SECRETS.name() + ": " + source.id() + " is in fetcher.sources, too");
      }
      sources.add(source);
    }
    List<Path> spool = configuration.get(SPOOL);
    return new SourcesConfig(
        sources,
        configuration.get(WINDOW),
        spool.isEmpty() ? Path.of(SPOOL.defaultValue()) : spool.get(0),
        configuration.get(SPOOL_BYTES));
  }

  private static List<Source> read(Path file, InstantSource clock) {
    Path directory = file.toAbsolutePath().getParent();
    try {
      return new SourcesFile(
              directory == null ? Path.of(".") : directory, System::getenv, IssuerKeys::at, clock)
          .read(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new ConfigurationException(FILE.name() + ": cannot read " + file);
    }
  }

  /** The sources of the keys that were there before the file. */
  private static List<Source> listed(Configuration configuration) {
    Map<String, String> registries = HostPairs.single(configuration.get(REGISTRIES));
    for (String registry : registries.values()) {
      if (!RepositoryName.isRegistry(registry)) {
        throw new ConfigurationException(
            REGISTRIES.name() + ": " + registry + " (expected: " + REGISTRIES.expected() + ")");
      }
    }
    var sources = new ArrayList<Source>();
    new TreeMap<>(HostPairs.several(configuration.get(SECRETS)))
        .forEach((name, secrets) ->
            sources.add(
                new Source(
                    SourceKind.DISTRIBUTION,
                    name,
                    registries.containsKey(name) ? Set.of(registries.get(name)) : Set.of(),
                    new SecretAuthentication(Form.BEARER, "Authorization", new Secrets(secrets)),
                    new DistributionAdapter())));
    return sources;
  }

  /** The sources as their events name them, and the registries that they speak for. */
  public Map<String, Set<String>> speakers() {
    return sources.stream()
        .filter(source -> !source.registries().isEmpty())
        .collect(Collectors.toMap(Source::id, Source::registries));
  }

  /** The sources that prove themselves by a certificate, as their events name them. */
  public List<String> byCertificate() {
    return sources.stream()
        .filter(source -> source.authentication() instanceof CertificateAuthentication)
        .map(Source::id)
        .toList();
  }

  /** Whether some sender does not come again, so that there has to be a spool. */
  boolean needsSpool() {
    return sources.stream().anyMatch(one -> one.kind().patience() == SourceKind.Patience.GIVES_UP);
  }

  /** Shows no secret. */
  @Override
  public String toString() {
    return "SourcesConfig[" + sources.stream().map(Source::id).toList() + "]";
  }
}
