package io.sealbus.renderer.verdict;

import io.sealbus.renderer.ReasonJson;
import io.sealbus.schemas.NamespaceResultRecord;
import io.sealbus.schemas.PolicyResultRecord;
import io.sealbus.schemas.ResultRecord;
import io.sealbus.schemas.VerdictRecord;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A verdict as JSON: the members of {@link VerdictRecord} by the same names, instants as ISO-8601
 * text, and beside each reason's code what it means and what to do about it.
 */
final class VerdictJson {
  private VerdictJson() {}

  static JsonObject of(VerdictRecord verdict) {
    return new JsonObject()
        .put("id", verdict.getId())
        .put("reference", verdict.getReference())
        .put("registry", verdict.getRegistry())
        .put("repository", verdict.getRepository())
        .put("tag", verdict.getTag())
        .put("digest", verdict.getDigest())
        .put("decision", verdict.getDecision().name())
        .put("reasons", ReasonJson.list(verdict.getReasons()))
        .put("results", list(verdict.getResults(), VerdictJson::result))
        .put("namespaces", list(verdict.getNamespaces(), VerdictJson::namespace))
        .put(
            "cause",
            new JsonObject()
                .put("kind", verdict.getCause().getKind().name())
                .put("subjects", new JsonArray(List.copyOf(verdict.getCause().getSubjects()))))
        .put("policyVersion", verdict.getPolicyVersion())
        .put("trustVersion", verdict.getTrustVersion())
        .put("imageVersion", verdict.getImageVersion())
        .put("evidenceVersion", verdict.getEvidenceVersion())
        .put("verifierVersion", verdict.getVerifierVersion())
        .put("decidedAt", text(verdict.getDecidedAt()))
        .put("validUntil", text(verdict.getValidUntil()));
  }

  private static JsonObject result(ResultRecord result) {
    return new JsonObject()
        .put("view", result.getView().name())
        .put("namespace", result.getNamespace())
        .put("platform", result.getPlatform())
        .put("location", result.getLocation())
        .put("digest", result.getDigest())
        .put("evidenceDigest", result.getEvidenceDigest())
        .put("scope", result.getScope())
        .put("decision", result.getDecision().name())
        .put("policies", list(result.getPolicies(), VerdictJson::policy))
        .put("reasons", ReasonJson.list(result.getReasons()))
        .put("notes", ReasonJson.list(result.getNotes()));
  }

  private static JsonObject policy(PolicyResultRecord policy) {
    return new JsonObject()
        .put("policy", policy.getPolicy())
        .put("version", policy.getVersion())
        .put("decision", policy.getDecision().name())
        .put("reasons", ReasonJson.list(policy.getReasons()));
  }

  private static JsonObject namespace(NamespaceResultRecord namespace) {
    return new JsonObject()
        .put("namespace", namespace.getNamespace())
        .put("decision", namespace.getDecision().name())
        .put("reasons", ReasonJson.list(namespace.getReasons()));
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  private static <T> JsonArray list(List<T> values, Function<T, JsonObject> one) {
    var array = new JsonArray();
    values.forEach(value -> array.add(one.apply(value)));
    return array;
  }
}
