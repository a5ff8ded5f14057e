package io.sealbus.standalone.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.sealbus.standalone.client.Documents;
import io.sealbus.standalone.client.Policies;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sealbus delete}. */
@Command(name = "delete", description = "Delete policies from a running server.")
public final class DeleteCommand implements Callable<Integer> {
  /** Either files, or one policy by kind and name. */
  private static final class What {
    @Option(
        names = {"-f", "--filename"},
        required = true,
        paramLabel = "FILE|DIR|-",
        description = "The documents whose policies are to go.")
    private List<String> files = new ArrayList<>();

    @ArgGroup(exclusive = false)
    private @Nullable One one;
  }

  /** One policy. */
  private static final class One {
    @Parameters(
        index = "0",
        paramLabel = "KIND",
        description =
            "ClusterImagePolicy, ImagePolicy, Image, ClusterVersion, ImageDigestMirrorSet,"
                + " ImageTagMirrorSet or ImageContentSourcePolicy.")
    private String kind = "";

    @Parameters(index = "1", paramLabel = "NAME", description = "Name of the policy.")
    private String name = "";

    @Option(
        names = {"-n", "--namespace"},
        paramLabel = "NS",
        description = "Namespace of an ImagePolicy.")
    private @Nullable String namespace;
  }

  @ArgGroup(multiplicity = "1")
  private What what = new What();

  @Mixin private ServerOptions server = new ServerOptions();
  @Mixin private Answer answer = new Answer();

  /** For picocli. */
  public DeleteCommand() {}

  @Override
  public Integer call() throws IOException {
    var policies = new Policies(server.server());
    One one = what.one;
    ArrayNode changes =
        one == null
            ? policies.delete(Documents.read(what.files))
            : policies.delete(one.kind, one.namespace, one.name);
    answer.print(changes, () -> PolicyTables.changes(changes));
    return 0;
  }
}
