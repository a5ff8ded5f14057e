package io.sealbus.standalone.command;

import io.sealbus.standalone.server.LogSetup;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** How much is told; understood by every command. */
public final class LogOptions {
  /** Levels of the log. */
  enum Level {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print stack traces, and the log from DEBUG on.")
  private boolean debug;

  @Option(
      names = "--log",
      paramLabel = "LEVEL",
      scope = ScopeType.INHERIT,
      description = "Print the log from this level on: ${COMPLETION-CANDIDATES}. Default: WARN.")
  private @Nullable Level level;

  /** Sets up the log as asked. */
  public void apply() {
    if (debug) {
      LogSetup.print("DEBUG");
    } else if (level != null) {
      LogSetup.print(level.name());
    }
  }

  /** Whether {@code --debug} stands anywhere on the line. */
  public static boolean debugging(CommandLine line) {
    Boolean debug = line.getCommandSpec().root().findOption("--debug").getValue();
    return Boolean.TRUE.equals(debug);
  }
}
