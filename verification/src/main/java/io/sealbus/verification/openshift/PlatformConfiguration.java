package io.sealbus.verification.openshift;

import io.sealbus.verification.resource.Reading;
import io.sealbus.verification.resource.Resource;
import java.util.Collection;
import java.util.List;

/**
 * What the nodes' files depend on besides the policies.
 *
 * @param registrySources of Image {@code cluster}
 * @param releaseImage {@code status.desired.image} of ClusterVersion {@code version}
 * @param digestMirrors one item a resource: the entries of ImageDigestMirrorSets by name, then
 *     those of ImageContentSourcePolicies by name
 * @param tagMirrors one item a resource: the entries of ImageTagMirrorSets by name
 */
public record PlatformConfiguration(
    RegistrySources registrySources,
    String releaseImage,
    List<List<Mirrors>> digestMirrors,
    List<List<Mirrors>> tagMirrors) {
  /** The release image of a cluster that does not say: the public repository, no real digest. */
  public static final String DEFAULT_RELEASE_IMAGE =
      "quay.io/openshift-release-dev/ocp-release"
          + "@sha256:3f6bf1f5cc5d1ee0c4e1f6b1d06f0e7b3b2c6d9a8e7f6a5b4c3d2e1f0a9b8c7d";

  /** An unconfigured cluster. */
  public static final PlatformConfiguration DEFAULT =
      new PlatformConfiguration(RegistrySources.NONE, DEFAULT_RELEASE_IMAGE, List.of(), List.of());

  public PlatformConfiguration {
    digestMirrors = digestMirrors.stream().map(List::copyOf).toList();
    tagMirrors = tagMirrors.stream().map(List::copyOf).toList();
  }

  /** Whether a resource of this group and kind says something about the platform. */
  public static boolean concerns(Resource resource) {
    return PlatformReader.concerns(resource);
  }

  /**
   * The configuration that {@code resources} describe; what none of them says is as in {@link
   * #DEFAULT}. Resources of other kinds are passed over.
   */
  public static Reading<PlatformConfiguration> of(Collection<Resource> resources) {
    return new PlatformReader().read(resources);
  }

  /** Whether any resource with mirrors exists, even one without entries. */
  boolean hasMirrorResources() {
    return !digestMirrors.isEmpty() || !tagMirrors.isEmpty();
  }
}
