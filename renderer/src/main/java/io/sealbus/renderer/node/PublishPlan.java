package io.sealbus.renderer.node;

import io.sealbus.runtime.bus.OutgoingRecord;
import io.sealbus.schemas.NodeFileRecord;
import io.sealbus.schemas.PolicyStatusRecord;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.openshift.NodeChange;
import io.sealbus.verification.openshift.NodeChange.FileChange;
import io.sealbus.verification.openshift.NodeConfiguration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What has to be sent so that the bus shows a rendering.
 *
 * <p>Several renderers may run. One that is behind holds back as long as anything on the bus is of
 * a newer version than its own. Where two of the same version differ, because one of them is of
 * another release, they do not take turns for ever: only a change of the policies, or a start,
 * makes a renderer replace what is as new as its own.
 */
final class PublishPlan {
  private final PolicyRendering.Rendering rendering;
  private final SortedMap<String, NodeFileRecord> files;
  private final SortedMap<String, PolicyStatusRecord> statuses;
  private final boolean replaceEquals;

  /**
   * A plan.
   *
   * @param files what stands on the bus
   * @param statuses what stands on the bus
   * @param replaceEquals whether to replace what differs and is of the same version
   */
  PublishPlan(
      PolicyRendering.Rendering rendering,
      SortedMap<String, NodeFileRecord> files,
      SortedMap<String, PolicyStatusRecord> statuses,
      boolean replaceEquals) {
    this.rendering = rendering;
    this.files = files;
    this.statuses = statuses;
    this.replaceEquals = replaceEquals;
  }

  /** Whether the bus shows what a newer version of the policies led to. */
  boolean isBehind() {
    return files.values().stream().anyMatch(f -> f.getPolicyVersion() > rendering.version())
        || statuses.values().stream().anyMatch(s -> s.getPolicyVersion() > rendering.version());
  }

  /** The records to send; none where the bus shows it already, or where this is behind. */
  List<OutgoingRecord<?>> records(Instant now) {
    var records = new ArrayList<OutgoingRecord<?>>();
    if (isBehind()) {
      return records;
    }
    NodeConfiguration.Rendered nodes = rendering.nodes();
    if (nodes != null) {
      addFiles(records, nodes);
    }
    rendering.states().forEach((policy, state) -> addStatus(records, policy, state, now));
    statuses.forEach((policy, status) -> {
      if (!rendering.states().containsKey(policy) && mayReplace(status.getPolicyVersion())) {
        records.add(OutgoingRecord.tombstone(TopicCatalogue.POLICY_STATUS, policy));
      }
    });
    return records;
  }

  private boolean mayReplace(long version) {
    return replaceEquals || version < rendering.version();
  }

  private void addFiles(List<OutgoingRecord<?>> records, NodeConfiguration.Rendered nodes) {
    var standing = new TreeMap<String, Bytes>();
    files.forEach((path, file) -> standing.put(path, NodeFileRecords.content(file)));
    Map<String, String> refused = nodes.refusedByNodes();
    for (FileChange change : NodeChange.between(standing, nodes).files()) {
      String path = change.path();
      NodeFileRecord before = files.get(path);
      if (before != null && !mayReplace(before.getPolicyVersion())) {
        continue;
      }
      Bytes content = nodes.files().get(path);
      records.add(
          content == null
              ? OutgoingRecord.tombstone(TopicCatalogue.NODE_FILES, path)
              : OutgoingRecord.of(
                  TopicCatalogue.NODE_FILES,
                  path,
                  NodeFileRecords.of(change, content, refused.get(path), rendering.version())));
    }
  }

  private void addStatus(
      List<OutgoingRecord<?>> records, String policy, PolicyState state, Instant now) {
    PolicyStatusRecord standing = statuses.get(policy);
    PolicyStatusRecord wanted = state.record(policy, standing, rendering.version(), now);
    if (standing == null
        || (!PolicyState.sameWords(standing, wanted) && mayReplace(standing.getPolicyVersion()))) {
      records.add(OutgoingRecord.of(TopicCatalogue.POLICY_STATUS, policy, wanted));
    }
  }
}
