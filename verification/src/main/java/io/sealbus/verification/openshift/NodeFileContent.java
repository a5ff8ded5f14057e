package io.sealbus.verification.openshift;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.openshift.Difference.Subject;
import io.sealbus.verification.resource.Documents;
import io.sealbus.verification.resource.Limits;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Reading;
import io.sealbus.verification.resource.ResourceKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a file of a node says, by scope: transport {@code docker} of a {@code policy.json} with its
 * default, or a file of {@code registries.d}. The other transports say nothing about registries, or
 * the same again.
 */
record NodeFileContent(Subject subject, SortedMap<String, List<Node>> byScope) {
  private static final String DEFAULT = "default";

  /** A policy of ten thousand scopes with a long certificate each. */
  private static final Limits LIMITS = new Limits(256 << 20, Limits.DEFAULT.depth(), 1);

  NodeFileContent {
    byScope = Collections.unmodifiableSortedMap(new TreeMap<>(byScope));
  }

  /** Empty where it has another form; no file at all says what the platform's own file says. */
  static Optional<NodeFileContent> read(String path, @Nullable Bytes file) {
    Subject subject = path.endsWith(".json") ? Subject.REQUIREMENT : Subject.ATTACHMENTS;
    if (file == null) {
      return subject == Subject.REQUIREMENT
          ? read(path, PolicyTemplate.bytes())
          : Optional.of(new NodeFileContent(subject, new TreeMap<>()));
    }
    boolean known = path.endsWith(".json") || path.equals(NodeConfiguration.SIGSTORE_REGISTRIES);
    return known
            && Documents.read(file.toArray(), LIMITS)
                instanceof Reading.Read<List<Node>>(List<Node> documents)
            && documents.size() == 1
            && documents.getFirst() instanceof Node.Mapping root
        ? Optional.of(new NodeFileContent(subject, contents(root, subject)))
        : Optional.empty();
  }

  private static SortedMap<String, List<Node>> contents(Node.Mapping root, Subject subject) {
    var byScope = new TreeMap<String, List<Node>>();
    if (subject == Subject.REQUIREMENT) {
      byScope.put(DEFAULT, items(root.get(DEFAULT)));
      if (root.get("transports") instanceof Node.Mapping transports) {
        scopes(transports).forEach((scope, node) -> byScope.put(scope, items(node)));
      }
    } else {
      scopes(root).forEach((scope, node) -> byScope.put(scope, List.of(node)));
    }
    return byScope;
  }

  private static Map<String, Node> scopes(Node.Mapping parent) {
    return parent.get("docker") instanceof Node.Mapping docker ? docker.members() : Map.of();
  }

  private static List<Node> items(@Nullable Node node) {
    return switch (node) {
      case Node.Sequence sequence -> sequence.items();
      case null -> List.of();
      default -> List.of(node);
    };
  }

  /**
   * What differs in {@code after}, by scope.
   *
   * @param origins where the requirements of {@code after} come from, if that is known
   */
  List<Difference> differences(NodeFileContent after, @Nullable NodeView origins) {
    var differences = new ArrayList<Difference>();
    var scopes = new TreeSet<>(byScope.keySet());
    scopes.addAll(after.byScope.keySet());
    for (String scope : scopes) {
      List<ResourceKey> policies = origins == null ? List.of() : origins.policies(scope);
      List<Node> gone = new ArrayList<>(byScope.getOrDefault(scope, List.of()));
      List<Node> added = new ArrayList<>();
      for (Node item : after.byScope.getOrDefault(scope, List.of())) {
        if (!gone.remove(item)) {
          added.add(item);
        }
      }
      for (int i = 0; i < Math.max(gone.size(), added.size()); i++) {
        String was = i < gone.size() ? NodeFileText.of(gone.get(i)) : null;
        String is = i < added.size() ? NodeFileText.of(added.get(i)) : null;
        differences.add(new Difference(subject, scope, was, is, is == null ? List.of() : policies));
      }
    }
    return differences;
  }
}
