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
 * @param results one for each platform, node file and place to pull from, and one for the admission
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

  /** Whose eyes an image is looked at with. */
  public enum View {
    /** A node's: policy.json, as containers/image evaluates it when it pulls. */
    NODE,
    /** The cluster's admission: policy.sigstore.dev, as the policy-controller evaluates it. */
    ADMISSION
  }

  /**
   * The outcome for one platform under one node file, or for the admission.
   *
   * @param namespace null for the cluster's policy.json, and for the admission
   * @param platform null for a single image
   * @param location the mirror that a node pulls from, {@code registry/path}; null for where the
   *     reference says, and for the admission
   * @param digest the manifest that was evaluated; null while unknown
   * @param evidenceDigest of the evidence used; null where there was none yet
   * @param scope the scope that governs; empty for a default, and for the admission
   * @param policies what each policy that governs says
   * @param reasons the overall reason first
   * @param notes what is worth knowing beside the decision: never a part of why
   */
  public record Result(
      View view,
      @Nullable String namespace,
      @Nullable String platform,
      @Nullable String location,
      @Nullable Digest digest,
      @Nullable String evidenceDigest,
      String scope,
      Decision decision,
      List<PolicyResult> policies,
      List<Reason> reasons,
      List<Reason> notes,
      @Nullable Instant validUntil) {
    public Result {
      policies = List.copyOf(policies);
      reasons = List.copyOf(reasons);
      notes = List.copyOf(notes);
    }

    /** Nothing could be found out, for one reason. */
    static Result undecided(View view, Reason reason) {
      return new Result(
          view,
          null,
          null,
          null,
          null,
          null,
          "",
          Decision.UNDECIDED,
          List.of(),
          List.of(reason),
          List.of(),
          null);
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
