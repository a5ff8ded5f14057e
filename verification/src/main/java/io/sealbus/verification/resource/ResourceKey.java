package io.sealbus.verification.resource;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names one resource of a cluster. Written {@code group/kind/namespace/name}, with an empty segment
 * for no namespace and for the core group: {@code config.openshift.io/ClusterImagePolicy//p}.
 *
 * @param group API group, empty for the core group
 * @param kind in the API's spelling
 * @param namespace null for a cluster-scoped kind
 * @param name {@code metadata.name}
 */
public record ResourceKey(String group, String kind, @Nullable String namespace, String name)
    implements Comparable<ResourceKey> {
  private static final Pattern KIND = Pattern.compile("[A-Z][A-Za-z0-9]{0,62}");
  private static final Comparator<ResourceKey> ORDER =
      Comparator.comparing(ResourceKey::group)
          .thenComparing(ResourceKey::kind)
          .thenComparing(key -> key.namespace() == null ? "" : key.namespace())
          .thenComparing(ResourceKey::name);

  public ResourceKey {
    boolean valid =
        (group.isEmpty() || KubernetesName.isSubdomain(group))
            && KIND.matcher(kind).matches()
            && (namespace == null || KubernetesName.isLabel(namespace))
            && KubernetesName.isSubdomain(name);
    if (!valid) {
      throw new IllegalArgumentException("not the key of a resource");
    }
  }

  /** The key that {@link #text} wrote, or empty where {@code text} is none. Never throws. */
  public static Optional<ResourceKey> parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != 4) {
      return Optional.empty();
    }
    try {
      String namespace = parts[2].isEmpty() ? null : parts[2];
      return Optional.of(new ResourceKey(parts[0], parts[1], namespace, parts[3]));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The key as text, which is the key of the record on the {@code policies} topic. */
  public String text() {
    return group + "/" + kind + "/" + (namespace == null ? "" : namespace) + "/" + name;
  }

  @Override
  public int compareTo(ResourceKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return text();
  }
}
