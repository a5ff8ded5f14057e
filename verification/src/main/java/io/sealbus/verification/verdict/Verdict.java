package io.sealbus.verification.verdict;

import io.sealbus.verification.Decision;
import io.sealbus.verification.Reason;
import io.sealbus.verification.reference.Digest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * May an image run, and why.
 *
 * @param decision holds in every namespace that {@code namespaces} does not list
 * @param reasons why, those of the strictest results
 * @param results one for each platform and node file
 * @param namespaces sorted; those whose own file governs the image by a policy of its own
 * @param validUntil from then on the same inputs may give another answer; null where time plays no
 *     part
 */
public record Verdict(
    Decision decision,
    List<Reason> reasons,
    List<Result> results,
    List<NamespaceDecision> namespaces,
    @Nullable Instant validUntil) {
  public Verdict {
    reasons = List.copyOf(reasons);
    results = List.copyOf(results);
    namespaces = List.copyOf(namespaces);
  }

  /** Nothing could be found out, for one reason. */
  public static Verdict undecided(Reason reason) {
    return new Verdict(Decision.UNDECIDED, List.of(reason), List.of(), List.of(), null);
  }

  /**
   * The outcome for one platform under one node file.
   *
   * @param namespace null for the cluster's policy.json
   * @param platform null for a single image
   * @param digest the manifest that was evaluated; null while unknown
   * @param evidenceDigest of the evidence used; null where there was none yet
   * @param scope the scope that governs; empty for a default
   * @param policies what each policy that shares the scope says
   * @param reasons the overall reason first
   */
  public record Result(
      @Nullable String namespace,
      @Nullable String platform,
      @Nullable Digest digest,
      @Nullable String evidenceDigest,
      String scope,
      Decision decision,
      List<PolicyResult> policies,
      List<Reason> reasons,
      @Nullable Instant validUntil) {
    public Result {
      policies = List.copyOf(policies);
      reasons = List.copyOf(reasons);
    }
  }

  /** What one policy says; the overall reason first, then one for each signature. */
  public record PolicyResult(PolicyVersion policy, Decision decision, List<Reason> reasons) {
    public PolicyResult {
      reasons = List.copyOf(reasons);
    }
  }

  /** The decision in one namespace. */
  public record NamespaceDecision(String namespace, Decision decision, List<Reason> reasons) {
    public NamespaceDecision {
      reasons = List.copyOf(reasons);
    }
  }
}
