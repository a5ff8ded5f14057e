package io.sealbus.renderer.verdict;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The system's PostgreSQL on a free port of the loopback address, with data of its own. */
final class PostgresServer implements AutoCloseable {
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

  private final Path directory;
  private final Process process;
  private final int port;

  private PostgresServer(Path directory, Process process, int port) {
    this.directory = directory;
    this.process = process;
    this.port = port;
  }

  /** For a condition: where it is required, its absence is a failure and no reason to skip. */
  static boolean isPresentOrRequired() throws IOException {
    return "true".equals(System.getenv("SEALBUS_REQUIRE_REAL")) || binaries().isPresent();
  }

  private static Optional<Path> binaries() throws IOException {
    if (!Files.isDirectory(DEBIAN)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(DEBIAN)) {
      return versions
          .map(v -> v.resolve("bin"))
          .filter(b -> Files.isExecutable(b.resolve("postgres")))
          .max(Comparator.naturalOrder());
    }
  }

  static PostgresServer start() throws IOException, InterruptedException {
    Path binaries = binaries().orElseThrow(() -> new IOException("no PostgreSQL under " + DEBIAN));
    Path directory = Files.createTempDirectory("sealbus-postgres");
    boolean root = "root".equals(System.getProperty("user.name"));
    if (root) {
      run(directory, List.of("chown", "postgres", directory.toString()));
    }
    Path data = directory.resolve("data");
    run(
        directory,
        unprivileged(
            root,
            List.of(
                binaries.resolve("initdb").toString(),
                "-D",
                data.toString(),
                "-U",
                "sealbus",
                "--auth=trust",
                "--no-sync",
                "--encoding=UTF8",
                "--locale=C.UTF-8")));
    int port = freePort();
    Process process =
        new ProcessBuilder(
                unprivileged(
                    root,
                    List.of(
                        binaries.resolve("postgres").toString(),
                        "-D",
                        data.toString(),
                        "-p",
                        Integer.toString(port),
                        "-h",
                        "127.0.0.1",
                        "-k",
                        directory.toString())))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    var server = new PostgresServer(directory, process, port);
    server.awaitReady();
    return server;
  }

  /** PostgreSQL refuses to run as root. */
  private static List<String> unprivileged(boolean root, List<String> command) {
    var whole = new ArrayList<String>();
    if (root) {
      whole.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
    }
    whole.addAll(command);
    return whole;
  }

  private static void run(Path directory, List<String> command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IOException(command + ": " + output);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitReady() throws IOException, InterruptedException {
    for (int attempt = 0; attempt < 600; attempt++) {
      try (var connection = java.sql.DriverManager.getConnection(url("postgres"), "sealbus", "")) {
        return;
      } catch (java.sql.SQLException e) {
        if (!process.isAlive()) {
          throw new IOException("PostgreSQL ended at its start", e);
        }
        Thread.sleep(100);
      }
    }
    throw new IOException("PostgreSQL did not start within a minute");
  }

  String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
