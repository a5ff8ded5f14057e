package io.sealbus.standalone.e2e;

import io.sealbus.runtime.bus.BusConfig;
import io.sealbus.runtime.config.Configuration;
import io.sealbus.runtime.service.ServiceHost;
import io.sealbus.standalone.client.Documents;
import io.sealbus.standalone.client.Policies;
import io.sealbus.standalone.client.Server;
import io.sealbus.standalone.server.Services;
import io.sealbus.standalone.server.Settings;
import io.sealbus.testkit.Repository;
import io.sealbus.testkit.TestKey;
import io.sealbus.testkit.TestRegistry;
import io.sealbus.testkit.TestSigner;
import io.sealbus.testkit.Webhook;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** All services on a broker, with a registry that notifies them. */
final class Fleet implements AutoCloseable {
  static final String HOST = "registry.example.test";
  static final String SECRET = "s3cret-of-the-test";

  final TestRegistry registry = TestRegistry.start();
  final TestSigner signer = TestSigner.with(TestKey.generate(TestKey.Kind.P256));
  private final Broker broker;
  private final Settings settings;
  private final int port = freePort();
  private ServiceHost host;

  private Fleet(Path directory, Map<String, String> more) {
    broker = Broker.start(directory.resolve("broker"));
    settings = settings(directory, more);
    host = startServices();
    registry.notify(webhook(address()));
  }

  static Fleet start(Path directory) {
    return new Fleet(directory, Map.of());
  }

  /** With further items in the lists that say what there is to know of registries. */
  static Fleet start(Path directory, Map<String, String> more) {
    return new Fleet(directory, more);
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  static Webhook webhook(URI server) {
    return Webhook.to(server.resolve("/v1/webhooks/distribution/test"))
        .header("Authorization", "Bearer " + SECRET)
        .retryDelay(Duration.ofMillis(200));
  }

  /** What the services need to know of the registry. */
  static Map<String, String> registrySettings(TestRegistry registry) {
    return Map.of(
        "fetcher.registries",
        HOST,
        "fetcher.registry.addresses",
        HOST + "=" + registry.endpointOf(HOST),
        "fetcher.registry.plain-http",
        HOST,
        "fetcher.webhook.secrets",
        "test=" + SECRET,
        "fetcher.webhook.registries",
        "test=" + HOST,
        "fetcher.retry.first",
        "PT0.2S",
        "fetcher.retry.cap",
        "PT1S");
  }

  private Settings settings(Path directory, Map<String, String> more) {
    Settings all =
        Settings.none()
            .with("bus.bootstrap.servers", broker.bootstrapServers())
            .with("bus.prefix", "t" + UUID.randomUUID().toString().substring(0, 8))
            .with("bus.partitions", "2")
            .with("http.port", Integer.toString(port))
            .with("state.directory", directory.resolve("state").toString());
    for (Map.Entry<String, String> setting : registrySettings(registry).entrySet()) {
      String value = more.getOrDefault(setting.getKey(), "");
      all = all.with(setting.getKey(), setting.getValue() + (value.isEmpty() ? "" : "," + value));
    }
    return all;
  }

  static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private ServiceHost startServices() {
    return ServiceHost.start(
        Services.all(), configuration(), InstantSource.system(), progress -> {});
  }

  Configuration configuration() {
    return settings.configuration();
  }

  BusConfig bus() {
    return BusConfig.from(configuration());
  }

  void stopServices() {
    host.close();
  }

  void startServicesAgain() {
    host = startServices();
  }

  Server server() {
    return new Server(address(), null);
  }

  Repository repository(String name) {
    return registry.host(HOST).repository(name);
  }

  /** A policy that wants the signer's key on {@code scope}. */
  void apply(String name, String scope) {
    new Policies(server()).apply(List.of(new Documents(name, policy(signer, name, scope))));
  }

  void deletePolicy(String name) {
    new Policies(server()).delete("ClusterImagePolicy", null, name);
  }

  static byte[] policy(TestSigner signer, String name, String scope) {
    String key =
        Base64.getEncoder()
            .encodeToString(signer.key().publicKeyPem().getBytes(StandardCharsets.US_ASCII));
    return """
    apiVersion: config.openshift.io/v1
    kind: ClusterImagePolicy
    metadata:
      name: %s
    spec:
      scopes:
      - %s/%s
      policy:
        rootOfTrust:
          policyType: PublicKey
          publicKey:
            keyData: %s
    """
        .formatted(name, HOST, scope, key)
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    try {
      host.close();
    } finally {
      registry.close();
      broker.close();
    }
  }
}
