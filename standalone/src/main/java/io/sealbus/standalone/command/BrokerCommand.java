package io.sealbus.standalone.command;

import io.sealbus.broker.EmbeddedBroker;
import io.sealbus.standalone.output.Progress;
import io.sealbus.standalone.server.BrokerSettings;
import io.sealbus.standalone.server.LogSetup;
import io.sealbus.standalone.server.Residence;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sealbus broker}. */
@Command(
    name = "broker",
    description =
        "Run the embedded Kafka broker alone, for services in processes of their own. For trials and"
            + " tests; a fleet runs a Kafka cluster. Ends on Ctrl-C.")
public final class BrokerCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // Set by picocli.
  @Spec
  private CommandSpec spec;

  @Mixin private ConfigOptions config = new ConfigOptions();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "Directory for everything that is kept. Default: ./data.")
  private Path data = Path.of("data");

  /** For picocli. */
  public BrokerCommand() {}

  @Override
  public Integer call() {
    LogSetup.keepIn(data);
    EmbeddedBroker broker = start();
    spec.commandLine().getOut().println("Ready: Kafka on " + broker.bootstrapServers());
    spec.commandLine().getOut().flush();
    return Residence.keep(broker, broker.failure().toCompletableFuture());
  }

  private EmbeddedBroker start() {
    Progress progress = Progress.onStandardError();
    try {
      progress.step("broker");
      return EmbeddedBroker.start(BrokerSettings.under(data, config.settings().configuration()));
    } finally {
      progress.done();
    }
  }
}
