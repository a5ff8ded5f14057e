package io.sealbus.signaturefetcher.registry;

import io.sealbus.runtime.config.ConfigKey;
import io.sealbus.runtime.config.Configuration;
import io.sealbus.runtime.config.ConfigurationException;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.ReasonCode;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How registries are reached, and what is kept of what they serve.
 *
 * @param cacheBytes most bytes of fetched content that are kept in memory
 * @param diskBytes most bytes of fetched content that are kept on disk
 */
public record RegistryConfig(
    RegistrySettings settings, CredentialsFile credentials, int cacheBytes, long diskBytes) {
  private static final int MIB = 1 << 20;
  private static final String STORE = "content";

  private static final ConfigKey<List<String>> ADDRESSES =
      HostPairs.key(
          "fetcher.registry.addresses",
          "registry=host:port",
          "Where a registry is reached if not under its own name. For mirrors, fetcher.registries-conf.");
  private static final ConfigKey<List<String>> PLAIN_HTTP =
      ConfigKey.list(
          "fetcher.registry.plain-http", "", "Registries that are spoken to without TLS.");
  private static final ConfigKey<List<String>> TRUSTED_HOSTS =
      HostPairs.key(
          "fetcher.registry.trusted-hosts",
          "registry=host",
          "Further hosts that a registry may name as its token service, and may redirect to even at a private address. Repeat the registry for several.");
  private static final ConfigKey<List<Path>> CREDENTIALS =
      ConfigKey.path(
          "fetcher.credentials",
          "",
          "Credentials for registries, a docker config.json or containers auth.json with auths, credHelpers or credsStore; helpers are found on the PATH. They are used for the repositories of a policy's source, too; its signaturePullSecrets are not. Empty: none.");
  private static final ConfigKey<List<Path>> REGISTRIES_CONF =
      ConfigKey.path(
          "fetcher.registries-conf",
          "",
          "A containers registries.conf, version 2, with the *.conf files of the folder beside it whose name ends in .d: mirrors, and what is blocked. Read at the start. Empty: images are pulled from where their names say.");
  private static final ConfigKey<List<Path>> CERTIFICATES =
      ConfigKey.path(
          "fetcher.certs.directory",
          "",
          "A folder like /etc/containers/certs.d: for each host[:port] its authorities (*.crt) besides the system's, and the client's certificate (*.cert, *.key). Read at the start. Empty: the system's authorities alone.");
  private static final ConfigKey<List<URI>> PROXY_HTTP =
      proxy("fetcher.proxy.http", "Proxy for registries without TLS.");
  private static final ConfigKey<List<URI>> PROXY_HTTPS =
      proxy("fetcher.proxy.https", "Proxy for registries with TLS, which is spoken through it.");
  private static final ConfigKey<List<String>> PROXY_NONE =
      ConfigKey.list(
          "fetcher.proxy.none",
          "",
          "What is reached without a proxy, as in NO_PROXY: domains, .domains, addresses, ranges, * for all. This machine always is.");
  private static final ConfigKey<Integer> CONCURRENCY =
      ConfigKey.integer(
          "fetcher.registry.concurrency",
          8,
          1,
          256,
          "Requests under way at one registry. Bulk work takes at most half of them.");
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
  private static final ConfigKey<Integer> DISK_MEBIBYTES =
      ConfigKey.integer(
          "fetcher.cache.disk.mebibytes",
          1024,
          0,
          1 << 20,
          "Most MiB of the same kept in the state directory, where a restart finds it again. 0: none.");

  /** All of them. */
  public static final List<ConfigKey<?>> KEYS =
      List.of(
          ADDRESSES,
          PLAIN_HTTP,
          TRUSTED_HOSTS,
          CREDENTIALS,
          REGISTRIES_CONF,
          CERTIFICATES,
          PROXY_HTTP,
          PROXY_HTTPS,
          PROXY_NONE,
          CONCURRENCY,
          ATTACHMENT_BYTES,
          CACHE_BYTES,
          DISK_MEBIBYTES);

  private static ConfigKey<List<URI>> proxy(String name, String about) {
    return new ConfigKey<>(
        name,
        "",
        "http:// or socks5:// URL, maybe with user and password, or empty",
        about + " Empty: none.",
        true,
        RegistryConfig::proxies);
  }

  private static List<URI> proxies(String text) {
    try {
      URI proxy = new URI(text);
      if (!text.isEmpty() && !Proxies.isProxy(proxy)) {
        throw new IllegalArgumentException("not the URL of a proxy");
      }
      return text.isEmpty() ? List.of() : List.of(proxy);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not a URL", e);
    }
  }

  /**
   * From the settings, and the files that they name.
   *
   * @throws ConfigurationException that names the setting that cannot be used
   */
  public static RegistryConfig from(Configuration configuration) {
    configuration
        .get(PLAIN_HTTP)
        .forEach(registry -> {
          if (!RepositoryName.isRegistry(registry)) {
            throw new ConfigurationException(PLAIN_HTTP.name() + ": " + registry);
          }
        });
    return new RegistryConfig(
        settings(configuration),
        credentials(configuration.get(CREDENTIALS)),
        configuration.get(CACHE_BYTES),
        (long) configuration.get(DISK_MEBIBYTES) * MIB);
  }

  private static RegistrySettings settings(Configuration configuration) {
    Map<String, Set<String>> trusted = new LinkedHashMap<>();
    HostPairs.several(configuration.get(TRUSTED_HOSTS))
        .forEach((registry, hosts) -> trusted.put(registry, new LinkedHashSet<>(hosts)));
    try {
      return new RegistrySettings(
          HostPairs.single(configuration.get(ADDRESSES)),
          Set.copyOf(configuration.get(PLAIN_HTTP)),
          trusted,
          limits(configuration),
          sources(configuration.get(REGISTRIES_CONF)),
          new Proxies(
              first(configuration.get(PROXY_HTTP)),
              first(configuration.get(PROXY_HTTPS)),
              NoProxy.of(configuration.get(PROXY_NONE))),
          certificates(configuration.get(CERTIFICATES)));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(ADDRESSES.name() + ": " + e.getMessage());
    }
  }

  private static RegistryLimits limits(Configuration configuration) {
    RegistryLimits base = RegistryLimits.DEFAULTS;
    return new RegistryLimits(
        base.manifestBytes(),
        configuration.get(ATTACHMENT_BYTES),
        base.otherBytes(),
        base.connect(),
        base.firstByte(),
        base.body(),
        configuration.get(CONCURRENCY),
        base.queue());
  }

  private static RegistriesConf sources(List<Path> files) {
    if (files.isEmpty()) {
      return RegistriesConf.NONE;
    }
    return switch (RegistriesConfFiles.read(files.getFirst())) {
      case RegistriesConfParser.Loaded loaded -> loaded.conf();
      case RegistriesConfParser.Refused refused ->
          throw refusal(REGISTRIES_CONF, refused.code(), refused.message());
    };
  }

  private static RegistryCertificates certificates(List<Path> directories) {
    if (directories.isEmpty()) {
      return RegistryCertificates.NONE;
    }
    if (!Files.isDirectory(directories.getFirst())) {
      throw new ConfigurationException(
          CERTIFICATES.name() + ": no such folder: " + directories.getFirst());
    }
    return switch (RegistryCertificates.read(directories.getFirst())) {
      case RegistryCertificates.Loaded loaded -> loaded.certificates();
      case RegistryCertificates.Refused refused ->
          throw refusal(CERTIFICATES, refused.code(), refused.message());
    };
  }

  private static CredentialsFile credentials(List<Path> files) {
    if (files.isEmpty()) {
      return CredentialsFile.NONE;
    }
    Bytes json;
    try {
      json = Bytes.copyOf(Files.readAllBytes(files.getFirst()));
    } catch (IOException e) {
      throw new ConfigurationException(CREDENTIALS.name() + ": cannot read " + files.getFirst());
    }
    return switch (CredentialsFile.read(json)) {
      case CredentialsFile.Loaded loaded -> loaded.credentials();
      case CredentialsFile.Refused refused ->
          throw refusal(CREDENTIALS, refused.code(), refused.message());
    };
  }

  private static ConfigurationException refusal(ConfigKey<?> key, ReasonCode code, String message) {
    return new ConfigurationException(key.name() + ": " + code + ": " + message);
  }

  private static <T> @Nullable T first(List<T> values) {
    return values.isEmpty() ? null : values.getFirst();
  }

  /**
   * The cache of fetched content.
   *
   * @param state directory that the service may keep files in
   */
  public ContentCache cache(Path state) {
    return new ContentCache(
        cacheBytes, diskBytes == 0 ? null : ContentStore.open(state.resolve(STORE), diskBytes));
  }
}
