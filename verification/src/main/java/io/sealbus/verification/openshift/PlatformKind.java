package io.sealbus.verification.openshift;

import io.sealbus.verification.resource.Resource;
import io.sealbus.verification.resource.ResourceKey;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The kinds that say something about the platform. All of them are cluster-scoped. */
public enum PlatformKind {
  /** Which registries are allowed, blocked and insecure. Only the one named {@code cluster}. */
  IMAGE("config.openshift.io", "v1", "Image", "cluster"),

  /** The release that the cluster runs. Only the one named {@code version}. */
  CLUSTER_VERSION("config.openshift.io", "v1", "ClusterVersion", "version"),

  /** Mirrors for pulls by digest. */
  DIGEST_MIRRORS("config.openshift.io", "v1", "ImageDigestMirrorSet", null),

  /** Mirrors for pulls by tag. */
  TAG_MIRRORS("config.openshift.io", "v1", "ImageTagMirrorSet", null),

  /** The older form of {@link #DIGEST_MIRRORS}. */
  CONTENT_SOURCES("operator.openshift.io", "v1alpha1", "ImageContentSourcePolicy", null);

  private final String group;
  private final String version;
  private final String kind;
  private final @Nullable String onlyName;

  PlatformKind(String group, String version, String kind, @Nullable String onlyName) {
    this.group = group;
    this.version = version;
    this.kind = kind;
    this.onlyName = onlyName;
  }

  /** The kind of {@code resource}, where it is one of these. */
  public static Optional<PlatformKind> of(Resource resource) {
    return Arrays.stream(values())
        .filter(k -> k.apiVersion().equals(resource.apiVersion()))
        .filter(k -> k.kind.equals(resource.kind()))
        .findFirst();
  }

  /** The kind that {@code key} names, whatever the version. */
  public static Optional<PlatformKind> of(ResourceKey key) {
    return Arrays.stream(values())
        .filter(k -> k.group.equals(key.group()) && k.kind.equals(key.kind()))
        .findFirst();
  }

  /** Group and version, as in a document. */
  public String apiVersion() {
    return group + "/" + version;
  }

  /** The kind, as in a document. */
  public String kind() {
    return kind;
  }

  /** The only name under which a resource of the kind counts; null where every name does. */
  public @Nullable String onlyName() {
    return onlyName;
  }
}
