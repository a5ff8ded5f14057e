package io.sealbus.policyingest;

import io.sealbus.verification.resource.ResourceKey;
import io.sealbus.verification.sigstore.ReferredMaterial;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A kind that is taken from a cluster.
 *
 * @param group API group, empty for the core group
 * @param versions that are asked for, in this order, until the cluster serves one
 * @param plural as the API's paths write it
 * @param only the single name that means anything; null for all
 * @param keepsStatus whether what is read of it is its status
 */
record KubernetesKind(
    String group,
    List<String> versions,
    String kind,
    String plural,
    @Nullable String only,
    boolean keepsStatus) {
  private static final String OPENSHIFT = "config.openshift.io";
  private static final String SIGSTORE = "policy.sigstore.dev";

  /**
   * The kind that refers to secrets and config maps. In the stored version, not a converted one.
   */
  static final KubernetesKind SIGSTORE_POLICY =
      listed(SIGSTORE, List.of("v1alpha1"), "ClusterImagePolicy", "clusterimagepolicies");

  /** Never listed: only those that policies name are asked for. */
  static final KubernetesKind SECRET =
      listed("", List.of("v1"), ReferredMaterial.SECRET, "secrets");

  /** Never listed either. */
  static final KubernetesKind CONFIG_MAP =
      listed("", List.of("v1"), ReferredMaterial.CONFIG_MAP, "configmaps");

  /** The kinds that are listed and watched. */
  static final List<KubernetesKind> LISTED =
      List.of(
          // OpenShift before 4.20 serves the first version of policies only.
          listed(
              OPENSHIFT, List.of("v1", "v1alpha1"), "ClusterImagePolicy", "clusterimagepolicies"),
          listed(OPENSHIFT, List.of("v1", "v1alpha1"), "ImagePolicy", "imagepolicies"),
          listed(SIGSTORE, List.of("v1alpha1"), "TrustRoot", "trustroots"),
          SIGSTORE_POLICY,
          new KubernetesKind(OPENSHIFT, List.of("v1"), "Image", "images", "cluster", false),
          new KubernetesKind(
              OPENSHIFT, List.of("v1"), "ClusterVersion", "clusterversions", "version", true),
          listed(OPENSHIFT, List.of("v1"), "ImageDigestMirrorSet", "imagedigestmirrorsets"),
          listed(OPENSHIFT, List.of("v1"), "ImageTagMirrorSet", "imagetagmirrorsets"),
          listed(
              "operator.openshift.io",
              List.of("v1alpha1"),
              "ImageContentSourcePolicy",
              "imagecontentsourcepolicies"));

  KubernetesKind {
    versions = List.copyOf(versions);
  }

  private static KubernetesKind listed(
      String group, List<String> versions, String kind, String plural) {
    return new KubernetesKind(group, versions, kind, plural, null, false);
  }

  /** Path of the list over all namespaces. */
  String path(String version) {
    return root(version) + "/" + plural;
  }

  /** Path of a single resource. */
  String path(String version, ResourceKey key) {
    String namespace = key.namespace() == null ? "" : "/namespaces/" + key.namespace();
    return root(version) + namespace + "/" + plural + "/" + key.name();
  }

  private String root(String version) {
    return (group.isEmpty() ? "/api/" : "/apis/" + group + "/") + version;
  }

  /** Whether {@code key} names a resource of this kind. */
  boolean holds(ResourceKey key) {
    return key.group().equals(group) && key.kind().equals(kind);
  }

  @Override
  public String toString() {
    return group.isEmpty() ? plural : plural + "." + group;
  }
}
