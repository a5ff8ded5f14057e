package io.sealbus.verifier;

import io.sealbus.runtime.config.Configuration;
import io.sealbus.runtime.service.ServiceHost;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A verifier in a process of its own, which can be killed. */
final class VerifierProcess implements AutoCloseable {
  private final Process process;

  private VerifierProcess(Process process) {
    this.process = process;
  }

  /**
   * Runs until it is killed, or whoever started it is gone. Arguments are settings, each {@code
   * name=value}.
   */
  public static void main(String[] arguments) throws IOException {
    Map<String, String> settings = new HashMap<>();
    for (String argument : arguments) {
      String[] parts = argument.split("=", 2);
      settings.put(parts[0], parts[1]);
    }
    var services = List.of(VerifierService.DEFINITION);
    ServiceHost.start(
        services,
        Configuration.of(settings, ServiceHost.keys(services)),
        Clock.systemUTC(),
        step -> {});
    while (System.in.read() >= 0) {
      // The other end says nothing, and closes when its process ends.
    }
    System.exit(0);
  }

  static VerifierProcess start(Path state, Map<String, String> settings) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            VerifierProcess.class.getName(),
            "http.port=0",
            "state.directory=" + state));
    settings.forEach((name, value) -> command.add(name + "=" + value));
    return new VerifierProcess(
        new ProcessBuilder(command)
            .redirectOutput(state.resolveSibling(state.getFileName() + ".log").toFile())
            .redirectErrorStream(true)
            .start());
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      kill();
    }
  }
}
