package io.sealbus.verification.openshift;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.openshift.Difference.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What lies between the files that nodes have and those that they are to have.
 *
 * @param files those that differ, by path
 */
public record NodeChange(List<FileChange> files) {
  /**
   * A file that differs.
   *
   * @param kind whether the file is new, gone, or another
   * @param differences what a node decides differently by it; at least one
   * @param disruption what it does to a node to take the change up
   */
  public record FileChange(
      String path, Kind kind, List<Difference> differences, Disruption disruption) {
    public FileChange {
      differences = List.copyOf(differences);
    }
  }

  /** How a file differs. */
  public enum Kind {
    ADDED,
    CHANGED,
    REMOVED
  }

  public NodeChange {
    files = List.copyOf(files);
  }

  /**
   * Compares.
   *
   * @param before files by path, whoever wrote them; a file that cannot be read counts as bytes
   */
  public static NodeChange between(Map<String, Bytes> before, NodeConfiguration.Rendered after) {
    var paths = new TreeSet<>(before.keySet());
    paths.addAll(after.files().keySet());
    var files = new ArrayList<FileChange>();
    for (String path : paths) {
      Bytes old = before.get(path);
      Bytes next = after.files().get(path);
      if (!Objects.equals(old, next)) {
        files.add(
            change(
                path,
                old,
                next,
                differences(
                    path,
                    decidesBy(path, before),
                    decidesBy(path, after.files()),
                    view(path, after))));
      }
    }
    return new NodeChange(files);
  }

  private static FileChange change(
      String path, @Nullable Bytes old, @Nullable Bytes next, List<Difference> differences) {
    return new FileChange(
        path,
        old == null ? Kind.ADDED : next == null ? Kind.REMOVED : Kind.CHANGED,
        differences.isEmpty() ? List.of(bytes(old, next)) : differences,
        Disruption.of(path));
  }

  /** A namespace without a file of its own is judged by the cluster's. */
  private static @Nullable Bytes decidesBy(String path, Map<String, Bytes> files) {
    Bytes own = files.get(path);
    return own == null && namespace(path) != null ? files.get(NodeConfiguration.POLICY_JSON) : own;
  }

  private static List<Difference> differences(
      String path, @Nullable Bytes old, @Nullable Bytes next, @Nullable NodeView origins) {
    return NodeFileContent.read(path, old)
        .flatMap(was -> NodeFileContent.read(path, next).map(is -> was.differences(is, origins)))
        .orElse(List.of());
  }

  private static @Nullable NodeView view(String path, NodeConfiguration.Rendered after) {
    String namespace = namespace(path);
    if (namespace != null) {
      return after.view(namespace);
    }
    return path.equals(NodeConfiguration.POLICY_JSON) ? after.cluster() : null;
  }

  private static @Nullable String namespace(String path) {
    String directory = NodeConfiguration.CRIO_POLICIES;
    return path.startsWith(directory) && path.endsWith(".json")
        ? path.substring(directory.length(), path.length() - ".json".length())
        : null;
  }

  private static Difference bytes(@Nullable Bytes old, @Nullable Bytes next) {
    return new Difference(
        Subject.BYTES,
        "",
        old == null ? null : old.size() + " bytes",
        next == null ? null : next.size() + " bytes",
        List.of());
  }

  /** What the whole change does to a node. */
  public Disruption disruption() {
    return files.stream().map(FileChange::disruption).reduce(Disruption.NONE, Disruption::and);
  }
}
