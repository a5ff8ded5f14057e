package io.sealbus.standalone.oneshot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sealbus.signaturefetcher.registry.CredentialsFile;
import io.sealbus.signaturefetcher.registry.RegistryClient;
import io.sealbus.signaturefetcher.registry.RegistryLimits;
import io.sealbus.signaturefetcher.registry.RegistrySettings;
import io.sealbus.standalone.output.Table;
import io.sealbus.verification.Decision;
import io.sealbus.verification.Reason;
import io.sealbus.verification.containers.CompiledPolicy;
import io.sealbus.verification.containers.Evaluation;
import io.sealbus.verification.containers.RequirementOutcome;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.reference.ImageReference;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What came of verifying one image.
 *
 * @param digest of the manifest that was judged; null where there was none
 * @param scope that governs; empty for a default, or where nothing was judged
 * @param reasons the deciding one first
 */
public record ImageVerification(
    String image, @Nullable Digest digest, Decision decision, String scope, List<Reason> reasons) {
  private static final int STOP_SECONDS = 10;

  public ImageVerification {
    reasons = List.copyOf(reasons);
  }

  /**
   * Pulls and judges.
   *
   * @param plainHttp registries that are spoken to without TLS
   * @param clock what certificates without a trusted time are judged by
   */
  public static ImageVerification verify(
      ImageReference image,
      CompiledPolicy policy,
      PullSettings settings,
      CredentialsFile credentials,
      Set<String> plainHttp,
      InstantSource clock) {
    var registries = new RegistrySettings(Map.of(), plainHttp, Map.of(), RegistryLimits.DEFAULTS);
    Vertx vertx = Vertx.vertx();
    try (var client = new RegistryClient(vertx, registries, credentials, clock)) {
      return switch (new ImagePull(client).pull(image, settings)) {
        case Pulled.Unavailable(Reason reason) ->
            new ImageVerification(
                image.toString(), null, reason.code().decision(), "", List.of(reason));
        case Pulled.Image pulled ->
            of(
                image,
                pulled.manifest(),
                policy.evaluate(
                    image,
                    pulled.manifest(),
                    pulled.instanceOfIndex(),
                    pulled.evidence().at(Place.SIGNATURES),
                    clock.instant()));
      };
    } finally {
      vertx
          .close()
          .toCompletionStage()
          .toCompletableFuture()
          .orTimeout(STOP_SECONDS, TimeUnit.SECONDS)
          .join();
    }
  }

  private static ImageVerification of(
      ImageReference image, Digest manifest, Evaluation evaluation) {
    var reasons = new ArrayList<Reason>();
    reasons.add(evaluation.reason());
    evaluation.requirements().stream()
        .map(RequirementOutcome::reasons)
        .flatMap(List::stream)
        .filter(reason -> !reasons.contains(reason))
        .forEach(reasons::add);
    return new ImageVerification(
        image.toString(), manifest, evaluation.decision(), evaluation.scope(), reasons);
  }

  /** For programs. */
  public JsonNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("image", image)
        .put("digest", digest == null ? null : digest.text())
        .put("decision", decision.name())
        .put("scope", scope);
    ArrayNode list = json.putArray("reasons");
    for (Reason reason : reasons) {
      Digest signature = reason.signature();
      list.addObject()
          .put("code", reason.code().name())
          .put("message", reason.message())
          .put("signature", signature == null ? null : signature.text());
    }
    return json;
  }

  /** For people; the first row is the decision. */
  public Table table() {
    var table = new Table("DECISION", "REASON", "WHY", "WHAT TO DO");
    for (Reason reason : reasons) {
      boolean first = reason == reasons.getFirst();
      table.row(
          first ? decision.name() : "",
          reason.code().name(),
          reason.message(),
          first ? reason.code().remedy() : "");
    }
    return table;
  }
}
