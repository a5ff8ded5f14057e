package io.sealbus.verifier.policies;

import io.sealbus.schemas.PolicyRecord;
import io.sealbus.verification.openshift.StandingResource;
import io.sealbus.verification.resource.ResourceKey;
import io.sealbus.verification.sigstore.SigstoreResource;
import io.sealbus.verifier.policies.PolicySnapshot.Entry;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What stands on the {@code policies} topic, each resource as either dialect reads it. */
final class StandingPolicies {
  private final SortedMap<ResourceKey, Standing> standing = new TreeMap<>();
  private final SortedSet<ResourceKey> unreadable = new TreeSet<>();
  private boolean nodesChanged = true;
  private boolean admissionChanged = true;

  /**
   * One resource; each dialect is foreign to the other.
   *
   * @param version offset of its record
   * @param entry what it says, and the scopes that its record names
   */
  record Standing(StandingResource node, SigstoreResource admission, long version, Entry entry) {
    static Standing of(ResourceKey key, PolicyRecord policy, long version) {
      var node =
          StandingResource.of(
              key,
              policy.getVersion(),
              policy.getUid(),
              policy.getGeneration(),
              policy.getSpec(),
              policy.getDocument());
      var admission =
          SigstoreResource.of(
              key, policy.getVersion(), policy.getUid(), policy.getGeneration(), policy.getSpec());
      String content = policy.getVersion() + "\n" + policy.getSpec() + "\n" + rest(node, policy);
      return new Standing(
          node,
          admission,
          version,
          new Entry(Fingerprint.of(content).toString(), policy.getScopes()));
    }

    /** What counts of a resource besides its spec. */
    private static @Nullable String rest(StandingResource node, PolicyRecord policy) {
      return switch (node) {
        case StandingResource.Policy(var ignored, String confirmation) -> confirmation;
        case StandingResource.Platform ignored -> policy.getDocument();
        case StandingResource.Unreadable ignored -> policy.getDocument();
        case StandingResource.Foreign ignored -> null;
      };
    }
  }

  void put(ResourceKey key, Standing resource) {
    mark(key, standing.put(key, resource));
    mark(key, resource);
  }

  void remove(ResourceKey key) {
    mark(key, standing.remove(key));
  }

  /** The newest record under {@code key} could not be read; what stood before still stands. */
  void putUnreadable(ResourceKey key) {
    unreadable.add(key);
    mark(key, null);
  }

  void clear() {
    standing.clear();
    unreadable.clear();
    nodesChanged = true;
    admissionChanged = true;
  }

  private void mark(ResourceKey key, @Nullable Standing resource) {
    if (unreadable.contains(key)) {
      nodesChanged = true;
      admissionChanged = true;
    }
    if (resource != null) {
      nodesChanged |= !(resource.node() instanceof StandingResource.Foreign);
      admissionChanged |= !(resource.admission() instanceof SigstoreResource.Foreign);
    }
  }

  /** Whether {@code key} can be read again. */
  void readable(ResourceKey key) {
    mark(key, null);
    unreadable.remove(key);
  }

  SortedMap<ResourceKey, Standing> all() {
    return Collections.unmodifiableSortedMap(standing);
  }

  SortedSet<ResourceKey> unreadable() {
    return Collections.unmodifiableSortedSet(unreadable);
  }

  /** Whether what concerns nodes has changed since the last call. */
  boolean takeNodesChanged() {
    boolean changed = nodesChanged;
    nodesChanged = false;
    return changed;
  }

  /** As {@link #takeNodesChanged}, of the admission. */
  boolean takeAdmissionChanged() {
    boolean changed = admissionChanged;
    admissionChanged = false;
    return changed;
  }
}
