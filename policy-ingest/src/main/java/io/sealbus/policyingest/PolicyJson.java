package io.sealbus.policyingest;

import io.sealbus.runtime.http.Problem.Fault;
import io.sealbus.schemas.PolicyRecord;
import io.sealbus.verification.resource.ResourceKey;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/** Policies and changes as the HTTP interface writes them. */
final class PolicyJson {
  private PolicyJson() {}

  /** One policy with its spec as normalised and its document as handed in. */
  static JsonObject of(CurrentPolicy policy) {
    PolicyRecord record = policy.record();
    return key(policy.key())
        .put("version", record.getVersion())
        .put("uid", record.getUid())
        .put("generation", record.getGeneration())
        .put("policyVersion", policy.version())
        .put("origin", record.getOrigin())
        .put("acceptedAt", record.getAcceptedAt().toString())
        .put("scopes", new JsonArray(record.getScopes()))
        .put("spec", new JsonObject(record.getSpec()))
        .put("document", new JsonObject(record.getDocument()));
  }

  /** What became of one policy; without a policy version where it was not written. */
  static JsonObject of(Change change) {
    JsonObject json =
        key(change.key())
            .put("action", change.action().name().toLowerCase(Locale.ROOT))
            .put("generation", change.generation());
    if (!change.warnings().isEmpty()) {
      var warnings = new JsonArray();
      change.warnings().forEach(w -> warnings.add(fault(w)));
      json.put("warnings", warnings);
    }
    return change.version() == null ? json : json.put("policyVersion", change.version());
  }

  /** What became of each, in order. */
  static JsonArray of(List<Change> changes) {
    var array = new JsonArray();
    changes.forEach(c -> array.add(of(c)));
    return array;
  }

  private static JsonObject fault(Fault fault) {
    return new JsonObject()
        .put("path", fault.path())
        .put("rule", fault.rule())
        .put("message", fault.message());
  }

  private static JsonObject key(ResourceKey key) {
    return new JsonObject()
        .put("key", key.text())
        .put("group", key.group())
        .put("kind", key.kind())
        .put("namespace", key.namespace())
        .put("name", key.name());
  }
}
