package io.sealbus.standalone.oneshot;

import io.sealbus.standalone.CommandException;
import io.sealbus.standalone.ExitCode;
import io.sealbus.verification.openshift.NodeConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Renders the files of nodes from documents. */
public final class Rendering {
  private Rendering() {}

  /**
   * What the platform makes of the resources.
   *
   * @throws CommandException {@code REFUSED} with the first fault where a resource is refused;
   *     {@code RENDER_FAILED} where the platform would leave the nodes as they are
   */
  public static NodeConfiguration.Rendered of(Cluster cluster) {
    if (!cluster.faults().isEmpty()) {
      String more =
          cluster.faults().size() == 1
              ? ""
              : " (and " + (cluster.faults().size() - 1) + " more; 'sealbus lint' prints all)";
      throw new CommandException(
          ExitCode.DENIED, "REFUSED", cluster.faults().getFirst().text() + more);
    }
    return switch (NodeConfiguration.render(cluster.policies(), cluster.platform())) {
      case NodeConfiguration.Rendered rendered -> rendered;
      case NodeConfiguration.Failed failed ->
          throw new CommandException(
              ExitCode.DENIED,
              "RENDER_FAILED",
              "nodes keep the files that they have: " + failed.error());
    };
  }

  /**
   * Writes the files below {@code directory}, as on a node: {@code /etc/…} becomes {@code
   * directory/etc/…}.
   *
   * @return what was written
   */
  public static List<Path> write(NodeConfiguration.Rendered rendered, Path directory)
      throws IOException {
    var files = new TreeMap<String, byte[]>();
    rendered.files().forEach((path, bytes) -> files.put(path, bytes.toArray()));
    files.put(NodeConfiguration.POLICY_JSON, rendered.policyJsonOnNode().toArray());
    Path root = directory.toAbsolutePath().normalize();
    var written = new ArrayList<Path>();
    for (var file : files.entrySet()) {
      Path target = root.resolve(file.getKey().substring(1)).normalize();
      if (!target.startsWith(root)) {
        throw new IOException(file.getKey() + " leads out of " + root);
      }
      Files.createDirectories(target.getParent());
      Files.write(target, file.getValue());
      written.add(directory.resolve(root.relativize(target)));
    }
    return written;
  }
}
