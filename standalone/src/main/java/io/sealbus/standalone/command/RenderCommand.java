package io.sealbus.standalone.command;

import io.sealbus.standalone.CommandException;
import io.sealbus.standalone.ExitCode;
import io.sealbus.standalone.client.Documents;
import io.sealbus.standalone.oneshot.Cluster;
import io.sealbus.standalone.oneshot.Rendering;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.openshift.NodeChange;
import io.sealbus.verification.openshift.NodeConfiguration;
import io.sealbus.verification.resource.KubernetesName;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
      paramLabel = "DIR|FILE",
      description =
          "Folder to write below: /etc/containers/policy.json becomes DIR/etc/…; for --format tar the"
              + " archive's file. Needed unless --diff is given.")
  private @Nullable Path output;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "files: as on a node. machineconfig: a MachineConfig for each --role. tar: one archive,"
              + " to be unpacked below /. Default: ${DEFAULT-VALUE}.")
  private Format format = Format.files;

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description = "Role of machines to write a MachineConfig for. Default: master and worker.")
  private List<String> roles = new ArrayList<>();

  @Option(
      names = "--diff",
      paramLabel = "DIR",
      description =
          "Print what changes against the files below this folder, and what that does to a node.")
  private @Nullable Path before;

  /** What to write. */
  enum Format {
    files,
    machineconfig,
    tar
  }

  /** For picocli. */
  public RenderCommand() {}

  @Override
  public Integer call() throws IOException {
    check();
    Cluster cluster = Cluster.of(Documents.read(files));
    NodeConfiguration.Rendered rendered = Rendering.of(cluster);
    PrintWriter out = spec.commandLine().getOut();
    if (before != null) {
      print(Rendering.change(before, rendered), out);
    }
    if (output != null) {
      write(cluster, rendered, output).forEach(out::println);
    }
    warn(cluster, rendered);
    out.flush();
    return 0;
  }

  private void check() {
    if (output == null && before == null) {
      throw new CommandException(ExitCode.USAGE, "USAGE", "--output or --diff is missing");
    }
    if (!roles.isEmpty() && format != Format.machineconfig) {
      throw new CommandException(
          ExitCode.USAGE, "USAGE", "--role is of --format machineconfig only");
    }
    for (String role : roles) {
      if (!KubernetesName.isLabel(role)) {
        throw new CommandException(ExitCode.USAGE, "USAGE", role + " is no role of machines");
      }
    }
  }

  private List<Path> write(Cluster cluster, NodeConfiguration.Rendered rendered, Path target)
      throws IOException {
    return switch (format) {
      case files -> Rendering.write(rendered, target);
      case machineconfig ->
          Rendering.writeMachineConfigs(
              cluster, rendered, roles.isEmpty() ? List.of("master", "worker") : roles, target);
      case tar -> List.of(Rendering.writeArchive(rendered, target));
    };
  }

  private static void print(NodeChange change, PrintWriter out) {
    for (NodeChange.FileChange file : change.files()) {
      out.println(
          file.path()
              + ": "
              + file.kind().name().toLowerCase(Locale.ROOT)
              + ", "
              + file.disruption());
      file.differences().forEach(difference -> out.println("  " + difference.text()));
    }
    out.println("disruption: " + change.disruption());
  }

  private void warn(Cluster cluster, NodeConfiguration.Rendered rendered) {
    PrintWriter err = spec.commandLine().getErr();
    rendered.warnings().forEach(warning -> err.println("warning: " + warning));
    rendered
        .conditions()
        .forEach((policy, condition) ->
            err.println(policy + ": " + condition.reason() + ": " + condition.message()));
    rendered
        .refusedByNodes()
        .forEach(
            (path, why) -> err.println(path + ": " + ReasonCode.NODE_FILE_REFUSED + ": " + why));
    cluster.withheld().forEach(i -> err.println(i.cause() + ": " + i.code() + ": " + i.message()));
    err.flush();
  }
}
