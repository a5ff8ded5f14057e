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
import io.sealbus.verification.verdict.NodePolicies;
import io.sealbus.verification.verdict.PolicySet;
import io.sealbus.verifier.PolicySnapshot.Entry;
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
 * policies cannot be rendered, or are withheld from nodes, nodes keep the files that they have, and
 * so does the verifier.
 */
final class PolicyFeed implements TopicFollower.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyFeed.class);

  private final RecordCodec<PolicyRecord> codec;
  private final Map<ResourceKey, Current> current = new TreeMap<>();
  private final Set<ResourceKey> unreadable = new TreeSet<>();
  private long version = -1;
  private boolean live;
  private volatile @Nullable PolicySnapshot snapshot;

  private record Current(StandingResource resource, Entry entry) {}

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
      PolicyRecord policy = codec.decode(value);
      var resource =
          StandingResource.of(
              key.get(),
              policy.getVersion(),
              policy.getUid(),
              policy.getGeneration(),
              policy.getSpec(),
              policy.getDocument());
      if (resource instanceof StandingResource.Unreadable(String why)) {
        warn(record, why);
      }
      // The platform's own resources name no scopes: a change of one can touch every image.
      current.put(
          key.get(), new Current(resource, new Entry(record.offset(), policy.getScopes())));
    } catch (UndecodableRecordException e) {
      // A policy that cannot be read could forbid anything: nothing new is decided until it can.
      unreadable.add(key.get());
      warn(record, String.valueOf(e.getMessage()));
    }
  }

  private static void warn(IncomingRecord record, String why) {
    LOG.atWarn()
        .addKeyValue("topic", record.source().topic())
        .addKeyValue("offset", record.offset())
        .log("not a policy: {}", why);
  }

  private PolicySnapshot next() {
    var entries = new HashMap<String, Entry>();
    var versions = new HashMap<ResourceKey, Long>();
    var standing = new HashMap<ResourceKey, StandingResource>();
    current.forEach((key, one) -> {
      if (!(one.resource() instanceof StandingResource.Foreign)) {
        entries.put(key.text(), one.entry());
        versions.put(key, one.entry().version());
        standing.put(key, one.resource());
      }
    });
    if (!unreadable.isEmpty()) {
      return held("not readable: " + unreadable);
    }
    return switch (Rollout.of(standing)) {
      case Rollout.Ready ready ->
          new PolicySnapshot(
              version,
              new PolicySet(NodePolicies.compile(ready.nodes(), versions)),
              entries);
      case Rollout.Withheld withheld ->
          held("withheld from nodes: " + withheld.unconfirmed().getFirst().code());
      case Rollout.Failed failed ->
          held("the policies cannot be rendered; see policy-status: " + failed.error());
      case Rollout.Unreadable other -> held("not readable: " + other.resources().keySet());
    };
  }

  /** What was last decided by, as on the nodes; at a fresh start nobody knows what that is. */
  private PolicySnapshot held(String why) {
    LOG.atWarn().log("policies are held back: {}", why);
    PolicySnapshot last = snapshot;
    return last != null
        ? last
        : new PolicySnapshot(
            version,
            new PolicySet(NodePolicies.held(Reason.of(ReasonCode.POLICIES_HELD, why))),
            Map.of());
  }
}
