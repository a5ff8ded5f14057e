package io.sealbus.bench.pipeline;

import io.sealbus.bench.Processes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code sealbus up} by its launcher, in a process of its own. */
final class SealbusProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LOOK_EVERY = Duration.ofMillis(10);

  private final Process process;
  private final URI url;
  private final String bootstrapServers;
  private final HttpClient client = HttpClient.newHttpClient();

  private SealbusProcess(Process process, URI url, String bootstrapServers) {
    this.process = process;
    this.url = url;
    this.bootstrapServers = bootstrapServers;
  }

  /** Starts it with {@code data} as its directory, and does not wait until it is ready. */
  static SealbusProcess start(Path launcher, Path data, Map<String, String> settings)
      throws IOException {
    int http = Processes.freePort();
    int broker = Processes.freePort();
    var command = new ArrayList<>(List.of(launcher.toString(), "up", "--data", data.toString()));
    command.addAll(List.of("--set", "http.port=" + http, "--set", "broker.port=" + broker));
    settings.forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new SealbusProcess(
        process, URI.create("http://127.0.0.1:" + http), "127.0.0.1:" + broker);
  }

  /** Waits until every part of it is ready. */
  SealbusProcess awaitReady() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!isReady()) {
      if (System.nanoTime() > end || !process.isAlive()) {
        throw new IllegalStateException("sealbus up is not ready");
      }
      Thread.sleep(LOOK_EVERY);
    }
    return this;
  }

  private boolean isReady() throws InterruptedException {
    var request = HttpRequest.newBuilder(url.resolve("/health/ready")).build();
    try {
      return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      // Nobody listens yet.
      return false;
    }
  }

  /** Applies policies, as YAML. */
  void apply(String policies) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(url.resolve("/v1/policies"))
            .header("Content-Type", "application/yaml")
            .POST(BodyPublishers.ofString(policies))
            .build();
    var response = client.send(request, BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new IllegalStateException("policies refused: " + response.body());
    }
  }

  URI url() {
    return url;
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  /** Of the whole process. */
  double cpuSeconds() {
    return Processes.cpuSeconds(process.toHandle());
  }

  /** Of its compilers alone. */
  double compilerSeconds() throws IOException {
    return Processes.compilerSeconds(process.toHandle());
  }

  double residentMebibytes() throws IOException {
    return Processes.residentMebibytes(process.toHandle());
  }

  @Override
  public void close() throws InterruptedException {
    client.close();
    process.destroy();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
