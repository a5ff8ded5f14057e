package io.sealbus.standalone;

import org.jspecify.annotations.Nullable;

/** An expected failure: what to print in one line, and how the process ends. */
public final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ExitCode exit;
  private final String code;

  /**
   * A failure.
   *
   * @param code permanent, in capitals, such as {@code PORT_IN_USE}
   * @param message what is wrong and what to do, without a line break
   */
  public CommandException(ExitCode exit, String code, String message) {
    this(exit, code, message, null);
  }

  /** A failure with what led to it, which only {@code --debug} prints. */
  public CommandException(ExitCode exit, String code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exit = exit;
    this.code = code;
  }

  /** How the process ends. */
  public ExitCode exit() {
    return exit;
  }

  /** The permanent code. */
  public String code() {
    return code;
  }
}
