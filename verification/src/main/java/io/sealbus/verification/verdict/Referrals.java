package io.sealbus.verification.verdict;

import io.sealbus.verification.resource.ResourceKey;
import io.sealbus.verification.sigstore.Authority;
import io.sealbus.verification.sigstore.Authority.KeyMaterial;
import io.sealbus.verification.sigstore.Authority.Root;
import io.sealbus.verification.sigstore.ClusterImagePolicy;
import io.sealbus.verification.sigstore.ClusterImagePolicy.ImagePolicyText;
import io.sealbus.verification.sigstore.PolicyText;
import io.sealbus.verification.sigstore.ReferredMaterial;
import io.sealbus.verification.sigstore.SigstoreResources;
import io.sealbus.verification.sigstore.TrustRoot;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which resources an admission policy's answers rest on besides the policy itself: the trust roots,
 * secrets and config maps that it refers to and that stand.
 */
public final class Referrals {
  private final SigstoreResources resources;
  private final SortedSet<ResourceKey> referred = new TreeSet<>();

  private Referrals(SigstoreResources resources) {
    this.resources = resources;
  }

  /** Sorted; without the controller's configuration, on which every answer rests. */
  public static SortedSet<ResourceKey> of(ClusterImagePolicy policy, SigstoreResources resources) {
    var referrals = new Referrals(resources);
    policy.authorities().forEach(referrals::add);
    ImagePolicyText own = policy.policy();
    if (own != null) {
      referrals.add(own.text());
    }
    return Collections.unmodifiableSortedSet(referrals.referred);
  }

  private void add(Authority authority) {
    switch (authority.root()) {
      case Root.Key(KeyMaterial.SecretRef(String name), var ignored) ->
          addMaterial(ReferredMaterial.SECRET, name);
      case Root.Keyless keyless -> addTrustRoot(keyless.trustRootRef());
      case Root.Key ignored -> {}
      case Root.StaticPass ignored -> {}
      case Root.StaticFail ignored -> {}
    }
    Authority.TransparencyLog log = authority.ctlog();
    if (log != null) {
      addTrustRoot(log.trustRootRef());
    }
    Authority.Timestamp timestamp = authority.rfc3161timestamp();
    if (timestamp != null) {
      addTrustRoot(timestamp.trustRootRef());
    }
    for (Authority.AttestationRequirement attestation : authority.attestations()) {
      PolicyText text = attestation.policy();
      if (text != null) {
        add(text);
      }
    }
  }

  private void addTrustRoot(@Nullable String name) {
    String which = name == null ? resources.defaultTrustRoot().orElse("") : name;
    resources.trustRoots().stream()
        .map(TrustRoot::key)
        .filter(key -> key.name().equals(which))
        .forEach(referred::add);
  }

  private void add(PolicyText text) {
    if (text.content() instanceof PolicyText.Content.ConfigMapRef(String name, var ignored)) {
      addMaterial(ReferredMaterial.CONFIG_MAP, name);
    }
  }

  private void addMaterial(String kind, String name) {
    resources.material().stream()
        .map(ReferredMaterial::key)
        .filter(key -> key.kind().equals(kind) && key.name().equals(name))
        .forEach(referred::add);
  }
}
