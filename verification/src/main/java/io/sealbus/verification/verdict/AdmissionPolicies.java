package io.sealbus.verification.verdict;

import io.sealbus.verification.Reason;
import io.sealbus.verification.containers.EvidenceOnNodes;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.facts.Facts;
import io.sealbus.verification.language.PolicyLanguages;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.reference.ImageReference;
import io.sealbus.verification.resource.ResourceKey;
import io.sealbus.verification.sigstore.SigstoreResources;
import io.sealbus.verification.sigstore.evaluation.CompiledSigstorePolicies;
import io.sealbus.verification.sigstore.evaluation.CompiledSigstorePolicies.References;
import io.sealbus.verification.sigstore.evaluation.ImageName;
import io.sealbus.verification.sigstore.evaluation.PolicyOutcome;
import io.sealbus.verification.sigstore.evaluation.Profile;
import io.sealbus.verification.sigstore.evaluation.SigstoreEvaluation;
import io.sealbus.verification.sigstore.evaluation.Workload;
import io.sealbus.verification.verdict.Verdict.PolicyResult;
import io.sealbus.verification.verdict.Verdict.Result;
import io.sealbus.verification.verdict.Verdict.View;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the admission of a fleet asks for: its policies of {@code policy.sigstore.dev}. Without any,
 * there is no such admission and nothing is asked. Immutable; many threads may judge at once.
 */
public final class AdmissionPolicies {
  /** No policies, so that the admission has no say. */
  public static final AdmissionPolicies NONE =
      new AdmissionPolicies(
          null, SigstoreResources.NONE, Map.of(), Profile.AS_WRITTEN, Facts.none(), false);

  /** More than an evaluation asks for but rare ones; to forget them costs next to nothing. */
  private static final int FACTS_OF_ONE_EVALUATION = 1 << 6;

  private final @Nullable Reason held;
  private final CompiledSigstorePolicies compiled;
  private final AdmissionVersions versions;
  private final boolean inForce;
  private final SignatureProvider provider;
  private final Facts facts;

  /** Whether {@link #facts} are of one evaluation only. */
  private final boolean forgets;

  private AdmissionPolicies(
      @Nullable Reason held,
      SigstoreResources resources,
      Map<ResourceKey, Long> versions,
      Profile profile,
      Facts facts,
      boolean forgets) {
    this.held = held;
    this.facts = facts;
    this.forgets = forgets;
    this.provider = SignatureProvider.fastest().remembering(facts);
    this.inForce = held != null || !resources.policies().isEmpty();
    this.versions = new AdmissionVersions(resources, versions);
    this.compiled =
        CompiledSigstorePolicies.compile(
            resources.policies(),
            References.of(
                resources.trustRoots(),
                resources.defaultTrustRoot().orElse(null),
                resources.material(),
                provider),
            resources.configuration(),
            PolicyLanguages::compile,
            profile,
            provider);
  }

  /** As {@link #compile(SigstoreResources, Map, Profile, Facts)}, remembering nothing. */
  public static AdmissionPolicies compile(
      SigstoreResources resources, Map<ResourceKey, Long> versions, Profile profile) {
    return compile(resources, versions, profile, Facts.none());
  }

  /**
   * Parses all material.
   *
   * @param versions of every resource
   * @param facts asked before any signature is checked
   */
  public static AdmissionPolicies compile(
      SigstoreResources resources, Map<ResourceKey, Long> versions, Profile profile, Facts facts) {
    // Policies as written and as the controller reads them check the same signatures.
    boolean forgets =
        !facts.isKept()
            && CompiledSigstorePolicies.mayCheckAgain(
                resources.policies(), resources.configuration());
    Facts asked = forgets ? Facts.ofOneEvaluation(FACTS_OF_ONE_EVALUATION) : facts;
    return new AdmissionPolicies(null, resources, versions, profile, asked, forgets);
  }

  /** For when it is not known what the policies are: every image is undecided. */
  public static AdmissionPolicies held(Reason reason) {
    return new AdmissionPolicies(
        reason, SigstoreResources.NONE, Map.of(), Profile.AS_WRITTEN, Facts.none(), false);
  }

  /**
   * What governs {@code image}: equal texts mean that nothing that the answer rests on differs.
   *
   * @param digest what the image stands for; null while that is not known
   */
  String governing(ImageReference image, @Nullable Digest digest) {
    if (held != null) {
      return "held: " + held.message();
    }
    if (!inForce) {
      return "";
    }
    return digest == null ? versions.all() : versions.governing(ImageName.of(image, digest));
  }

  /** Whether there are policies at all, so that the admission has a say. */
  public boolean isInForce() {
    return inForce;
  }

  /**
   * How many signatures have been checked so far by a memory of these policies' own; 0 where they
   * have none and share that of all who remember nothing, or one that they were given.
   */
  public long checksOfItsOwn() {
    return forgets ? facts.misses() : 0;
  }

  /** Where evidence must be looked for to judge the image that {@code digest} is. */
  public Set<Place> places(ImageReference image, Digest digest) {
    return compiled.places(ImageName.of(image, digest));
  }

  /**
   * What the admission says; empty where it has no policies.
   *
   * @param evidence asked for the image's own manifest, which may be an index
   * @param workload what is to be admitted; null for the image on its own
   * @param now the time that certificates without a trusted time are judged at
   */
  public Optional<Result> judge(
      ImageReference image,
      Manifest manifest,
      Function<Digest, KnownEvidence> evidence,
      @Nullable Workload workload,
      Instant now) {
    if (held != null) {
      return Optional.of(Result.undecided(View.ADMISSION, held));
    }
    if (!inForce) {
      return Optional.empty();
    }
    return Optional.of(
        switch (manifest) {
          case Manifest.Single(Digest digest) -> judge(image, digest, evidence, workload, now);
          case Manifest.Index(Digest digest, var ignored) ->
              judge(image, digest, evidence, workload, now);
          case Manifest.Unresolved(Reason reason) -> unresolved(image, reason, workload);
        });
  }

  private Result judge(
      ImageReference image,
      Digest digest,
      Function<Digest, KnownEvidence> evidence,
      @Nullable Workload workload,
      Instant now) {
    KnownEvidence known = evidence.apply(digest);
    if (forgets) {
      facts.forget();
    }
    SigstoreEvaluation evaluation =
        compiled.evaluate(ImageName.of(image, digest), known.evidence(), workload, now);
    List<Reason> onNodes = EvidenceOnNodes.notes(known.evidence(), provider);
    return result(digest, known.contentDigest(), evaluation, onNodes);
  }

  private Result unresolved(ImageReference image, Reason reason, @Nullable Workload workload) {
    Optional<ImageName> name = ImageName.parse(image.toString());
    return name.map(
            known -> result(null, null, compiled.unresolved(known, reason, workload), List.of()))
        .orElseGet(() -> Result.undecided(View.ADMISSION, reason));
  }

  private Result result(
      @Nullable Digest digest,
      @Nullable String evidenceDigest,
      SigstoreEvaluation evaluation,
      List<Reason> onNodes) {
    var policies = new ArrayList<PolicyResult>(evaluation.policies().size());
    var notes = new LinkedHashSet<>(evaluation.notes());
    for (PolicyOutcome outcome : evaluation.policies()) {
      policies.add(
          new PolicyResult(versions.of(outcome.policy()), outcome.decision(), outcome.reasons()));
      notes.addAll(outcome.notes());
    }
    notes.addAll(onNodes);
    return new Result(
        View.ADMISSION,
        null,
        null,
        null,
        digest,
        evidenceDigest,
        "",
        evaluation.decision(),
        policies,
        evaluation.reasons(),
        List.copyOf(notes),
        evaluation.validUntil());
  }
}
