package io.sealbus.verification.verdict;

import io.sealbus.verification.Decision;
import io.sealbus.verification.Reason;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.reference.ImageReference;
import io.sealbus.verification.sigstore.evaluation.Workload;
import io.sealbus.verification.verdict.Verdict.NamespaceDecision;
import io.sealbus.verification.verdict.Verdict.Result;
import io.sealbus.verification.verdict.Verdict.View;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All policies of a fleet, compiled: what its nodes have and what its admission asks for. An image
 * may run where both let it. Immutable; many threads may judge at once.
 */
public record PolicySet(NodePolicies nodes, AdmissionPolicies admission) {
  /**
   * What governs {@code image}: equal texts mean that no policy that its verdict rests on differs.
   *
   * @param digest what the image stands for; null while that is not known
   */
  public String governing(ImageReference image, @Nullable Digest digest) {
    String onNodes = nodes.governing(image);
    String atAdmission = admission.governing(image, digest);
    return atAdmission.isEmpty() ? onNodes : onNodes + atAdmission;
  }

  /**
   * Judges {@code image}.
   *
   * @param evidence asked for each manifest that is looked at
   * @param now the time that certificates without a trusted time are judged at
   */
  public Verdict judge(
      ImageReference image,
      Manifest manifest,
      Function<Digest, KnownEvidence> evidence,
      Instant now) {
    return judge(image, manifest, evidence, null, now);
  }

  /**
   * As {@link #judge(ImageReference, Manifest, Function, Instant)}, for one workload.
   *
   * @param workload null for the image on its own
   */
  public Verdict judge(
      ImageReference image,
      Manifest manifest,
      Function<Digest, KnownEvidence> evidence,
      @Nullable Workload workload,
      Instant now) {
    var results = new ArrayList<>(nodes.judge(image, manifest, evidence, now));
    admission.judge(image, manifest, evidence, workload, now).ifPresent(results::add);
    return combine(results);
  }

  private static Verdict combine(List<Result> results) {
    var speaking = new LinkedHashSet<String>();
    Instant until = null;
    for (Result result : results) {
      String namespace = result.namespace();
      if (namespace != null) {
        speaking.add(namespace);
      }
      Instant own = result.validUntil();
      if (own != null && (until == null || own.isBefore(until))) {
        until = own;
      }
    }
    var namespaces = new ArrayList<NamespaceDecision>(speaking.size());
    for (String namespace : speaking) {
      List<Result> own = of(results, namespace);
      namespaces.add(new NamespaceDecision(namespace, strictest(own), reasonsFor(own)));
    }
    List<Result> everywhere = speaking.isEmpty() ? results : of(results, null);
    return new Verdict(strictest(everywhere), reasonsFor(everywhere), results, namespaces, until);
  }

  /** What must hold in a namespace: its own file in place of the cluster's, and the admission. */
  private static List<Result> of(List<Result> results, @Nullable String namespace) {
    return results.stream()
        .filter(r -> r.view() == View.ADMISSION || Objects.equals(r.namespace(), namespace))
        .toList();
  }

  /** A node may choose any instance, so the answer for the whole is the strictest one. */
  private static Decision strictest(List<Result> results) {
    Decision strictest = null;
    for (Result result : results) {
      strictest = strictest == null ? result.decision() : strictest.and(result.decision());
    }
    return strictest == null ? Decision.UNDECIDED : strictest;
  }

  private static List<Reason> reasonsFor(List<Result> results) {
    Decision decision = strictest(results);
    var reasons = new ArrayList<Reason>();
    for (Result result : results) {
      if (result.decision() == decision && !result.reasons().isEmpty()) {
        Reason first = result.reasons().get(0);
        if (!reasons.contains(first)) {
          reasons.add(first);
        }
      }
    }
    return reasons;
  }
}
