package io.sealbus.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.standalone.Sealbus;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code sealbus up} in a process of its own. */
final class UpProcess implements AutoCloseable {
  private final Process process;
  private final Path errors;

  private UpProcess(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
  }

  static UpProcess start(Path data, Map<String, String> settings) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Sealbus.class.getName(),
                "up",
                "--data",
                data.toString()));
    settings.forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
    Path errors = Files.createTempFile("sealbus-up", ".err");
    return new UpProcess(
        new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors);
  }

  UpProcess awaitReady() throws IOException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    assertThat(line).as(errors()).isEqualTo("Sealbus is ready.");
    // What else it prints must not fill the pipe.
    Thread.ofVirtual().start(() -> out.lines().forEach(more -> {}));
    return this;
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Asks it to end; its status. */
  int terminate() throws InterruptedException {
    process.destroy();
    return awaitEnd();
  }

  int awaitEnd() throws InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  String errors() throws IOException {
    return Files.readString(errors);
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.deleteIfExists(errors);
  }
}
