package io.sealbus.bench.pipeline;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sealbus.bench.Processes;
import io.sealbus.bench.Run;
import io.sealbus.testkit.TestKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A registry full of signed images, and what Sealbus is told about it. */
final class World implements AutoCloseable {
  /** A {@code sealbus} command in place of this source tree's own. */
  private static final String LAUNCHER = "BENCH_SEALBUS";

  private final Path folder;
  private final Path launcher;
  private final String registry;
  private final TestKey key = TestKey.bulk("pipeline");
  private final List<SignedImage> images;
  private final RegistryProcess process;
  private int next;

  /** With so many images. */
  World(Run run, int count) throws IOException, InterruptedException {
    folder = Files.createTempDirectory(Files.createDirectories(run.target()), run.part() + "-");
    String named = System.getenv(LAUNCHER);
    launcher =
        named == null
            ? run.home().resolve("../bin/sealbus").toAbsolutePath().normalize()
            : Path.of(named);
    // Builds it, where a source is newer than what was built last.
    command("version");
    int port = Processes.freePort();
    registry = "127.0.0.1:" + port;
    images = IntStream.range(0, count).mapToObj(n -> SignedImage.of(registry, n, key)).toList();
    Path content = folder.resolve("registry");
    Served.write(images.stream().flatMap(image -> image.served().stream()).toList(), content);
    process = RegistryProcess.start(content, port);
  }

  Path folder() {
    return folder;
  }

  /**
   * Runs a one-shot command of Sealbus.
   *
   * @throws IllegalStateException where its status is another one than 0
   */
  void command(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    // Nothing goes on behind the back of a measurement.
    builder.environment().put("SEALBUS_WARM_UP", "false");
    int status = builder.start().waitFor();
    if (status != 0) {
      throw new IllegalStateException(String.join(" ", command) + " ends with " + status);
    }
  }

  String registry() {
    return registry;
  }

  RegistryProcess process() {
    return process;
  }

  /** Every image. */
  List<SignedImage> all() {
    return images;
  }

  /** The key that they are signed by. */
  String keyPem() {
    return key.publicKeyPem();
  }

  /** The next {@code count} images that nobody has asked for yet. */
  List<SignedImage> take(int count) {
    List<SignedImage> taken = images.subList(next, next + count);
    next += count;
    return new ArrayList<>(taken);
  }

  /** The policy that every image is signed by the key. */
  String policy() {
    return """
    apiVersion: config.openshift.io/v1
    kind: ClusterImagePolicy
    metadata:
      name: team
    spec:
      scopes:
      - %s/team
      policy:
        rootOfTrust:
          policyType: PublicKey
          publicKey:
            keyData: %s
    """
        .formatted(registry, Base64.getEncoder().encodeToString(keyPem().getBytes(US_ASCII)));
  }

  /** Starts Sealbus on a directory of its own, waits until it is ready, and applies the policy. */
  SealbusProcess sealbus(Map<String, String> more) throws IOException, InterruptedException {
    var settings = new TreeMap<>(more);
    settings.put("fetcher.registries", registry);
    settings.put("fetcher.registry.plain-http", registry);
    settings.put("fetcher.webhook.secrets", Notifications.SOURCE + "=" + Notifications.SECRET);
    settings.put("fetcher.webhook.registries", Notifications.SOURCE + "=" + registry);
    SealbusProcess sealbus = start(settings);
    try {
      sealbus.awaitReady().apply(policy());
      return sealbus;
    } catch (IOException | InterruptedException | RuntimeException e) {
      sealbus.close();
      throw e;
    }
  }

  /** Starts Sealbus on a directory of its own; it may not be ready yet. */
  SealbusProcess start(Map<String, String> settings) throws IOException {
    return SealbusProcess.start(launcher, Files.createTempDirectory(folder, "up-"), settings);
  }

  @Override
  public void close() throws IOException {
    process.close();
    Processes.delete(folder);
  }
}
