package io.sealbus.standalone.command;

import io.sealbus.standalone.output.Progress;
import io.sealbus.standalone.server.LogSetup;
import io.sealbus.standalone.server.Residence;
import io.sealbus.standalone.server.Services;
import io.sealbus.standalone.server.SingleNode;
import io.sealbus.standalone.server.Summary;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sealbus up}. */
@Command(
    name = "up",
    description =
        "Run everything in this process: an embedded Kafka broker and all services. What they keep"
            + " stands in one directory and outlives a restart. Ends on Ctrl-C.")
public final class UpCommand implements Callable<Integer> {
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
  public UpCommand() {}

  @Override
  public Integer call() {
    LogSetup.keepIn(data);
    Progress progress = Progress.onStandardError();
    SingleNode node = start(progress);
    Summary.of(node, data).print(spec.commandLine().getOut());
    return Residence.keep(node, node.failure().toCompletableFuture());
  }

  private SingleNode start(Progress progress) {
    try {
      return SingleNode.start(
          data, config.settings(), Services.all(), InstantSource.system(), progress::step);
    } finally {
      progress.done();
    }
  }
}
