package io.sealbus.verification.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A document that has the outer form of a Kubernetes resource. Its names are as written, not yet
 * checked: {@link #key} answers only where they are names.
 *
 * @param apiVersion {@code group/version}, or {@code version} for the core group
 * @param name {@code metadata.name}, empty where there is none
 * @param generation {@code metadata.generation}, 0 where there is none
 * @param document the whole document
 */
public record Resource(
    String apiVersion,
    String kind,
    String name,
    @Nullable String namespace,
    @Nullable String uid,
    long generation,
    Node.Mapping document) {

  /** The resource in {@code document}, or what keeps it from being one. */
  public static Reading<Resource> of(Node document) {
    if (!(document instanceof Node.Mapping root)) {
      return new Reading.Refused<>(
          List.of(new Finding("<nil>", FindingCode.NOT_A_RESOURCE, "not an object")));
    }
    var findings = new ArrayList<Finding>();
    Node.Mapping metadata = metadata(root, findings);
    String apiVersion = required(root, "apiVersion", findings);
    String kind = required(root, "kind", findings);
    String name = text(metadata, "metadata.", "name", findings);
    String namespace = text(metadata, "metadata.", "namespace", findings);
    String uid = text(metadata, "metadata.", "uid", findings);
    long generation = generation(metadata, findings);
    if (!findings.isEmpty()) {
      return new Reading.Refused<>(findings);
    }
    return new Reading.Read<>(
        new Resource(
            apiVersion,
            kind,
            name == null ? "" : name,
            namespace == null || namespace.isEmpty() ? null : namespace,
            uid == null || uid.isEmpty() ? null : uid,
            generation,
            root));
  }

  /** API group, empty for the core group. */
  public String group() {
    int slash = apiVersion.indexOf('/');
    return slash < 0 ? "" : apiVersion.substring(0, slash);
  }

  /** API version without its group. */
  public String version() {
    return apiVersion.substring(apiVersion.indexOf('/') + 1);
  }

  /** The key, or empty where group, kind, namespace or name are not such. */
  public Optional<ResourceKey> key() {
    try {
      return Optional.of(new ResourceKey(group(), kind, namespace, name));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Node.Mapping metadata(Node.Mapping root, List<Finding> findings) {
    var none = new Node.Mapping(Map.of());
    return switch (root.get("metadata")) {
      case Node.Mapping mapping -> mapping;
      case Node.Null ignored -> none;
      case null -> none;
      case Node other -> {
        findings.add(wrongType("metadata", "object", other));
        yield none;
      }
    };
  }

  private static String required(Node.Mapping root, String name, List<Finding> findings) {
    String value = text(root, "", name, findings);
    if (value == null || value.isEmpty()) {
      findings.add(new Finding(name, FindingCode.NOT_A_RESOURCE, "Required value"));
      return "";
    }
    return value;
  }

  private static @Nullable String text(
      Node.Mapping parent, String path, String name, List<Finding> findings) {
    return switch (parent.get(name)) {
      case Node.Text text -> text.value();
      case Node.Null ignored -> null;
      case null -> null;
      case Node other -> {
        findings.add(wrongType(path + name, "string", other));
        yield null;
      }
    };
  }

  private static long generation(Node.Mapping metadata, List<Finding> findings) {
    Node node = metadata.get("generation");
    if (node == null || node instanceof Node.Null) {
      return 0;
    }
    if (node instanceof Node.Number number && number.asLong().isPresent()) {
      return number.asLong().getAsLong();
    }
    findings.add(wrongType("metadata.generation", "integer", node));
    return 0;
  }

  private static Finding wrongType(String path, String expected, Node actual) {
    return new Finding(
        path, FindingCode.WRONG_TYPE, "must be of type " + expected + ", not " + actual.typeName());
  }
}
