package io.sealbus.standalone.command;

import io.sealbus.standalone.ExitCode;
import io.sealbus.standalone.demo.Demo;
import io.sealbus.standalone.demo.DemoReport;
import io.sealbus.standalone.demo.Shown;
import io.sealbus.standalone.output.Progress;
import io.sealbus.standalone.server.LogSetup;
import io.sealbus.standalone.server.Residence;
import io.sealbus.standalone.server.Settings;
import io.sealbus.standalone.server.Summary;
import io.sealbus.standalone.server.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sealbus demo}. */
@Command(
    name = "demo",
    description =
        "Run everything with a registry of signed and unsigned images beside it, and show what is"
            + " decided and why. Needs no network. Ends on Ctrl-C, or at once with --once.")
public final class DemoCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // Set by picocli.
  @Spec
  private CommandSpec spec;

  @Mixin private ConfigOptions config = new ConfigOptions();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Directory for everything that is kept. Default: a new one, removed at the end.")
  private @Nullable Path data;

  @Option(names = "--once", description = "End after printing; status 0 where all is as expected.")
  private boolean once;

  /** For picocli. */
  public DemoCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path given = data;
    Workspace workspace = given == null ? Workspace.disposable() : Workspace.at(given);
    LogSetup.keepIn(workspace.directory());
    Demo demo = start(workspace);
    boolean asExpected = demo.shown().stream().allMatch(Shown::asExpected);
    DemoReport.print(demo.shown(), spec.commandLine().getOut());
    if (!once) {
      Summary.of(demo.node(), workspace.directory()).print(spec.commandLine().getOut());
      return Residence.keep(workspace.with(demo), demo.node().failure().toCompletableFuture());
    }
    workspace.with(demo).close();
    return (asExpected ? ExitCode.OK : ExitCode.DENIED).status();
  }

  private Demo start(Workspace workspace) throws InterruptedException {
    Progress progress = Progress.onStandardError();
    try {
      Settings settings = config.settings().preferringFreePorts();
      return Demo.start(workspace.directory(), settings, progress::step);
    } catch (RuntimeException | InterruptedException e) {
      workspace.close();
      throw e;
    } finally {
      progress.done();
    }
  }
}
