package io.sealbus.verification.sigstore.evaluation;

import static io.sealbus.verification.ReasonCode.ACCEPTED_WITHOUT_SIGNATURE_CHECK;
import static io.sealbus.verification.ReasonCode.IMAGE_NOT_DIGEST;
import static io.sealbus.verification.ReasonCode.NO_MATCHING_POLICY;
import static io.sealbus.verification.ReasonCode.WORKLOAD_ASSUMED;

import io.sealbus.verification.Decision;
import io.sealbus.verification.Proof;
import io.sealbus.verification.Reason;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.evidence.AttachedEvidence;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.sigstore.Authority;
import io.sealbus.verification.sigstore.ClusterImagePolicy;
import io.sealbus.verification.sigstore.ControllerConfiguration;
import io.sealbus.verification.sigstore.GlobIndex;
import io.sealbus.verification.sigstore.PolicyTexts;
import io.sealbus.verification.sigstore.ReferredMaterial;
import io.sealbus.verification.sigstore.TrustRoot;
import io.sealbus.verification.trust.TrustedRoot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All policies of {@code policy.sigstore.dev} of a cluster, with their keys, chains and texts
 * parsed. Immutable; many threads may ask at once.
 */
public final class CompiledSigstorePolicies {
  private static final String NO_DIGEST = "0".repeat(64);

  private final List<CompiledSigstorePolicy> policies;

  /** By the policies' places in their list, which are those of the reference's as well. */
  private final GlobIndex index;

  private final ControllerConfiguration configuration;
  private final Profile profile;

  /** The same policies as the controller itself evaluates them; null where these are such. */
  private final @Nullable CompiledSigstorePolicies reference;

  private CompiledSigstorePolicies(
      List<CompiledSigstorePolicy> policies,
      ControllerConfiguration configuration,
      Profile profile,
      @Nullable CompiledSigstorePolicies reference) {
    this.policies = List.copyOf(policies);
    this.index =
        reference == null
            ? GlobIndex.of(policies.stream().map(p -> p.policy().images()).toList())
            : reference.index;
    this.configuration = configuration;
    this.profile = profile;
    this.reference = reference;
  }

  /**
   * What policies refer to.
   *
   * @param defaultTrustedRoot what counts where a policy names no TrustRoot; null for none
   * @param material secrets and config maps of the controller's namespace
   */
  public record References(
      List<TrustRoot> trustRoots,
      @Nullable TrustedRoot defaultTrustedRoot,
      List<ReferredMaterial> material) {
    public References {
      material = List.copyOf(material);
      trustRoots = List.copyOf(trustRoots);
    }

    /**
     * With one of the trust roots as the default.
     *
     * @param defaultTrustRoot its name; null for none
     */
    public static References of(
        List<TrustRoot> trustRoots,
        @Nullable String defaultTrustRoot,
        List<ReferredMaterial> material) {
      return of(trustRoots, defaultTrustRoot, material, SignatureProvider.fastest());
    }

    /** As {@link #of(List, String, List)}, checked by {@code provider}. */
    public static References of(
        List<TrustRoot> trustRoots,
        @Nullable String defaultTrustRoot,
        List<ReferredMaterial> material,
        SignatureProvider provider) {
      List<TrustRoot> named =
          trustRoots.stream().filter(r -> r.key().name().equals(defaultTrustRoot)).toList();
      TrustedRoot root = null;
      for (Proof<TrustedRoot> proof : TrustRootCompiler.compile(named, provider).values()) {
        root = proof instanceof Proof.Proven<TrustedRoot>(TrustedRoot usable) ? usable : null;
      }
      return new References(trustRoots, root, material);
    }
  }

  /**
   * Parses everything once. A policy that refers to what is not there or of no use refuses what it
   * governs; for the controller itself it does not exist.
   */
  public static CompiledSigstorePolicies compile(
      List<ClusterImagePolicy> policies,
      References references,
      ControllerConfiguration configuration,
      PolicyTexts texts,
      Profile profile) {
    return compile(
        policies, references, configuration, texts, profile, SignatureProvider.fastest());
  }

  /** As the other, checked by {@code provider}. */
  public static CompiledSigstorePolicies compile(
      List<ClusterImagePolicy> policies,
      References references,
      ControllerConfiguration configuration,
      PolicyTexts texts,
      Profile profile,
      SignatureProvider provider) {
    var compiler =
        new PolicyCompiler(
            TrustRootCompiler.compile(references.trustRoots(), provider),
            references.defaultTrustedRoot(),
            new MaterialReader(references.material(), texts, provider),
            configuration,
            provider);
    CompiledSigstorePolicies reference =
        switch (profile) {
          case REFERENCE -> null;
          case AS_WRITTEN ->
              new CompiledSigstorePolicies(
                  compiler.compile(policies, Profile.REFERENCE),
                  configuration,
                  Profile.REFERENCE,
                  null);
        };
    return new CompiledSigstorePolicies(
        compiler.compile(policies, profile), configuration, profile, reference);
  }

  /**
   * Whether an evaluation may check one signature several times: for several authorities, or once
   * as written and once as the controller reads it.
   */
  public static boolean mayCheckAgain(
      List<ClusterImagePolicy> policies, ControllerConfiguration configuration) {
    List<Authority> authorities =
        policies.stream().flatMap(policy -> policy.authorities().stream()).toList();
    return authorities.size() > 1
        || configuration.enableOci11()
        || authorities.stream().anyMatch(ParityNotes::isPossible);
  }

  /** Where evidence must be looked for to judge {@code image}, whatever its workload. */
  public Set<Place> places(ImageName image) {
    var places = new LinkedHashSet<Place>();
    of(index.matching(image.qualified()), null).forEach(policy -> places.addAll(policy.places()));
    return places;
  }

  /** Whether any policy is for {@code image}, whatever its workload. */
  public boolean governs(ImageName image) {
    return !index.matching(image.qualified()).isEmpty();
  }

  /**
   * Judges an image that is named by its digest.
   *
   * @param image with a digest
   * @param evidence what is attached to the image; it is asked at {@link #places} alone
   * @param workload what is to be admitted; null for the image on its own. Policies for some
   *     workloads are taken to be for this one then, and a note says so.
   * @param now the time that certificates without a trusted time are judged at
   */
  public SigstoreEvaluation evaluate(
      ImageName image, AttachedEvidence evidence, @Nullable Workload workload, Instant now) {
    Digest digest = image.digest();
    if (digest == null) {
      throw new IllegalArgumentException("an image is judged by its digest");
    }
    var subject = new PolicySubject(image, digest, evidence, workload, now, new ReadEvidence());
    String name = image.qualified();
    BitSet matching = index.matching(name);
    List<CompiledSigstorePolicy> governing = of(matching, workload);
    SigstoreEvaluation own = evaluate(subject, name, governing);
    if (reference == null || !isParityPossible(governing)) {
      return own;
    }
    return ParityNotes.add(
        own, reference.evaluate(subject, name, reference.of(matching, workload)));
  }

  private boolean isParityPossible(List<CompiledSigstorePolicy> governing) {
    for (CompiledSigstorePolicy policy : governing) {
      if (ParityNotes.isPossible(policy, configuration)) {
        return true;
      }
    }
    return false;
  }

  /**
   * @param all the policies that are for the image, those that have vanished among them
   */
  private SigstoreEvaluation evaluate(
      PolicySubject subject, String name, List<CompiledSigstorePolicy> all) {
    var outcomes = new ArrayList<PolicyOutcome>(all.size());
    var notes = new ArrayList<Reason>();
    for (CompiledSigstorePolicy policy : all) {
      if (!policy.vanishes()) {
        outcomes.add(policy.evaluate(subject));
        if (subject.workload() == null && !policy.policy().match().isEmpty()) {
          String which = policy.policy().key().name();
          notes.add(Reason.of(WORKLOAD_ASSUMED, "policy " + which + " is for some workloads only"));
        }
      }
    }
    if (outcomes.isEmpty()) {
      return noMatch(subject.image(), all);
    }
    Decision decision = outcomes.getFirst().decision();
    Instant until = null;
    for (PolicyOutcome outcome : outcomes) {
      decision = decision.and(outcome.decision());
      until = Times.earlier(until, outcome.validUntil());
    }
    return new SigstoreEvaluation(
        decision, name, outcomes, reasons(outcomes, decision), notes, until);
  }

  private static List<Reason> reasons(List<PolicyOutcome> outcomes, Decision decision) {
    if (outcomes.size() == 1) {
      return List.of(outcomes.getFirst().reason());
    }
    return outcomes.stream()
        .filter(outcome -> outcome.decision() == decision)
        .sorted(Comparator.comparing(PolicyOutcome::policy))
        .map(PolicyOutcome::reason)
        .distinct()
        .toList();
  }

  private List<CompiledSigstorePolicy> of(BitSet matching, @Nullable Workload workload) {
    var governing = new ArrayList<CompiledSigstorePolicy>(2);
    for (int i = matching.nextSetBit(0); i >= 0; i = matching.nextSetBit(i + 1)) {
      CompiledSigstorePolicy policy = policies.get(i);
      if (policy.isFor(workload)) {
        governing.add(policy);
      }
    }
    return governing;
  }

  /** Nothing is for the image, be it that what was has vanished. */
  private SigstoreEvaluation noMatch(ImageName image, List<CompiledSigstorePolicy> vanished) {
    String text = "no matching policies: " + image.qualified();
    Reason none =
        vanished.stream()
            .map(CompiledSigstorePolicy::fault)
            .filter(Objects::nonNull)
            .findFirst()
            .map(fault -> Reason.of(fault.code(), text + ", " + fault.message()))
            .orElseGet(() -> Reason.of(NO_MATCHING_POLICY, text));
    return switch (configuration.noMatch()) {
      case ALLOW ->
          fixed(
              Decision.ALLOWED,
              image,
              Reason.of(ACCEPTED_WITHOUT_SIGNATURE_CHECK, "no policy is for the image"));
      case WARN -> fixed(Decision.WARNED, image, none);
      case DENY -> fixed(Decision.DENIED, image, none);
    };
  }

  /**
   * Judges an image whose tag could not be resolved. Policies that pass every image pass it too,
   * since they need nothing of it; for the controller it is no image then.
   *
   * @param image with a tag
   * @param why why it could not be resolved
   */
  public SigstoreEvaluation unresolved(ImageName image, Reason why, @Nullable Workload workload) {
    Reason noDigest =
        Reason.of(
            IMAGE_NOT_DIGEST, "invalid value: " + image.qualified() + " must be an image digest");
    if (profile == Profile.REFERENCE) {
      return fixed(Decision.DENIED, image, noDigest);
    }
    // Its digest is not known, so what only some digests match is left to when it is.
    String any = image.withDigest(new Digest("sha256:" + NO_DIGEST)).qualified();
    BitSet matching = index.matching(any);
    matching.or(index.matching(image.qualified()));
    List<CompiledSigstorePolicy> governing = of(matching, workload);
    boolean passes =
        !governing.isEmpty() && governing.stream().allMatch(CompiledSigstorePolicy::passesAnything);
    SigstoreEvaluation own =
        passes
            ? fixed(
                Decision.ALLOWED,
                image,
                Reason.of(ACCEPTED_WITHOUT_SIGNATURE_CHECK, "every policy passes every image"))
            : fixed(Decision.UNDECIDED, image, why);
    return ParityNotes.add(own, fixed(Decision.DENIED, image, noDigest));
  }

  private static SigstoreEvaluation fixed(Decision decision, ImageName image, Reason reason) {
    return new SigstoreEvaluation(
        decision, image.qualified(), List.of(), List.of(reason), List.of(), null);
  }
}
