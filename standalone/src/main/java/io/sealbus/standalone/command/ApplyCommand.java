package io.sealbus.standalone.command;

import io.sealbus.standalone.client.Documents;
import io.sealbus.standalone.client.Policies;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sealbus apply}. */
@Command(
    name = "apply",
    description = "Create or change policies on a running server: all of them, or none.")
public final class ApplyCommand implements Callable<Integer> {
  @Option(
      names = {"-f", "--filename"},
      required = true,
      paramLabel = "FILE|DIR|-",
      description = "YAML or JSON documents: a file, every one in a folder, or standard input.")
  private List<String> files = new ArrayList<>();

  @Mixin private ServerOptions server = new ServerOptions();
  @Mixin private Answer answer = new Answer();

  /** For picocli. */
  public ApplyCommand() {}

  @Override
  public Integer call() throws IOException {
    var changes = new Policies(server.server()).apply(Documents.read(files));
    answer.print(changes, () -> PolicyTables.changes(changes));
    return 0;
  }
}
