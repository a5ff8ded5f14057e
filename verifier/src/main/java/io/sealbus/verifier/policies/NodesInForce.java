package io.sealbus.verifier.policies;

import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.facts.Facts;
import io.sealbus.verification.openshift.Rollout;
import io.sealbus.verification.openshift.StandingResource;
import io.sealbus.verification.resource.ResourceKey;
import io.sealbus.verification.verdict.NodePolicies;
import io.sealbus.verifier.policies.PolicySnapshot.Entry;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nodes' policies that images are judged by, and what they were made of. While they cannot be
 * rendered, or are withheld, nodes keep the files that they have, and so does the verifier.
 */
record NodesInForce(NodePolicies policies, Map<String, Entry> entries) {
  private static final Logger LOG = LoggerFactory.getLogger(NodesInForce.class);

  NodesInForce {
    entries = Map.copyOf(entries);
  }

  /**
   * What is in force now.
   *
   * @param last what was before; null for nothing
   */
  static NodesInForce of(StandingPolicies all, @Nullable NodesInForce last, Facts facts) {
    var entries = new HashMap<String, Entry>();
    var versions = new HashMap<ResourceKey, Long>();
    var standing = new HashMap<ResourceKey, StandingResource>();
    all.all()
        .forEach((key, one) -> {
          if (!(one.node() instanceof StandingResource.Foreign)) {
            entries.put(key.text(), one.entry());
            versions.put(key, one.version());
            standing.put(key, one.node());
          }
        });
    for (ResourceKey key : all.unreadable()) {
      if (StandingResource.unreadable(key) instanceof StandingResource.Unreadable) {
        return held("not readable: " + key, last);
      }
    }
    return switch (Rollout.of(standing)) {
      case Rollout.Ready ready ->
          new NodesInForce(NodePolicies.compile(ready.nodes(), versions, facts), entries);
      case Rollout.Withheld withheld ->
          held("withheld from nodes: " + withheld.unconfirmed().getFirst().code(), last);
      case Rollout.Failed failed ->
          held("the policies cannot be rendered; see policy-status: " + failed.error(), last);
      case Rollout.Unreadable other -> held("not readable: " + other.resources().keySet(), last);
    };
  }

  /** What was last decided by, as on the nodes; at a fresh start nobody knows what that is. */
  private static NodesInForce held(String why, @Nullable NodesInForce last) {
    LOG.atWarn().log("the nodes' policies are held back: {}", why);
    return last != null
        ? last
        : new NodesInForce(NodePolicies.held(Reason.of(ReasonCode.POLICIES_HELD, why)), Map.of());
  }
}
