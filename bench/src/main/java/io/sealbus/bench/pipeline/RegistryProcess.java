package io.sealbus.bench.pipeline;

import io.sealbus.bench.Processes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;

/** {@link LoopbackRegistry}, running. */
final class RegistryProcess implements AutoCloseable {
  private final Process process;
  private final URI requests;
  private final HttpClient client = HttpClient.newHttpClient();

  private RegistryProcess(Process process, URI requests) {
    this.process = process;
    this.requests = requests;
  }

  /** Serves what stands in {@code content} on a port of loopback. */
  static RegistryProcess start(Path content, int port) throws IOException {
    Process process =
        new ProcessBuilder(
                Processes.java(),
                "-XX:+UseSerialGC",
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                LoopbackRegistry.class.getName(),
                content.toString(),
                String.valueOf(port))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (!"ready".equals(process.inputReader().readLine())) {
      process.destroyForcibly();
      throw new IOException("the registry does not start");
    }
    return new RegistryProcess(process, URI.create("http://127.0.0.1:" + port + "/requests"));
  }

  double cpuSeconds() {
    return Processes.cpuSeconds(process.toHandle());
  }

  /** How often it was asked for something. */
  long requests() throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(requests).build();
    return Long.parseLong(client.send(request, BodyHandlers.ofString()).body());
  }

  @Override
  public void close() {
    client.close();
    process.destroy();
  }
}
