package io.sealbus.standalone.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sealbus.standalone.CommandException;
import io.sealbus.standalone.ExitCode;
import io.sealbus.standalone.client.Reads;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sealbus watch}. */
@Command(
    name = "watch",
    description = "Print verdicts of a running server as they are made. Ends on Ctrl-C.")
public final class WatchCommand implements Callable<Integer> {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @SuppressWarnings("NullAway.Init") // Set by picocli.
  @Spec
  private CommandSpec spec;

  @Option(names = "--snapshot", description = "First print the verdicts that there are.")
  private boolean snapshot;

  @Option(names = "--json", description = "One JSON object a line, for programs.")
  private boolean json;

  @Mixin private FilterOptions filter = new FilterOptions();
  @Mixin private ServerOptions server = new ServerOptions();

  /** For picocli. */
  public WatchCommand() {}

  @Override
  public Integer call() {
    new Reads(server.server()).watch(snapshot, filter.filters(), this::print);
    throw new CommandException(
        ExitCode.UNREACHABLE, "STREAM_ENDED", "the server closed the stream; start again");
  }

  private void print(String event) {
    PrintWriter out = spec.commandLine().getOut();
    try {
      out.println(json ? event : VerdictTables.line(MAPPER.readTree(event)));
    } catch (JsonProcessingException e) {
      throw new CommandException(
          ExitCode.UNREACHABLE, "NOT_SEALBUS", "an event is no JSON; is this a Sealbus server?", e);
    }
    out.flush();
  }
}
