package io.sealbus.verifier;

import io.sealbus.runtime.bus.IncomingRecord;
import io.sealbus.runtime.bus.TopicFollower;
import io.sealbus.schemas.PolicyRecord;
import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.RecordCodecs;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.schemas.UndecodableRecordException;
import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.openshift.Rollout;
import io.sealbus.verification.openshift.StandingResource;
import io.sealbus.verification.resource.ResourceKey;
import io.sealbus.verification.sigstore.SigstoreResource;
import io.sealbus.verification.sigstore.SigstoreResources;
import io.sealbus.verification.sigstore.evaluation.Profile;
import io.sealbus.verification.verdict.AdmissionPolicies;
import io.sealbus.verification.verdict.NodePolicies;
import io.sealbus.verification.verdict.PolicySet;
import io.sealbus.verifier.PolicySnapshot.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the {@code policies} topic and keeps the newest snapshot ready for every task. While the
 * nodes' policies cannot be rendered, or are withheld, nodes keep the files that they have, and so
 * does the verifier; the admission's are none of the nodes' business and go on changing.
 */
final class PolicyFeed implements TopicFollower.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyFeed.class);

  private final RecordCodec<PolicyRecord> codec;
  private final Map<ResourceKey, Current> current = new TreeMap<>();
  private final Set<ResourceKey> unreadable = new TreeSet<>();
  private long version = -1;
  private boolean live;
  private volatile @Nullable PolicySnapshot snapshot;

  /** The nodes' part that is in force, and what it was made of. */
  private @Nullable InForce nodes;

  /** As {@link #nodes}, of the admission. */
  private @Nullable InForceAdmission admission;

  /** A resource as either dialect reads it; each is foreign to the other. */
  private record Current(StandingResource node, SigstoreResource admission, Entry entry) {}

  private record InForce(NodePolicies policies, Map<String, Entry> entries) {}

  private record InForceAdmission(AdmissionPolicies policies, Map<String, Entry> entries) {}

  PolicyFeed(RecordCodecs codecs) {
    codec = codecs.codec(TopicCatalogue.POLICIES);
  }

  /** The newest policies that can be rendered. Not to be asked before all policies are known. */
  PolicySnapshot snapshot() {
    PolicySnapshot newest = snapshot;
    if (newest == null) {
      throw new IllegalStateException("asked before the policies are known");
    }
    return newest;
  }

  @Override
  public void records(List<IncomingRecord> batch) {
    batch.forEach(this::take);
    if (live) {
      snapshot = next();
    }
  }

  /** What was read until now may have been half of the policies, and half would allow too much. */
  @Override
  public void caughtUp() {
    live = true;
    snapshot = next();
  }

  @Override
  public void reset() {
    current.clear();
    unreadable.clear();
    version = -1;
    live = false;
  }

  private void take(IncomingRecord record) {
    version = record.offset();
    Optional<ResourceKey> key = ResourceKey.parse(record.key());
    if (key.isEmpty()) {
      warn(record, "the key names no resource");
      return;
    }
    unreadable.remove(key.get());
    byte[] value = record.value();
    if (value == null) {
      current.remove(key.get());
      return;
    }
    try {
      take(key.get(), codec.decode(value), record);
    } catch (UndecodableRecordException e) {
      // A policy that cannot be read could forbid anything: nothing new is decided until it can.
      unreadable.add(key.get());
      warn(record, String.valueOf(e.getMessage()));
    }
  }

  private void take(ResourceKey key, PolicyRecord policy, IncomingRecord record) {
    var node =
        StandingResource.of(
            key,
            policy.getVersion(),
            policy.getUid(),
            policy.getGeneration(),
            policy.getSpec(),
            policy.getDocument());
    var admitted =
        SigstoreResource.of(
            key, policy.getVersion(), policy.getUid(), policy.getGeneration(), policy.getSpec());
    if (node instanceof StandingResource.Unreadable(String why)) {
      warn(record, why);
    }
    if (admitted instanceof SigstoreResource.Unreadable(String why)) {
      warn(record, why);
    }
    // What names no scopes can touch every image: the platform's resources, trust roots, secrets.
    var entry = new Entry(record.offset(), policy.getScopes());
    current.put(key, new Current(node, admitted, entry));
  }

  private static void warn(IncomingRecord record, String why) {
    LOG.atWarn()
        .addKeyValue("topic", record.source().topic())
        .addKeyValue("offset", record.offset())
        .log("not a policy: {}", why);
  }

  private PolicySnapshot next() {
    InForce onNodes = nodes();
    nodes = onNodes;
    InForceAdmission onAdmission = admission();
    admission = onAdmission;
    var entries = new HashMap<>(onNodes.entries());
    entries.putAll(onAdmission.entries());
    return new PolicySnapshot(
        version, new PolicySet(onNodes.policies(), onAdmission.policies()), entries);
  }

  private InForce nodes() {
    var entries = new HashMap<String, Entry>();
    var versions = new HashMap<ResourceKey, Long>();
    var standing = new HashMap<ResourceKey, StandingResource>();
    current.forEach((key, one) -> {
      if (!(one.node() instanceof StandingResource.Foreign)) {
        entries.put(key.text(), one.entry());
        versions.put(key, one.entry().version());
        standing.put(key, one.node());
      }
    });
    for (ResourceKey key : unreadable) {
      if (StandingResource.unreadable(key) instanceof StandingResource.Unreadable) {
        return heldNodes("not readable: " + key);
      }
    }
    return switch (Rollout.of(standing)) {
      case Rollout.Ready ready ->
          new InForce(NodePolicies.compile(ready.nodes(), versions), entries);
      case Rollout.Withheld withheld ->
          heldNodes("withheld from nodes: " + withheld.unconfirmed().getFirst().code());
      case Rollout.Failed failed ->
          heldNodes("the policies cannot be rendered; see policy-status: " + failed.error());
      case Rollout.Unreadable other -> heldNodes("not readable: " + other.resources().keySet());
    };
  }

  /** What was last decided by, as on the nodes; at a fresh start nobody knows what that is. */
  private InForce heldNodes(String why) {
    LOG.atWarn().log("the nodes' policies are held back: {}", why);
    InForce last = nodes;
    return last != null
        ? last
        : new InForce(NodePolicies.held(Reason.of(ReasonCode.POLICIES_HELD, why)), Map.of());
  }

  private InForceAdmission admission() {
    var entries = new HashMap<String, Entry>();
    var versions = new HashMap<ResourceKey, Long>();
    var standing = new ArrayList<SigstoreResource>();
    for (var one : current.entrySet()) {
      SigstoreResource resource = one.getValue().admission();
      if (resource instanceof SigstoreResource.Unreadable) {
        return heldAdmission("not readable: " + one.getKey());
      }
      if (!(resource instanceof SigstoreResource.Foreign)) {
        entries.put(one.getKey().text(), one.getValue().entry());
        versions.put(one.getKey(), one.getValue().entry().version());
        standing.add(resource);
      }
    }
    for (ResourceKey key : unreadable) {
      if (SigstoreResource.unreadable(key) instanceof SigstoreResource.Unreadable) {
        return heldAdmission("not readable: " + key);
      }
    }
    var resources = SigstoreResources.of(standing);
    return new InForceAdmission(
        AdmissionPolicies.compile(resources, versions, Profile.AS_WRITTEN), entries);
  }

  /** A policy that cannot be read could refuse anything: nothing new is decided until it can. */
  private InForceAdmission heldAdmission(String why) {
    LOG.atWarn().log("the admission's policies are held back: {}", why);
    InForceAdmission last = admission;
    return last != null
        ? last
        : new InForceAdmission(
            AdmissionPolicies.held(Reason.of(ReasonCode.POLICIES_HELD, why)), Map.of());
  }
}
