package io.sealbus.verification.verdict;

import io.sealbus.verification.resource.ResourceKey;
import io.sealbus.verification.sigstore.ClusterImagePolicy;
import io.sealbus.verification.sigstore.GlobIndex;
import io.sealbus.verification.sigstore.SigstoreResources;
import io.sealbus.verification.sigstore.evaluation.ImageName;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which versions of which resources an answer of the admission rests on: a changed trust root
 * touches the images of the policies that refer to it, and no others.
 */
final class AdmissionVersions {
  private static final int MAX_TEXTS = 1 << 12;

  private final SigstoreResources resources;
  private final Map<ResourceKey, Long> versions;
  private final GlobIndex index;

  /** Of each policy, the text of everything that its answer rests on. */
  private final List<String> policies;

  private final String configuration;

  /** By the policies that are for an image, which are the same ones for many. */
  private final Map<BitSet, String> texts = new ConcurrentHashMap<>();

  AdmissionVersions(SigstoreResources resources, Map<ResourceKey, Long> versions) {
    this.resources = resources;
    this.versions = Map.copyOf(versions);
    this.configuration =
        resources.configurationMap().map(map -> text(map.key())).orElse("no configuration");
    this.index =
        GlobIndex.of(resources.policies().stream().map(ClusterImagePolicy::images).toList());
    this.policies = resources.policies().stream().map(this::text).toList();
  }

  /** {@code key} at its version. */
  PolicyVersion of(ResourceKey key) {
    return new PolicyVersion(key, versions.getOrDefault(key, -1L));
  }

  /** What the answer for {@code image} rests on. */
  String governing(ImageName image) {
    BitSet matching = index.matching(image.qualified());
    String known = texts.get(matching);
    if (known != null) {
      return known;
    }
    var text = new StringBuilder(configuration).append('\n');
    matching.stream().forEach(i -> text.append(policies.get(i)));
    String whole = text.toString();
    if (texts.size() < MAX_TEXTS) {
      texts.put(matching, whole);
    }
    return whole;
  }

  /** What the answer for an image can rest on whose digest is not known. */
  String all() {
    var text = new StringBuilder(configuration).append('\n');
    policies.forEach(text::append);
    return text.toString();
  }

  private String text(ResourceKey key) {
    return key.text() + "#" + versions.getOrDefault(key, -1L) + "\n";
  }

  private String text(ClusterImagePolicy policy) {
    var text = new StringBuilder(text(policy.key()));
    Referrals.of(policy, resources).forEach(key -> text.append(' ').append(text(key)));
    return text.toString();
  }
}
