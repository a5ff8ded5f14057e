package io.sealbus.verification.sigstore;

import io.sealbus.verification.sigstore.ReferredMaterial.ConfigMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Everything of this dialect that holds together.
 *
 * @param material secrets and config maps of the controller's namespace
 */
public record SigstoreResources(
    List<ClusterImagePolicy> policies,
    List<TrustRoot> trustRoots,
    List<ReferredMaterial> material) {
  /** Nothing at all. */
  public static final SigstoreResources NONE =
      new SigstoreResources(List.of(), List.of(), List.of());

  public SigstoreResources {
    policies = List.copyOf(policies);
    trustRoots = List.copyOf(trustRoots);
    material = List.copyOf(material);
  }

  /** Those of {@code resources} that are of this dialect and can be read. */
  public static SigstoreResources of(Collection<SigstoreResource> resources) {
    var policies = new ArrayList<ClusterImagePolicy>();
    var trustRoots = new ArrayList<TrustRoot>();
    var material = new ArrayList<ReferredMaterial>();
    for (SigstoreResource resource : resources) {
      switch (resource) {
        case SigstoreResource.Policy(ClusterImagePolicy policy) -> policies.add(policy);
        case SigstoreResource.Root(TrustRoot root) -> trustRoots.add(root);
        case SigstoreResource.Material(ReferredMaterial referred) -> material.add(referred);
        case SigstoreResource.Foreign() -> {}
        case SigstoreResource.Unreadable ignored -> {}
      }
    }
    return new SigstoreResources(policies, trustRoots, material);
  }

  /** The config map that configures the controller, if there is one. */
  public Optional<ConfigMap> configurationMap() {
    return material.stream()
        .filter(ConfigMap.class::isInstance)
        .map(ConfigMap.class::cast)
        .filter(ConfigMap::isConfiguration)
        .findFirst();
  }

  /** What the controller is configured to; the default where the config map is not to be used. */
  public ControllerConfiguration configuration() {
    return configurationMap()
        .flatMap(map -> ControllerConfiguration.of(map.entries()))
        .orElse(ControllerConfiguration.DEFAULT);
  }

  /** Name of the trust root that counts where a policy names none, if one is configured. */
  public Optional<String> defaultTrustRoot() {
    return configurationMap()
        .map(map -> map.entries().get(ControllerConfiguration.DEFAULT_TRUST_ROOT));
  }
}
