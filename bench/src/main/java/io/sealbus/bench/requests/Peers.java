package io.sealbus.bench.requests;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealbus.bench.Processes;
import io.sealbus.bench.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The programs that others verify with, where they are built; which are not is said. Each is run as
 * one runs it, once for each image.
 */
final class Peers implements AutoCloseable {
  /** A folder like {@code interop/target}, in place of this source tree's own. */
  private static final String INTEROP = "BENCH_INTEROP";

  /** What cosign v2 and v3 say where an image has no signature. */
  private static final int COSIGN_REFUSES = 10;

  private static final int OBEY_REFUSES = 2;

  private final Run run;
  private final Path programs;

  /** Where the programs find their keys and policies, and what they leave for their next run. */
  private final Path home;

  private Peers(Run run, Path programs, Path home) {
    this.run = run;
    this.programs = programs;
    this.home = home;
  }

  /** With nothing left from earlier runs. */
  static Peers of(Run run) throws IOException {
    String folder = System.getenv(INTEROP);
    Path programs = folder == null ? run.home().resolve("../interop/target") : Path.of(folder);
    Path home = Files.createTempDirectory(Files.createDirectories(run.target()), "requests-");
    return new Peers(run, programs.toAbsolutePath().normalize(), home.toAbsolutePath());
  }

  /** All that are there, each held to {@code nodes}' policy. */
  List<Inquirer> all(SignedImages images, Nodes nodes) throws IOException, InterruptedException {
    var all = new ArrayList<Inquirer>();
    Path key = Files.writeString(home.resolve("key.pub"), images.key().publicKeyPem());
    for (String version : List.of("v2", "v3")) {
      cosign(version, "cosign", key, List.of()).ifPresent(all::add);
    }
    // Both look for bundles first, as they come; v3 does not if it is told so.
    cosign("v3", "cosign-without-bundles", key, List.of("--new-bundle-format=false"))
        .ifPresent(all::add);
    containersImage(images, nodes).ifPresent(all::add);
    return all;
  }

  private Optional<Inquirer> cosign(String version, String name, Path key, List<String> options)
      throws IOException, InterruptedException {
    Optional<Path> binary = find("cosign " + version, "cosign/" + version + "/cosign");
    if (binary.isEmpty()) {
      return Optional.empty();
    }
    var command = new ArrayList<>(List.of(binary.get().toString(), "verify", "--key"));
    command.addAll(List.of(key.toString(), "--insecure-ignore-tlog=true"));
    command.add("--allow-insecure-registry");
    command.addAll(options);
    String subject = name + " " + wordAfter("GitVersion:", output(binary.get(), "version"));
    return Optional.of(new Program(subject, home, command, "", List.of(), COSIGN_REFUSES));
  }

  private Optional<Inquirer> containersImage(SignedImages images, Nodes nodes) throws IOException {
    Optional<Path> binary = find("containers/image", "obey");
    if (binary.isEmpty()) {
      return Optional.empty();
    }
    Path policy = home.resolve("policy.json");
    Files.write(policy, nodes.policyJson().toArray());
    Path registries = Files.createDirectories(home.resolve("registries.d"));
    Files.write(registries.resolve("sigstore.yaml"), nodes.sigstoreRegistries().toArray());
    var command = new ArrayList<>(List.of(binary.get().toString(), "copy", "-policy"));
    command.addAll(List.of(policy.toString(), "-registries-d", registries.toString()));
    command.addAll(List.of("-insecure-host", images.address()));
    List<String> after = List.of("dir:" + home.resolve("copied"));
    String modules = Files.readString(run.home().resolve("../interop/go.mod"));
    String subject = "containers/image " + wordAfter("go.podman.io/image/v5", modules);
    return Optional.of(new Program(subject, home, command, "docker://", after, OBEY_REFUSES));
  }

  private Optional<Path> find(String what, String path) {
    Path binary = programs.resolve(path);
    if (Files.isExecutable(binary)) {
      return Optional.of(binary);
    }
    run.skip(what, binary + " is not there; interop/build.sh and .ci/cosign build make it");
    return Optional.empty();
  }

  private static String output(Path binary, String argument)
      throws IOException, InterruptedException {
    var process = new ProcessBuilder(binary.toString(), argument).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return output;
  }

  /** The word behind {@code name} in the line that begins with it. */
  private static String wordAfter(String name, String text) {
    return text.lines()
        .map(line -> List.of(line.strip().split("\\s+")))
        .filter(words -> words.size() > 1 && words.getFirst().equals(name))
        .map(words -> words.get(1))
        .findFirst()
        .orElse("of an unknown version");
  }

  @Override
  public void close() throws IOException {
    Processes.delete(home);
  }
}
