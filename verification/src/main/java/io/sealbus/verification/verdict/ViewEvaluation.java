package io.sealbus.verification.verdict;

import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.containers.CompiledPolicy;
import io.sealbus.verification.containers.Evaluation;
import io.sealbus.verification.containers.EvidenceOnNodes;
import io.sealbus.verification.containers.RequirementOutcome;
import io.sealbus.verification.evidence.Evidence;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.openshift.NodeView;
import io.sealbus.verification.openshift.NodeView.Source;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.reference.ImageReference;
import io.sealbus.verification.resource.ResourceKey;
import io.sealbus.verification.verdict.Verdict.PolicyResult;
import io.sealbus.verification.verdict.Verdict.Result;
import io.sealbus.verification.verdict.Verdict.View;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One image under one node file. */
record ViewEvaluation(
    @Nullable String namespace,
    NodeView view,
    CompiledPolicy compiled,
    Map<ResourceKey, Long> versions,
    ImageReference image,
    Instant now) {

  /** One result for each manifest that a node may choose. */
  List<Result> results(Manifest manifest, Function<Digest, KnownEvidence> evidence) {
    return switch (manifest) {
      case Manifest.Single(Digest digest) ->
          List.of(result(null, digest, false, evidence.apply(digest)));
      case Manifest.Index(Digest index, List<Manifest.Instance> instances) ->
          indexMismatch(index)
              .map(reason -> List.of(unresolved(reason)))
              .orElseGet(() ->
                  instances.stream()
                      .map(i -> result(i.platform(), i.digest(), true, evidence.apply(i.digest())))
                      .toList());
      case Manifest.Unresolved(Reason reason) -> List.of(unresolved(reason));
    };
  }

  /** A reference by digest must be about the index that was found under it. */
  private Optional<Reason> indexMismatch(Digest index) {
    Digest named = image.digest();
    return named == null || named.equals(index)
        ? Optional.empty()
        : Optional.of(
            Reason.of(ReasonCode.REGISTRY_ERROR, "the index is not the one that is named"));
  }

  private Result result(
      @Nullable String platform, Digest digest, boolean instance, KnownEvidence known) {
    Evidence signatures = known.evidence().at(Place.SIGNATURES);
    Evaluation evaluation = compiled.evaluate(image, digest, instance, signatures, now);
    // Why not, where what there is takes a form that nodes do not see or do not accept.
    List<Reason> notes =
        evaluation.decision().admits() ? List.of() : EvidenceOnNodes.notes(known.evidence());
    return result(platform, null, digest, known, evaluation, List.of(), notes);
  }

  private Result unresolved(Reason reason) {
    Evaluation evaluation = compiled.unresolved(image, reason);
    return result(null, null, null, null, evaluation, List.of(), List.of());
  }

  /**
   * The result at one place.
   *
   * @param location null for where the reference says
   * @param before reasons that come before the policy's own
   */
  Result result(
      @Nullable String platform,
      @Nullable String location,
      @Nullable Digest digest,
      @Nullable KnownEvidence known,
      Evaluation evaluation,
      List<Reason> before,
      List<Reason> notes) {
    var reasons = new ArrayList<>(before);
    reasons.add(evaluation.reason());
    return new Result(
        View.NODE,
        namespace,
        platform,
        location,
        digest,
        known == null ? null : known.contentDigest(),
        evaluation.scope(),
        evaluation.decision(),
        policies(evaluation),
        reasons,
        notes,
        evaluation.validUntil());
  }

  private List<PolicyResult> policies(Evaluation evaluation) {
    List<Source> sources = view.sources().getOrDefault(evaluation.scope(), List.of());
    var results = new ArrayList<PolicyResult>();
    for (int i = 0; i < Math.min(sources.size(), evaluation.requirements().size()); i++) {
      if (sources.get(i) instanceof Source.Policy(ResourceKey key)) {
        RequirementOutcome outcome = evaluation.requirements().get(i);
        var policy = new PolicyVersion(key, versions.getOrDefault(key, -1L));
        results.add(new PolicyResult(policy, outcome.decision(), outcome.reasons()));
      }
    }
    return results;
  }
}
