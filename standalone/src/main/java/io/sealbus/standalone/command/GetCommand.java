package io.sealbus.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.sealbus.standalone.CommandException;
import io.sealbus.standalone.ExitCode;
import io.sealbus.standalone.client.Reads;
import io.sealbus.standalone.output.Table;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sealbus get}. */
@Command(name = "get", description = "Print what a running server has.")
public final class GetCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "KIND",
      description = "policies, verdicts, node-files or status.")
  private String kind = "verdicts";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NAME",
      description = "Name of a policy, an image, or the path of a file. Default: all.")
  private @Nullable String name;

  @Mixin private FilterOptions filter = new FilterOptions();
  @Mixin private ServerOptions server = new ServerOptions();
  @Mixin private Answer answer = new Answer();

  /** For picocli. */
  public GetCommand() {}

  @Override
  public Integer call() {
    var reads = new Reads(server.server());
    switch (kind) {
      case "policies" -> print(reads.policies(name), PolicyTables::policies);
      case "verdicts" -> print(reads.verdicts(name, filter.filters()), VerdictTables::verdicts);
      case "node-files" -> print(reads.nodeFiles(name), PolicyTables::nodeFiles);
      case "status" -> print(reads.status(name), PolicyTables::status);
      default ->
          throw new CommandException(
              ExitCode.USAGE,
              "USAGE",
              kind + " is nothing to get (there are: policies, verdicts, node-files, status)");
    }
    return 0;
  }

  private void print(JsonNode json, Function<JsonNode, Table> table) {
    answer.print(json, () -> table.apply(json));
  }
}
