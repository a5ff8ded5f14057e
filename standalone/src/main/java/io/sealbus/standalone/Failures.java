package io.sealbus.standalone;

import io.sealbus.broker.BrokerException;
import io.sealbus.runtime.config.ConfigurationException;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** Turns what commands throw into one line with a code and an exit status. */
final class Failures {
  private Failures() {}

  /** The failure as a person should see it. */
  static CommandException explain(Throwable failure) {
    return switch (failure) {
      case CommandException e -> e;
      case ConfigurationException e ->
          new CommandException(ExitCode.USAGE, "CONFIGURATION", text(e), e);
      case BrokerException e -> broker(e);
      case NoSuchFileException e ->
          new CommandException(ExitCode.USAGE, "NO_SUCH_FILE", e.getFile() + " does not exist", e);
      case IOException e -> new CommandException(ExitCode.USAGE, "FILE_UNUSABLE", text(e), e);
      default -> unexpected(failure);
    };
  }

  private static CommandException unexpected(Throwable failure) {
    if (find(failure, BindException.class) != null) {
      return new CommandException(
          ExitCode.CANNOT_START,
          "PORT_IN_USE",
          "the HTTP port is in use; set http.port, such as --set http.port=0 for any free one",
          failure);
    }
    if (find(failure, ConfigurationException.class) instanceof ConfigurationException cause) {
      return explain(cause);
    }
    return new CommandException(
        ExitCode.INTERNAL, "INTERNAL", failure + "; run with --debug to see where", failure);
  }

  private static CommandException broker(BrokerException e) {
    String remedy =
        switch (e.code()) {
          case DATA_DIRECTORY_LOCKED ->
              "; stop the sealbus that runs on it, or name another one with --data";
          case DATA_DIRECTORY_FOREIGN, DATA_DIRECTORY_INCOMPATIBLE, DATA_DIRECTORY_UNUSABLE ->
              "; name another one with --data";
          case ADDRESS_UNAVAILABLE ->
              "; set broker.port and broker.host, such as --set broker.port=0 for any free port";
          case START_FAILED, FATAL_FAULT -> "; see the log in the data directory";
        };
    return new CommandException(
        ExitCode.CANNOT_START, "BROKER_" + e.code().name(), text(e) + remedy, e);
  }

  private static String text(Throwable e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
    Throwable current = failure;
    for (int depth = 0; current != null && depth < 20; depth++) {
      if (type.isInstance(current)) {
        return type.cast(current);
      }
      current = current.getCause();
    }
    return null;
  }
}
