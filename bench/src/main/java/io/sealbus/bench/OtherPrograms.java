package io.sealbus.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Programs of the bench in other languages. Built where their compilers are; what cannot be built
 * is said and left out.
 */
public final class OtherPrograms {
  /** Go's modules and compiler take minutes the first time, which no quick run should. */
  private static final String WANTED_IN_QUICK_RUNS = "BENCH_PEERS";

  private OtherPrograms() {}

  /** Signature checks by OpenSSL. */
  public static Optional<Path> openssl(Run run) throws IOException, InterruptedException {
    Path binary = binary(run, "openssl-floor");
    Path source = run.home().resolve("floor/openssl.c").toAbsolutePath();
    List<String> command =
        List.of("cc", "-O2", "-o", binary.toString(), source.toString(), "-lcrypto");
    return built(run, "OpenSSL", binary, build(run.home(), Map.of(), command));
  }

  /** The peers, which are written in Go. */
  public static Optional<Path> peers(Run run) throws IOException, InterruptedException {
    if (run.isQuick() && System.getenv(WANTED_IN_QUICK_RUNS) == null) {
      run.skip("the peers", "a quick run; set " + WANTED_IN_QUICK_RUNS + "=1 to have them");
      return Optional.empty();
    }
    Path binary = binary(run, "peers");
    String tags = "containers_image_openpgp,exclude_graphdriver_btrfs";
    List<String> command = List.of("go", "build", "-tags", tags, "-o", binary.toString(), ".");
    Path source = run.home().resolve("peers");
    return built(run, "the peers", binary, build(source, Map.of("CGO_ENABLED", "0"), command));
  }

  private static Path binary(Run run, String name) throws IOException {
    return Files.createDirectories(run.target().resolve("bin").toAbsolutePath()).resolve(name);
  }

  private static Optional<Path> built(Run run, String what, Path binary, Optional<String> problem) {
    problem.ifPresent(why -> run.skip(what, why));
    return problem.isPresent() ? Optional.empty() : Optional.of(binary);
  }

  /** Why it could not be built; empty where it was. */
  private static Optional<String> build(
      Path folder, Map<String, String> environment, List<String> command)
      throws InterruptedException {
    var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      return process.waitFor() == 0 ? Optional.empty() : Optional.of(output.strip());
    } catch (IOException e) {
      return Optional.of(command.getFirst() + " cannot be run: " + e.getMessage());
    }
  }
}
