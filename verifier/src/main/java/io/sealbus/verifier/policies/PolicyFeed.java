package io.sealbus.verifier.policies;

import io.sealbus.runtime.bus.IncomingRecord;
import io.sealbus.runtime.bus.TopicFollower;
import io.sealbus.schemas.PolicyRecord;
import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.RecordCodecs;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.schemas.UndecodableRecordException;
import io.sealbus.verification.facts.Facts;
import io.sealbus.verification.openshift.StandingResource;
import io.sealbus.verification.resource.ResourceKey;
import io.sealbus.verification.sigstore.SigstoreResource;
import io.sealbus.verification.verdict.PolicySet;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the {@code policies} topic and keeps the newest snapshot ready for every task. The nodes'
 * part and the admission's change, or are held back, each for itself.
 */
public final class PolicyFeed implements TopicFollower.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyFeed.class);

  private final RecordCodec<PolicyRecord> codec;
  private final Facts facts;
  private final StandingPolicies standing = new StandingPolicies();
  private long version = -1;
  private boolean live;
  private @Nullable NodesInForce nodes;
  private @Nullable AdmissionInForce admission;
  private volatile @Nullable PolicySnapshot snapshot;

  /**
   * @param facts what is known of signatures, whatever the policies are
   */
  public PolicyFeed(RecordCodecs codecs, Facts facts) {
    codec = codecs.codec(TopicCatalogue.POLICIES);
    this.facts = facts;
  }

  /** The newest policies that can be rendered. Not to be asked before all policies are known. */
  public PolicySnapshot snapshot() {
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
    standing.clear();
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
    standing.readable(key.get());
    byte[] value = record.value();
    if (value == null) {
      standing.remove(key.get());
      return;
    }
    try {
      take(key.get(), codec.decode(value), record);
    } catch (UndecodableRecordException e) {
      // A policy that cannot be read could forbid anything: nothing new is decided until it can.
      standing.putUnreadable(key.get());
      warn(record, String.valueOf(e.getMessage()));
    }
  }

  private void take(ResourceKey key, PolicyRecord policy, IncomingRecord record) {
    var resource = StandingPolicies.Standing.of(key, policy, record.offset());
    if (resource.node() instanceof StandingResource.Unreadable(String why)) {
      warn(record, why);
    }
    if (resource.admission() instanceof SigstoreResource.Unreadable(String why)) {
      warn(record, why);
    }
    standing.put(key, resource);
  }

  private static void warn(IncomingRecord record, String why) {
    LOG.atWarn()
        .addKeyValue("topic", record.source().topic())
        .addKeyValue("offset", record.offset())
        .log("not a policy: {}", why);
  }

  /** Only the dialect that has changed is compiled anew. */
  private PolicySnapshot next() {
    NodesInForce onNodes = nodes;
    if (standing.takeNodesChanged() || onNodes == null) {
      onNodes = NodesInForce.of(standing, onNodes, facts);
      nodes = onNodes;
    }
    AdmissionInForce onAdmission = admission;
    if (standing.takeAdmissionChanged() || onAdmission == null) {
      onAdmission = AdmissionInForce.of(standing, onAdmission, facts);
      admission = onAdmission;
    }
    var entries = new HashMap<>(onNodes.entries());
    entries.putAll(onAdmission.entries());
    return new PolicySnapshot(
        version, new PolicySet(onNodes.policies(), onAdmission.policies()), entries);
  }
}
