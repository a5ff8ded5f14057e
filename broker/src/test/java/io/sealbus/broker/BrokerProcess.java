package io.sealbus.broker;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A broker in a JVM of its own, which a test can kill. */
final class BrokerProcess implements AutoCloseable {
  private static final String READY = "READY ";

  private final Process process;
  private final String bootstrapServers;

  private BrokerProcess(Process process, String bootstrapServers) {
    this.process = process;
    this.bootstrapServers = bootstrapServers;
  }

  /** The child: starts a broker, says where it is, and waits to be killed. */
  public static void main(String[] args) throws InterruptedException {
    try {
      var broker = EmbeddedBroker.start(EmbeddedBroker.Config.in(Path.of(args[0])));
      System.out.println(READY + broker.bootstrapServers());
      Thread.currentThread().join();
    } catch (BrokerException e) {
      System.out.println(READY + e.code());
    }
  }

  /** Returns when the child is ready. */
  static BrokerProcess start(Path dataDirectory) throws IOException {
    var process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-Xmx256m",
                    BrokerProcess.class.getName(),
                    dataDirectory.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader output = process.inputReader();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(READY)) {
        return new BrokerProcess(process, line.substring(READY.length()));
      }
    }
    throw new IOException("the child ended without a word");
  }

  /** Where the child's broker listens, or the code of its refusal. */
  String answer() {
    return bootstrapServers;
  }

  /** As {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
