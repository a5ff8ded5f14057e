package io.sealbus.verifier.policies;

import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.facts.Facts;
import io.sealbus.verification.resource.ResourceKey;
import io.sealbus.verification.sigstore.ClusterImagePolicy;
import io.sealbus.verification.sigstore.ReferredMaterial;
import io.sealbus.verification.sigstore.SigstoreResource;
import io.sealbus.verification.sigstore.SigstoreResources;
import io.sealbus.verification.sigstore.evaluation.Profile;
import io.sealbus.verification.verdict.AdmissionPolicies;
import io.sealbus.verification.verdict.Referrals;
import io.sealbus.verifier.policies.PolicySnapshot.Entry;
import io.sealbus.verifier.policies.StandingPolicies.Standing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** As {@link NodesInForce}, of the admission. */
record AdmissionInForce(AdmissionPolicies policies, Map<String, Entry> entries) {
  private static final Logger LOG = LoggerFactory.getLogger(AdmissionInForce.class);

  AdmissionInForce {
    entries = Map.copyOf(entries);
  }

  /** What is in force now. */
  static AdmissionInForce of(StandingPolicies all, @Nullable AdmissionInForce last, Facts facts) {
    var standing = new ArrayList<SigstoreResource>();
    var versions = new HashMap<ResourceKey, Long>();
    for (var one : all.all().entrySet()) {
      SigstoreResource resource = one.getValue().admission();
      if (resource instanceof SigstoreResource.Unreadable) {
        return held("not readable: " + one.getKey(), last);
      }
      if (!(resource instanceof SigstoreResource.Foreign)) {
        versions.put(one.getKey(), one.getValue().version());
        standing.add(resource);
      }
    }
    for (ResourceKey key : all.unreadable()) {
      if (SigstoreResource.unreadable(key) instanceof SigstoreResource.Unreadable) {
        return held("not readable: " + key, last);
      }
    }
    var resources = SigstoreResources.of(standing);
    return new AdmissionInForce(
        AdmissionPolicies.compile(resources, versions, Profile.AS_WRITTEN, facts),
        entries(all.all(), resources));
  }

  /**
   * A policy reaches what its globs do. What policies refer to reaches what these do; to what
   * nobody refers, no image is bound. The controller's configuration reaches everything.
   */
  private static Map<String, Entry> entries(
      Map<ResourceKey, Standing> all, SigstoreResources resources) {
    var entries = new HashMap<String, Entry>();
    var scopes = new HashMap<ResourceKey, Set<String>>();
    for (ClusterImagePolicy policy : resources.policies()) {
      Entry own = Objects.requireNonNull(all.get(policy.key())).entry();
      entries.put(policy.key().text(), own);
      for (ResourceKey referred : Referrals.of(policy, resources)) {
        Set<String> reached = scopes.computeIfAbsent(referred, key -> new LinkedHashSet<>());
        // The empty prefix is what every reference starts with.
        reached.addAll(own.scopes().isEmpty() ? List.of("") : own.scopes());
      }
    }
    scopes.forEach((key, reached) -> {
      String content = Objects.requireNonNull(all.get(key)).entry().content();
      entries.put(
          key.text(), new Entry(content, reached.contains("") ? List.of() : List.copyOf(reached)));
    });
    resources
        .configurationMap()
        .map(ReferredMaterial::key)
        .ifPresent(key ->
            entries.put(key.text(), Objects.requireNonNull(all.get(key)).entry().everywhere()));
    return entries;
  }

  /** A policy that cannot be read could refuse anything: nothing new is decided until it can. */
  private static AdmissionInForce held(String why, @Nullable AdmissionInForce last) {
    LOG.atWarn().log("the admission's policies are held back: {}", why);
    return last != null
        ? last
        : new AdmissionInForce(
            AdmissionPolicies.held(Reason.of(ReasonCode.POLICIES_HELD, why)), Map.of());
  }
}
