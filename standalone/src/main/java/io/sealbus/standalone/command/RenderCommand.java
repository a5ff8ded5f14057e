package io.sealbus.standalone.command;

import io.sealbus.standalone.client.Documents;
import io.sealbus.standalone.oneshot.Cluster;
import io.sealbus.standalone.oneshot.Rendering;
import io.sealbus.verification.openshift.NodeConfiguration;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sealbus render}. */
@Command(
    name = "render",
    description = "Write the files that nodes get from policies. Needs no server and no Kafka.")
public final class RenderCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // Set by picocli.
  @Spec
  private CommandSpec spec;

  @Option(
      names = {"-f", "--filename"},
      required = true,
      paramLabel = "FILE|DIR|-",
      description = "Policies, and the cluster's Image, ClusterVersion and mirror resources.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "DIR",
      description = "Folder to write below: /etc/containers/policy.json becomes DIR/etc/…")
  private Path directory = Path.of("");

  /** For picocli. */
  public RenderCommand() {}

  @Override
  public Integer call() throws IOException {
    NodeConfiguration.Rendered rendered = Rendering.of(Cluster.of(Documents.read(files)));
    PrintWriter out = spec.commandLine().getOut();
    Rendering.write(rendered, directory).forEach(out::println);
    rendered
        .warnings()
        .forEach(warning -> spec.commandLine().getErr().println("warning: " + warning));
    rendered
        .conditions()
        .forEach((policy, condition) ->
            spec.commandLine()
                .getErr()
                .println(policy + ": " + condition.reason() + ": " + condition.message()));
    out.flush();
    return 0;
  }
}
