package io.sealbus.bench.fleet;

import io.sealbus.bench.Processes;
import io.sealbus.runtime.config.Configuration;
import io.sealbus.runtime.service.ServiceHost;
import io.sealbus.verifier.VerifierService;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A verifier in a process of its own, which can be asked to end, and killed. */
final class VerifierProcess implements AutoCloseable {
  private final Process process;

  private VerifierProcess(Process process) {
    this.process = process;
  }

  /**
   * Runs until it is told to end, or whoever started it is gone. Arguments are settings, each
   * {@code name=value}.
   */
  public static void main(String[] arguments) throws IOException {
    Map<String, String> settings = new HashMap<>();
    for (String argument : arguments) {
      String[] parts = argument.split("=", 2);
      settings.put(parts[0], parts[1]);
    }
    var services = List.of(VerifierService.DEFINITION);
    ServiceHost host =
        ServiceHost.start(
            services,
            Configuration.of(settings, ServiceHost.keys(services)),
            Clock.systemUTC(),
            step -> {});
    while (System.in.read() >= 0) {
      // The other end says nothing, and closes when this is to end.
    }
    host.close();
    System.exit(0);
  }

  /**
   * One with a stream thread.
   *
   * @param directory of its own, for its state and what it prints
   */
  static VerifierProcess start(Path directory, String servers, int partitions) throws IOException {
    var command = new ArrayList<String>();
    command.add(Processes.java());
    command.addAll(
        List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            VerifierProcess.class.getName(),
            "bus.bootstrap.servers=" + servers,
            "bus.partitions=" + partitions,
            "verifier.threads=1",
            // A killed member is given up after this; four starting JVMs may starve one for long.
            "kafka.session.timeout.ms=15000",
            "http.port=0",
            "state.directory=" + directory.resolve("state")));
    return new VerifierProcess(
        new ProcessBuilder(command)
            .redirectOutput(directory.resolve("log").toFile())
            .redirectErrorStream(true)
            .start());
  }

  /** Since it started. */
  double cpuSeconds() {
    return Processes.cpuSeconds(process.toHandle());
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Ends it in good order. */
  @Override
  public void close() throws InterruptedException, IOException {
    process.getOutputStream().close();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      kill();
    }
  }
}
