package io.sealbus.standalone.vectors;

import io.sealbus.signaturefetcher.registry.CredentialsFile;
import io.sealbus.signaturefetcher.registry.RegistryClient;
import io.sealbus.signaturefetcher.registry.RegistryLimits;
import io.sealbus.signaturefetcher.registry.RegistrySettings;
import io.sealbus.testkit.TestRegistry;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The registries that cases pull from: image layouts on disk, served over HTTP on loopback. */
final class Registries implements AutoCloseable {
  private static final int LEVELS_UP = 4;

  private final Vertx vertx = Vertx.vertx();
  private final Map<Path, TestRegistry> byFolder = new HashMap<>();

  /** The registry that serves the nearest {@code registry} folder beside or above a case. */
  TestRegistry near(Path file) {
    return byFolder.computeIfAbsent(folder(file), f -> TestRegistry.start().load(f));
  }

  private static Path folder(Path file) {
    Path above = file.toAbsolutePath().getParent();
    for (int i = 0; i < LEVELS_UP && above != null; i++) {
      Path candidate = above.resolve("registry");
      if (Files.isDirectory(candidate)) {
        return candidate;
      }
      above = above.getParent();
    }
    throw new IllegalArgumentException("there is no folder 'registry' beside or above " + file);
  }

  /** A client that finds the logical hosts at {@code registry}; for one case. */
  RegistryClient client(TestRegistry registry, Set<String> hosts) {
    var addresses = new TreeMap<String, String>();
    hosts.forEach(host -> addresses.put(host, registry.endpointOf(host)));
    var settings = new RegistrySettings(addresses, hosts, Map.of(), RegistryLimits.DEFAULTS);
    return new RegistryClient(vertx, settings, CredentialsFile.NONE, InstantSource.system());
  }

  @Override
  public void close() {
    byFolder.values().forEach(TestRegistry::close);
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
