package io.sealbus.signaturefetcher.registry;

import io.sealbus.verification.Bytes;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A client for tests: small bounds, a clock moved by hand, DNS made up. */
final class ClientRig implements AutoCloseable {
  /** Small bounds of bytes, and time enough for a busy machine. */
  static final RegistryLimits PATIENT = limits(Duration.ofSeconds(30));

  /** The same where it is the deadlines that a test is about. */
  static final RegistryLimits HASTY = limits(Duration.ofMillis(1500));

  private final Vertx vertx = Vertx.vertx();
  private final List<RegistryClient> clients = new ArrayList<>();
  private final Map<String, Set<String>> trusted = new HashMap<>();
  private final Set<String> plain = new HashSet<>();
  final Map<String, InetAddress> dns = new HashMap<>();
  final Map<String, String> addresses = new HashMap<>();
  RegistriesConf sources = RegistriesConf.NONE;
  Proxies proxies = Proxies.NONE;
  RegistryCertificates certificates = RegistryCertificates.NONE;
  RegistryLimits limits = PATIENT;
  CredentialsFile credentials = CredentialsFile.NONE;
  Instant now = Instant.parse("2026-01-01T00:00:00Z");

  private static RegistryLimits limits(Duration phase) {
    return new RegistryLimits(100_000, 200_000, 10_000, phase, phase, phase, 2, phase);
  }

  ClientRig plain(FakeRegistry registry) {
    return plain(registry.name());
  }

  ClientRig plain(String registry) {
    plain.add(registry);
    return this;
  }

  ClientRig trust(FakeRegistry registry, String host) {
    trusted.computeIfAbsent(registry.name(), name -> new HashSet<>()).add(host);
    return this;
  }

  ClientRig credentials(String json) {
    credentials = ((CredentialsFile.Loaded) CredentialsFile.read(Bytes.utf8(json))).credentials();
    return this;
  }

  RegistryClient client() {
    return client(
        new RegistrySettings(addresses, plain, trusted, limits, sources, proxies, certificates));
  }

  RegistryClient client(RegistrySettings settings) {
    var client =
        new RegistryClient(
            vertx,
            settings,
            new Credentials(credentials, () -> now),
            () -> now,
            this::resolve,
            new HttpClientOptions());
    clients.add(client);
    return client;
  }

  private List<InetAddress> resolve(String host) throws java.net.UnknownHostException {
    InetAddress address = dns.get(host);
    return address == null ? HostResolver.system(host) : List.of(address);
  }

  @Override
  public void close() {
    clients.forEach(RegistryClient::close);
    vertx.close().await();
  }
}
