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
import io.sealbus.standalone.command.WarmUpCommand;
import io.sealbus.standalone.command.WatchCommand;
import io.sealbus.standalone.output.Text;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
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
    synopsisSubcommandLabel = "COMMAND")
public final class Sealbus {
  /** By name, in the order of the help. Naming a class reads nothing of it yet. */
  private static final SequencedMap<String, Class<?>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("up", UpCommand.class);
    COMMANDS.put("demo", DemoCommand.class);
    COMMANDS.put("run", RunCommand.class);
    COMMANDS.put("broker", BrokerCommand.class);
    COMMANDS.put("apply", ApplyCommand.class);
    COMMANDS.put("delete", DeleteCommand.class);
    COMMANDS.put("get", GetCommand.class);
    COMMANDS.put("watch", WatchCommand.class);
    COMMANDS.put("vectors", VectorsCommand.class);
    COMMANDS.put("verify", VerifyCommand.class);
    COMMANDS.put("render", RenderCommand.class);
    COMMANDS.put("lint", LintCommand.class);
    COMMANDS.put("topics", TopicsCommand.class);
    COMMANDS.put("config", ConfigCommand.class);
    COMMANDS.put("version", VersionCommand.class);
    COMMANDS.put("warm-up", WarmUpCommand.class);
  }

  @Mixin private LogOptions logging = new LogOptions();

  /** For picocli. */
  public Sealbus() {}

  /** Runs the command line and ends the process with its status. */
  public static void main(String[] args) {
    System.exit(commandLine(args).execute(args));
  }

  /** The whole command line, ready to be executed. */
  public static CommandLine commandLine() {
    return commandLine(COMMANDS.values());
  }

  /**
   * As much of the command line as these arguments need: to read what one command looks like takes
   * longer than to look at a policy, and there are many.
   */
  private static CommandLine commandLine(String[] args) {
    Class<?> named = args.length == 0 ? null : COMMANDS.get(args[0]);
    return named == null ? commandLine() : commandLine(List.of(named));
  }

  private static CommandLine commandLine(Collection<Class<?>> commands) {
    var root = new CommandLine(new Sealbus());
    commands.forEach(root::addSubcommand);
    return root.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
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
