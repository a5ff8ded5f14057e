package io.sealbus.policyingest;

import io.sealbus.verification.resource.ResourceKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A kind that is taken from a cluster, in the version that is asked for.
 *
 * @param plural as the API's paths write it
 * @param only the single name that means anything; null for all
 * @param keepsStatus whether what is read of it is its status
 */
record KubernetesKind(
    String group,
    String version,
    String kind,
    String plural,
    @Nullable String only,
    boolean keepsStatus) {
  private static final String OPENSHIFT = "config.openshift.io";
  private static final String SIGSTORE = "policy.sigstore.dev";

  /** Policies first, so that a cluster without one of the others is no worse off. */
  static final List<KubernetesKind> ALL =
      List.of(
          policies(OPENSHIFT, "v1", "ClusterImagePolicy", "clusterimagepolicies"),
          policies(OPENSHIFT, "v1", "ImagePolicy", "imagepolicies"),
          policies(SIGSTORE, "v1alpha1", "TrustRoot", "trustroots"),
          policies(SIGSTORE, "v1beta1", "ClusterImagePolicy", "clusterimagepolicies"),
          new KubernetesKind(OPENSHIFT, "v1", "Image", "images", "cluster", false),
          new KubernetesKind(OPENSHIFT, "v1", "ClusterVersion", "clusterversions", "version", true),
          policies(OPENSHIFT, "v1", "ImageDigestMirrorSet", "imagedigestmirrorsets"),
          policies(OPENSHIFT, "v1", "ImageTagMirrorSet", "imagetagmirrorsets"),
          policies(
              "operator.openshift.io",
              "v1alpha1",
              "ImageContentSourcePolicy",
              "imagecontentsourcepolicies"));

  private static KubernetesKind policies(
      String group, String version, String kind, String plural) {
    return new KubernetesKind(group, version, kind, plural, null, false);
  }

  /** Path of the list over all namespaces. */
  String path() {
    return "/apis/" + group + "/" + version + "/" + plural;
  }

  /** Whether {@code key} names a resource of this kind. */
  boolean holds(ResourceKey key) {
    return key.group().equals(group) && key.kind().equals(kind);
  }

  @Override
  public String toString() {
    return plural + "." + group;
  }
}
