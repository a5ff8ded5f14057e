package io.sealbus.verification.openshift;

import static io.sealbus.verification.ReasonCode.RELEASE_MIRROR_UNSIGNED;
import static io.sealbus.verification.ReasonCode.RELEASE_REJECTED;
import static io.sealbus.verification.ReasonCode.RELEASE_SIGNATURE_REQUIRED;

import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.containers.Governing;
import io.sealbus.verification.containers.Requirement;
import io.sealbus.verification.openshift.NodeView.Source;
import io.sealbus.verification.reference.ImageReference;
import io.sealbus.verification.reference.InvalidReferenceException;
import io.sealbus.verification.reference.Scopes;
import io.sealbus.verification.resource.ResourceKey;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds what would keep the platform from pulling its own release. It looks at what nodes would
 * have, not at what changed: so the answer is the same for whoever knows the resources, whenever.
 */
final class ReleaseGuard {
  /** Where the platform's images are, wherever its release image itself is. */
  private static final List<String> REPOSITORIES =
      List.of(
          "quay.io/openshift-release-dev/ocp-release",
          "quay.io/openshift-release-dev/ocp-v4.0-art-dev");

  /** The policy that the platform brings along; its signatures are those of the release. */
  private static final String OWN_POLICY = "openshift";

  private static final ResourceKey IMAGE_CONFIG =
      new ResourceKey(ImagePolicy.GROUP, PlatformKind.IMAGE.kind(), null, "cluster");
  private static final String ANY_DIGEST = "@sha256:" + "0".repeat(64);

  private final NodeConfiguration.Rendered nodes;
  private final ReleaseMirrors mirrors;
  private final Set<String> repositories = new LinkedHashSet<>(REPOSITORIES);
  private final Function<ResourceKey, String> confirmation;
  private final Set<ReleaseImpact> impacts = new LinkedHashSet<>();

  /**
   * A guard of one rendering.
   *
   * @param confirmation what confirms the present spec of a resource
   */
  ReleaseGuard(
      NodeConfiguration.Rendered nodes,
      Collection<PlatformResource> platform,
      Function<ResourceKey, String> confirmation) {
    this.nodes = nodes;
    this.confirmation = confirmation;
    PlatformConfiguration configuration = PlatformConfiguration.from(platform);
    this.mirrors = new ReleaseMirrors(platform);
    repositories.add(ImageNames.repository(configuration.releaseImage()));
  }

  /** Each once: the cluster's first, then those of the platform's namespaces. */
  List<ReleaseImpact> impacts() {
    judge(null, nodes.cluster());
    nodes
        .namespaces()
        .forEach((namespace, view) -> {
          if (isPlatform(namespace)) {
            judge(namespace, view);
          }
        });
    return List.copyOf(impacts);
  }

  /** In other namespaces nothing of the platform runs. */
  private static boolean isPlatform(String namespace) {
    return namespace.equals("openshift")
        || namespace.startsWith("openshift-")
        || namespace.startsWith("kube-");
  }

  private void judge(@Nullable String namespace, NodeView view) {
    Map<String, List<Requirement>> scopes =
        view.policy().transports().getOrDefault("docker", Map.of());
    for (String repository : repositories) {
      judge(namespace, view, repository, governing(view, scopes, repository));
      // A release is pulled by digest, and a policy may be about one image of it only.
      scopes.forEach((scope, requirements) -> {
        if (scope.startsWith(repository + ":") || scope.startsWith(repository + "@")) {
          judge(namespace, view, scope, new Governing(scope, requirements));
        }
      });
    }
  }

  private static Governing governing(
      NodeView view, Map<String, List<Requirement>> scopes, String repository) {
    for (String scope : candidates(repository)) {
      List<Requirement> requirements = scopes.get(scope);
      if (requirements != null) {
        return new Governing(scope, requirements);
      }
    }
    return new Governing(Governing.GLOBAL_DEFAULT, view.policy().defaults());
  }

  private static List<String> candidates(String repository) {
    try {
      return Scopes.of(ImageReference.parse(repository + ANY_DIGEST));
    } catch (InvalidReferenceException e) {
      // No node can look such a name up either, so only the default can be about it.
      return List.of();
    }
  }

  private void judge(@Nullable String namespace, NodeView view, String image, Governing governing) {
    List<Source> sources = view.sources().getOrDefault(governing.scope(), List.of());
    for (int i = 0; i < governing.requirements().size(); i++) {
      Source source = i < sources.size() ? sources.get(i) : new Source.RegistryList();
      switch (governing.requirements().get(i)) {
        case Requirement.InsecureAcceptAnything accept -> {}
        case Requirement.Reject reject -> add(RELEASE_REJECTED, IMAGE_CONFIG, image, namespace);
        case Requirement.SigstoreSigned signed -> signed(namespace, image, source);
        case Requirement.SignedBy signed -> signed(namespace, image, source);
        case Requirement.SignedBaseLayer signed -> signed(namespace, image, source);
      }
    }
  }

  private void signed(@Nullable String namespace, String image, Source source) {
    if (!(source instanceof Source.Policy(ResourceKey policy))) {
      throw new IllegalStateException("a list of registries demands no signature");
    }
    if (policy.namespace() != null || !policy.name().equals(OWN_POLICY)) {
      add(RELEASE_SIGNATURE_REQUIRED, policy, image, namespace);
    }
    for (ResourceKey mirror : mirrors.of(ImageNames.repository(image))) {
      add(RELEASE_MIRROR_UNSIGNED, mirror, image, namespace);
    }
  }

  /** What holds for the cluster is not said again for a namespace. */
  private void add(ReasonCode code, ResourceKey cause, String image, @Nullable String namespace) {
    String token = confirmation.apply(cause);
    if (!impacts.contains(new ReleaseImpact(code, cause, image, null, token))) {
      impacts.add(new ReleaseImpact(code, cause, image, namespace, token));
    }
  }
}
