package io.sealbus.verification.verdict;

import io.sealbus.verification.resource.ResourceKey;
import io.sealbus.verification.sigstore.ClusterImagePolicy;
import io.sealbus.verification.sigstore.Glob;
import io.sealbus.verification.sigstore.SigstoreResources;
import io.sealbus.verification.sigstore.evaluation.ImageName;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which versions of which resources an answer of the admission rests on: a changed trust root
 * touches the images of the policies that refer to it, and no others.
 */
final class AdmissionVersions {
  private static final int MAX_TEXTS = 1 << 12;

  private final SigstoreResources resources;
  private final Map<ResourceKey, Long> versions;
  private final List<Selected> policies = new ArrayList<>();
  private final String configuration;

  /** By the policies that are for an image, which are the same ones for many. */
  private final Map<BitSet, String> texts = new ConcurrentHashMap<>();

  /** A policy, its globs, and the text of everything that its answer rests on. */
  private record Selected(List<Glob> globs, String text) {
    boolean isFor(String name) {
      for (Glob glob : globs) {
        if (glob.matches(name)) {
          return true;
        }
      }
      return false;
    }
  }

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
    String name = image.qualified();
    var matching = new BitSet(policies.size());
    for (int i = 0; i < policies.size(); i++) {
      if (policies.get(i).isFor(name)) {
        matching.set(i);
      }
    }
    String known = texts.get(matching);
    if (known != null) {
      return known;
    }
    var text = new StringBuilder(configuration).append('\n');
    matching.stream().forEach(i -> text.append(policies.get(i).text()));
    String whole = text.toString();
    if (texts.size() < MAX_TEXTS) {
      texts.put(matching, whole);
    }
    return whole;
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
