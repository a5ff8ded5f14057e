package io.sealbus.signaturefetcher.registry;

import java.util.Map;
import java.util.Set;

/**
 * How registries are reached.
 *
 * @param addresses registry → {@code host:port} where it is really reached; for a registry that is
 *     not listed, its own name
 * @param plainHttp registries that are spoken to without TLS; all others only with it
 * @param trustedHosts registry → further hosts that it may name as its token service, and that it
 *     may redirect to even if they have a private address
 * @param sources where images are really pulled from
 * @param proxies the way to registries
 * @param certificates authorities and client certificates of single registries
 */
public record RegistrySettings(
    Map<String, String> addresses,
    Set<String> plainHttp,
    Map<String, Set<String>> trustedHosts,
    RegistryLimits limits,
    RegistriesConf sources,
    Proxies proxies,
    RegistryCertificates certificates) {
  /** Token services of public registries that do not stand on the registry's own host. */
  private static final Map<String, Set<String>> WELL_KNOWN =
      Map.of("docker.io", Set.of("auth.docker.io"), "registry.gitlab.com", Set.of("gitlab.com"));

  /** Nothing mapped, TLS everywhere, the default bounds. */
  public static final RegistrySettings DEFAULTS =
      new RegistrySettings(Map.of(), Set.of(), Map.of(), RegistryLimits.DEFAULTS);

  /** Straight to each registry under its own name, with the system's certificate authorities. */
  public RegistrySettings(
      Map<String, String> addresses,
      Set<String> plainHttp,
      Map<String, Set<String>> trustedHosts,
      RegistryLimits limits) {
    this(
        addresses,
        plainHttp,
        trustedHosts,
        limits,
        RegistriesConf.NONE,
        Proxies.NONE,
        RegistryCertificates.NONE);
  }

  public RegistrySettings {
    addresses = Map.copyOf(addresses);
    plainHttp = Set.copyOf(plainHttp);
    trustedHosts = Map.copyOf(trustedHosts);
    for (String address : addresses.values()) {
      if (!RepositoryName.isRegistry(address)) {
        throw new IllegalArgumentException("not a registry address: " + ForeignText.quote(address));
      }
    }
  }

  /** Whether {@code registry} may name {@code host} as a token service. */
  boolean trusts(String registry, String host) {
    return trustedHosts.getOrDefault(registry, Set.of()).contains(host)
        || WELL_KNOWN.getOrDefault(registry, Set.of()).contains(host);
  }

  /**
   * Where {@code registry} is reached.
   *
   * @param insecure whether its certificate is not checked
   * @param plain whether it is spoken to without TLS, though it is not listed for that
   */
  Endpoint endpoint(String registry, boolean insecure, boolean plain) {
    String address =
        addresses.getOrDefault(
            registry, registry.equals("docker.io") ? "registry-1.docker.io" : registry);
    return Endpoint.of(registry, plain || plainHttp.contains(registry), insecure, address);
  }
}
