package io.sealbus.renderer.node;

import io.sealbus.renderer.ReasonJson;
import io.sealbus.schemas.NodeFileDifference;
import io.sealbus.schemas.NodeFileRecord;
import io.sealbus.schemas.PolicyStatusRecord;
import io.sealbus.schemas.ReasonRecord;
import io.sealbus.verification.ReasonCode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.Set;

/** The nodes' files as the HTTP interface lists them, and why newer ones are held back. */
final class NodeFileJson {
  private static final Set<String> HOLDING =
      Set.of(
          ReasonCode.RENDER_HELD.name(),
          ReasonCode.RELEASE_REJECTED.name(),
          ReasonCode.RELEASE_SIGNATURE_REQUIRED.name(),
          ReasonCode.RELEASE_MIRROR_UNSIGNED.name());

  private NodeFileJson() {}

  /** All of {@code files}, and what of {@code statuses} keeps newer ones from nodes. */
  static JsonObject of(Collection<NodeFileRecord> files, Collection<PolicyStatusRecord> statuses) {
    var items = new JsonArray();
    files.forEach(file -> items.add(file(file)));
    var held = new JsonArray();
    for (PolicyStatusRecord status : statuses) {
      for (ReasonRecord finding : status.getFindings()) {
        if (HOLDING.contains(finding.getCode())) {
          held.add(ReasonJson.of(finding).put("policy", status.getPolicy()));
        }
      }
    }
    return new JsonObject().put("items", items).put("held", held);
  }

  private static JsonObject file(NodeFileRecord file) {
    var changes = new JsonArray();
    file.getChanges().forEach(change -> changes.add(difference(change)));
    return new JsonObject()
        .put("path", file.getPath())
        .put("sha256", file.getSha256())
        .put("size", file.getContent().remaining())
        .put("policyVersion", file.getPolicyVersion())
        .put("refused", file.getRefused())
        .put("disruption", file.getDisruption().isEmpty() ? null : file.getDisruption())
        .put("changes", changes)
        .put("changesLeftOut", file.getChangesLeftOut());
  }

  private static JsonObject difference(NodeFileDifference difference) {
    return new JsonObject()
        .put("subject", difference.getSubject())
        .put("scope", difference.getScope())
        .put("before", difference.getBefore())
        .put("after", difference.getAfter())
        .put("policies", new JsonArray(difference.getPolicies()));
  }
}
