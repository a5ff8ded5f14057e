package io.sealbus.verification.openshift;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.resource.JsonText;
import io.sealbus.verification.resource.KubernetesName;
import io.sealbus.verification.resource.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Node files as the MachineConfig that the controller keeps for each pool of machines.
 *
 * @see <a href="https://coreos.github.io/ignition/configuration-v3_5/">Ignition, configuration
 *     specification 3.5.0</a>
 */
public final class MachineConfig {
  private static final String IGNITION = "3.5.0";
  private static final int MODE = 0644;

  private MachineConfig() {}

  /** The name for the pool of {@code role}. */
  public static String name(String role) {
    return "99-" + role + "-generated-registries";
  }

  /**
   * The resource as JSON, files in the controller's order, ending with a line feed.
   *
   * @param role of the machines, such as {@code worker}
   * @param files by path, in order
   * @throws IllegalArgumentException where {@code role} cannot name a pool
   */
  public static String json(String role, Map<String, Bytes> files) {
    if (!KubernetesName.isLabel(role)) {
      throw new IllegalArgumentException("not the role of machines");
    }
    Node metadata =
        object(
            "labels",
            object("machineconfiguration.openshift.io/role", new Node.Text(role)),
            "name",
            new Node.Text(name(role)));
    List<Node> entries =
        files.entrySet().stream().map(f -> file(f.getKey(), f.getValue())).toList();
    Node config =
        object(
            "ignition",
            object("version", new Node.Text(IGNITION)),
            "storage",
            object("files", new Node.Sequence(entries)));
    Node machineConfig =
        object(
            "apiVersion",
            new Node.Text("machineconfiguration.openshift.io/v1"),
            "kind",
            new Node.Text("MachineConfig"),
            "metadata",
            metadata,
            "spec",
            object("config", config));
    return JsonText.write(machineConfig) + "\n";
  }

  private static Node file(String path, Bytes content) {
    String source = "data:text/plain;charset=utf-8;base64," + content.toBase64();
    return object(
        "contents",
        object("compression", new Node.Text(""), "source", new Node.Text(source)),
        "mode",
        new Node.Number(Integer.toString(MODE)),
        "overwrite",
        new Node.Bool(true),
        "path",
        new Node.Text(path));
  }

  /** Names and members in turn. */
  private static Node object(Object... members) {
    var object = new LinkedHashMap<String, Node>();
    for (int i = 0; i < members.length; i += 2) {
      object.put((String) members[i], (Node) members[i + 1]);
    }
    return new Node.Mapping(object);
  }
}
