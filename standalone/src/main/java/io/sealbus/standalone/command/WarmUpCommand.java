package io.sealbus.standalone.command;

import io.sealbus.standalone.ExitCode;
import io.sealbus.standalone.Sealbus;
import io.sealbus.standalone.demo.Demo;
import io.sealbus.standalone.demo.Rehearsal;
import io.sealbus.standalone.demo.Shown;
import io.sealbus.standalone.server.LogSetup;
import io.sealbus.standalone.server.Settings;
import io.sealbus.standalone.server.Workspace;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sealbus warm-up}. */
@Command(
    name = "warm-up",
    description =
        "Make the class archives that let later commands start quickly, beside the jars. bin/sealbus"
            + " does so by itself after it has built; of use where the jars came from elsewhere and"
            + " their directory can be written to.")
public final class WarmUpCommand implements Callable<Integer> {
  private enum What {
    COMMANDS,
    SERVICES
  }

  @Parameters(
      arity = "0..1",
      paramLabel = "WHAT",
      description =
          "commands or services: only go through what they do; what the launcher calls this for.")
  private What what = What.COMMANDS;

  /** For picocli. */
  public WarmUpCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Workspace workspace = Workspace.disposable();
    return (switch (what) {
          case COMMANDS -> commands(workspace);
          case SERVICES -> services(workspace);
        })
        .status();
  }

  private static ExitCode commands(Workspace workspace) throws IOException {
    try (workspace;
        var rehearsal = new Rehearsal()) {
      Path file = workspace.directory().resolve("policies.yaml");
      Files.write(file, rehearsal.policies());
      String out = workspace.directory().resolve("files").toString();
      for (List<String> command : rehearsal.commands(file.toString(), out)) {
        Sealbus.commandLine()
            .setOut(new PrintWriter(Writer.nullWriter()))
            .execute(command.toArray(String[]::new));
      }
      return ExitCode.OK;
    }
  }

  private static ExitCode services(Workspace workspace) throws InterruptedException {
    LogSetup.keepIn(workspace.directory());
    Settings settings = Settings.none().with("http.port", "0").with("broker.port", "0");
    Demo demo;
    try {
      demo = Demo.start(workspace.directory(), settings, step -> {});
    } catch (RuntimeException | InterruptedException e) {
      workspace.close();
      throw e;
    }
    boolean asExpected = demo.shown().stream().allMatch(Shown::asExpected);
    workspace.with(demo).close();
    return asExpected ? ExitCode.OK : ExitCode.DENIED;
  }
}
