package io.sealbus.standalone.oneshot;

import io.sealbus.verification.containers.CompiledPolicy;
import io.sealbus.verification.containers.MaterialSource;
import io.sealbus.verification.containers.RegistriesD;
import io.sealbus.verification.openshift.NodeConfiguration;
import io.sealbus.verification.reference.ImageReference;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a node goes by.
 *
 * @param policy its policy
 * @param nodes all that the platform gives it; null where there is a policy.json alone
 * @param namespace whose pods; null for namespaces without policies of their own
 * @param registriesD what it has in place of the file among {@code nodes}; null for that one
 */
public record NodeRules(
    CompiledPolicy policy,
    NodeConfiguration.@Nullable Rendered nodes,
    @Nullable String namespace,
    @Nullable RegistriesD registriesD) {

  /** A policy.json, and nothing of any mirror. */
  public static NodeRules of(CompiledPolicy policy) {
    return new NodeRules(policy, null, null, null);
  }

  /**
   * What nodes get from the resources.
   *
   * @param registriesD in place of the file that they get; null for that one
   * @throws io.sealbus.standalone.CommandException where a resource is refused, or the platform
   *     renders nothing
   */
  public static NodeRules of(
      Cluster cluster, @Nullable String namespace, @Nullable RegistriesD registriesD) {
    NodeConfiguration.Rendered rendered = Rendering.of(cluster);
    var view = namespace == null ? rendered.cluster() : rendered.view(namespace);
    return new NodeRules(
        CompiledPolicy.compile(view.policy(), MaterialSource.none()),
        rendered,
        namespace,
        registriesD);
  }

  /** {@code image}, where nodes do not simply pull it from where it says. */
  Optional<MirroredImage> mirrored(ImageReference image, @Nullable String platform) {
    return Optional.ofNullable(nodes)
        .map(all -> new MirroredImage(all, registriesD, namespace, platform))
        .filter(mirrored -> mirrored.concerns(image));
  }
}
