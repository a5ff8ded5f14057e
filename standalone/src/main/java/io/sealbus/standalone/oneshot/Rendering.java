package io.sealbus.standalone.oneshot;

import io.sealbus.renderer.node.NodeArchive;
import io.sealbus.standalone.CommandException;
import io.sealbus.standalone.ExitCode;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.openshift.MachineConfig;
import io.sealbus.verification.openshift.NodeChange;
import io.sealbus.verification.openshift.NodeConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

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
    Path root = directory.toAbsolutePath().normalize();
    var written = new ArrayList<Path>();
    for (var file : onNode(rendered).entrySet()) {
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

  /**
   * Writes a MachineConfig for each of {@code roles} into {@code directory}.
   *
   * @return what was written; nothing where the platform would keep no MachineConfig either
   * @throws CommandException {@code REGISTRIES_CONF} where the platform's own MachineConfig may
   *     hold a file more, which this one would take from the nodes
   */
  public static List<Path> writeMachineConfigs(
      Cluster cluster, NodeConfiguration.Rendered rendered, List<String> roles, Path directory)
      throws IOException {
    if (cluster.platform().mayNeedRegistriesConf()) {
      throw new CommandException(
          ExitCode.DENIED,
          "REGISTRIES_CONF",
          "mirrors, blocked and insecure registries stand in registries.conf, which Sealbus does not"
              + " write; leave the MachineConfig to the platform");
    }
    var written = new ArrayList<Path>();
    if (!rendered.files().isEmpty()) {
      Files.createDirectories(directory);
      for (String role : roles) {
        Path file = directory.resolve(MachineConfig.name(role) + ".json");
        Files.writeString(file, MachineConfig.json(role, rendered.files()));
        written.add(file);
      }
    }
    return written;
  }

  /** Writes the files into one tar archive, to be unpacked below {@code /}. */
  public static Path writeArchive(NodeConfiguration.Rendered rendered, Path file)
      throws IOException {
    Files.write(file, NodeArchive.of(onNode(rendered)));
    return file;
  }

  private static Map<String, byte[]> onNode(NodeConfiguration.Rendered rendered) {
    var files = new TreeMap<String, byte[]>();
    rendered.files().forEach((path, bytes) -> files.put(path, bytes.toArray()));
    files.put(NodeConfiguration.POLICY_JSON, rendered.policyJsonOnNode().toArray());
    return files;
  }

  /** What lies between the files below {@code directory} and those of {@code rendered}. */
  public static NodeChange change(Path directory, NodeConfiguration.Rendered rendered)
      throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new NoSuchFileException(directory.toString());
    }
    var paths = new ArrayList<String>();
    paths.add(NodeConfiguration.POLICY_JSON);
    paths.add(NodeConfiguration.SIGSTORE_REGISTRIES);
    Path namespaces = directory.resolve(NodeConfiguration.CRIO_POLICIES.substring(1));
    if (Files.isDirectory(namespaces)) {
      try (Stream<Path> files = Files.list(namespaces)) {
        files
            .map(file -> NodeConfiguration.CRIO_POLICIES + file.getFileName())
            .filter(path -> path.endsWith(".json"))
            .forEach(paths::add);
      }
    }
    var before = new TreeMap<String, Bytes>();
    for (String path : paths) {
      Path file = directory.resolve(path.substring(1));
      if (Files.isRegularFile(file)) {
        before.put(path, Bytes.copyOf(Files.readAllBytes(file)));
      }
    }
    return NodeChange.between(before, rendered);
  }
}
