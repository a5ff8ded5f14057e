package io.sealbus.verification.openshift;

import io.sealbus.verification.openshift.PlatformResource.Content;
import io.sealbus.verification.resource.Finding;
import io.sealbus.verification.resource.Reading;
import io.sealbus.verification.resource.Resource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
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
    return PlatformKind.of(resource).isPresent();
  }

  /**
   * The configuration that {@code resources} describe; what none of them says is as in {@link
   * #DEFAULT}. Resources of other kinds are passed over.
   */
  public static Reading<PlatformConfiguration> of(Collection<Resource> resources) {
    var read = new ArrayList<PlatformResource>();
    var findings = new ArrayList<Finding>();
    for (Resource resource : resources) {
      if (concerns(resource)) {
        switch (PlatformResource.read(resource)) {
          case Reading.Read<PlatformResource>(PlatformResource one) -> read.add(one);
          case Reading.Refused<PlatformResource> refused -> findings.addAll(refused.findings());
        }
      }
    }
    return findings.isEmpty() ? new Reading.Read<>(from(read)) : new Reading.Refused<>(findings);
  }

  /** As {@link #of}, from resources that were read. Their order does not matter. */
  public static PlatformConfiguration from(Collection<PlatformResource> resources) {
    RegistrySources sources = RegistrySources.NONE;
    String releaseImage = DEFAULT_RELEASE_IMAGE;
    var mirrors = new EnumMap<PlatformKind, List<List<Mirrors>>>(PlatformKind.class);
    for (PlatformResource resource : sorted(resources)) {
      switch (resource.content()) {
        case Content.Registries(RegistrySources given) -> sources = given;
        case Content.ReleaseImage(String given) -> releaseImage = given;
        case Content.MirrorSet(List<Mirrors> entries) ->
            mirrors.computeIfAbsent(resource.kind(), kind -> new ArrayList<>()).add(entries);
      }
    }
    var digestMirrors = new ArrayList<List<Mirrors>>();
    digestMirrors.addAll(mirrors.getOrDefault(PlatformKind.DIGEST_MIRRORS, List.of()));
    digestMirrors.addAll(mirrors.getOrDefault(PlatformKind.CONTENT_SOURCES, List.of()));
    return new PlatformConfiguration(
        sources,
        releaseImage,
        digestMirrors,
        mirrors.getOrDefault(PlatformKind.TAG_MIRRORS, List.of()));
  }

  /** By name, without those of a kind that counts under another name only. */
  private static List<PlatformResource> sorted(Collection<PlatformResource> resources) {
    return resources.stream()
        .filter(r -> r.kind().onlyName() == null || r.key().name().equals(r.kind().onlyName()))
        .sorted(Comparator.comparing(r -> r.key().name()))
        .toList();
  }

  /**
   * Whether the controller may write registries.conf for this, too, which Sealbus does not: where
   * it does, only the controller's own MachineConfig is whole.
   */
  public boolean mayNeedRegistriesConf() {
    return registrySources.insecure() != null
        || !registrySources.blocked().isEmpty()
        || hasMirrorResources();
  }

  /** Whether any resource with mirrors exists, even one without entries. */
  boolean hasMirrorResources() {
    return !digestMirrors.isEmpty() || !tagMirrors.isEmpty();
  }
}
