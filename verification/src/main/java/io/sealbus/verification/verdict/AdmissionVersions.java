package io.sealbus.verification.verdict;

import io.sealbus.verification.resource.ResourceKey;
import io.sealbus.verification.sigstore.ClusterImagePolicy;
import io.sealbus.verification.sigstore.Glob;
import io.sealbus.verification.sigstore.SigstoreResources;
import io.sealbus.verification.sigstore.evaluation.ImageName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which versions of which resources an answer of the admission rests on: a changed trust root
 * touches the images of the policies that refer to it, and no others.
 */
final class AdmissionVersions {
  private final SigstoreResources resources;
  private final Map<ResourceKey, Long> versions;
  private final List<Selected> policies = new ArrayList<>();
  private final String configuration;

  /** A policy, its globs, and the text of everything that its answer rests on. */
  private record Selected(List<Glob> globs, String text) {}

  AdmissionVersions(SigstoreResources resources, Map<ResourceKey, Long> versions) {
    this.resources = resources;
    this.versions = Map.copyOf(versions);
    this.configuration =
        resources.configurationMap().map(map -> text(map.key())).orElse("no configuration");
    resources.policies().forEach(policy -> policies.add(selected(policy)));
  }

  /** {@code key} at its version. */
  PolicyVersion of(ResourceKey key) {
    return new PolicyVersion(key, versions.getOrDefault(key, -1L));
  }

  /** What the answer for {@code image} rests on. */
  String governing(ImageName image) {
    var text = new StringBuilder(configuration).append('\n');
    for (Selected policy : policies) {
      if (policy.globs().stream().anyMatch(glob -> glob.matches(image.qualified()))) {
        text.append(policy.text());
      }
    }
    return text.toString();
  }

  /** What the answer for an image can rest on whose digest is not known. */
  String all() {
    var text = new StringBuilder(configuration).append('\n');
    policies.forEach(policy -> text.append(policy.text()));
    return text.toString();
  }

  private String text(ResourceKey key) {
    return key.text() + "#" + versions.getOrDefault(key, -1L) + "\n";
  }

  private Selected selected(ClusterImagePolicy policy) {
    List<Glob> globs = policy.images().stream().map(Glob::parse).flatMap(Optional::stream).toList();
    var text = new StringBuilder(text(policy.key()));
    Referrals.of(policy, resources).forEach(key -> text.append(' ').append(text(key)));
    return new Selected(globs, text.toString());
  }
}
