package io.sealbus.standalone;

import io.sealbus.standalone.command.ApplyCommand;
import io.sealbus.standalone.command.BrokerCommand;
import io.sealbus.standalone.command.ConfigCommand;
import io.sealbus.standalone.command.DeleteCommand;
import io.sealbus.standalone.command.DemoCommand;
import io.sealbus.standalone.command.GetCommand;
import io.sealbus.standalone.command.LintCommand;
import io.sealbus.standalone.command.LogOptions;
import io.sealbus.standalone.command.RenderCommand;
import io.sealbus.standalone.command.RunCommand;
import io.sealbus.standalone.command.TopicsCommand;
import io.sealbus.standalone.command.UpCommand;
import io.sealbus.standalone.command.VectorsCommand;
import io.sealbus.standalone.command.VerifyCommand;
import io.sealbus.standalone.command.Version;
import io.sealbus.standalone.command.VersionCommand;
import io.sealbus.standalone.command.WatchCommand;
import io.sealbus.standalone.output.Text;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command {@code sealbus}. */
@Command(
    name = "sealbus",
    description = "Keeps a true verdict for every container image of a fleet.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      UpCommand.class,
      DemoCommand.class,
      RunCommand.class,
      BrokerCommand.class,
      ApplyCommand.class,
      DeleteCommand.class,
      GetCommand.class,
      WatchCommand.class,
      VectorsCommand.class,
      VerifyCommand.class,
      RenderCommand.class,
      LintCommand.class,
      TopicsCommand.class,
      ConfigCommand.class,
      VersionCommand.class
    })
public final class Sealbus {
  @Mixin private LogOptions logging = new LogOptions();

  /** For picocli. */
  public Sealbus() {}

  /** Runs the command line and ends the process with its status. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The whole command line, ready to be executed. */
  public static CommandLine commandLine() {
    return new CommandLine(new Sealbus())
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
        .setUsageHelpWidth(100)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionStrategy(Sealbus::execute)
        .setExecutionExceptionHandler((e, line, parsed) -> report(Failures.explain(e), line))
        .setParameterExceptionHandler((e, args) -> reportUsage(e));
  }

  private static int execute(ParseResult parsed) {
    Sealbus root =
        parsed.commandSpec().root().userObject() instanceof Sealbus s ? s : new Sealbus();
    root.logging.apply();
    if (!parsed.hasSubcommand()
        && !parsed.isUsageHelpRequested()
        && !parsed.isVersionHelpRequested()) {
      throw new ParameterException(parsed.commandSpec().commandLine(), "a command is needed");
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  private static int report(CommandException failure, CommandLine line) {
    PrintWriter err = line.getErr();
    err.println(
        "sealbus: " + failure.code() + ": " + Text.printable(String.valueOf(failure.getMessage())));
    if (LogOptions.debugging(line)) {
      failure.printStackTrace(err);
    }
    err.flush();
    return failure.exit().status();
  }

  private static int reportUsage(ParameterException e) {
    CommandLine line = e.getCommandLine();
    line.getErr()
        .println(
            "sealbus: USAGE: %s; see '%s --help'"
                .formatted(
                    Text.printable(String.valueOf(e.getMessage())),
                    line.getCommandSpec().qualifiedName()));
    line.getErr().flush();
    return ExitCode.USAGE.status();
  }
}
