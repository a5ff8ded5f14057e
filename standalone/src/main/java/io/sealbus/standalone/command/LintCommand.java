package io.sealbus.standalone.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sealbus.standalone.ExitCode;
import io.sealbus.standalone.client.Documents;
import io.sealbus.standalone.oneshot.Cluster;
import io.sealbus.standalone.output.Table;
import io.sealbus.verification.openshift.ReleaseImpact;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sealbus lint}. */
@Command(
    name = "lint",
    description =
        "Check policies as a server would, without one. Status 0: all can be used, 1: some are"
            + " refused. What could keep the platform from pulling its own release is a warning.")
public final class LintCommand implements Callable<Integer> {
  @Option(
      names = {"-f", "--filename"},
      required = true,
      paramLabel = "FILE|DIR|-",
      description = "YAML or JSON documents: a file, every one in a folder, or standard input.")
  private List<String> files = new ArrayList<>();

  @Mixin private Answer answer = new Answer();

  /** For picocli. */
  public LintCommand() {}

  @Override
  public Integer call() throws IOException {
    Cluster cluster = Cluster.of(Documents.read(files));
    answer.print(json(cluster), () -> table(cluster));
    return (cluster.faults().isEmpty() ? ExitCode.OK : ExitCode.DENIED).status();
  }

  private static ArrayNode json(Cluster cluster) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (Cluster.Fault fault : cluster.faults()) {
      list.addObject()
          .put("place", fault.place())
          .put("path", fault.finding().path())
          .put("code", fault.finding().code().name())
          .put("message", fault.finding().message())
          .put("warning", false);
    }
    for (ReleaseImpact impact : withheld(cluster)) {
      list.addObject()
          .put("place", impact.cause().text())
          .put("path", "<nil>")
          .put("code", impact.code().name())
          .put("message", impact.message())
          .put("warning", true);
    }
    return list;
  }

  /** What a server would take, and keep from nodes until it is confirmed. */
  private static List<ReleaseImpact> withheld(Cluster cluster) {
    return cluster.faults().isEmpty() ? cluster.withheld() : List.of();
  }

  private static Table table(Cluster cluster) {
    List<ReleaseImpact> withheld = withheld(cluster);
    if (cluster.faults().isEmpty() && withheld.isEmpty()) {
      int others = cluster.standing().size() - cluster.policies().size();
      String more = others > 0 ? ", and " + others + " resources of the platform" : "";
      int policies = cluster.policies().size() + cluster.sigstore().policies().size();
      return new Table(policies + " policies can be used" + more);
    }
    var table = new Table("PLACE", "PATH", "CODE", "WHAT IS WRONG");
    for (Cluster.Fault fault : cluster.faults()) {
      table.row(
          fault.place(),
          fault.finding().path(),
          fault.finding().code().name(),
          fault.finding().message());
    }
    for (ReleaseImpact impact : withheld) {
      table.row(impact.cause().text(), "-", impact.code().name(), impact.message());
    }
    return table;
  }
}
