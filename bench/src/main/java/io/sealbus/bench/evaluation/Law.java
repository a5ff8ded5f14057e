package io.sealbus.bench.evaluation;

import io.sealbus.bench.corpus.Kind;
import io.sealbus.bench.corpus.Subject;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.Decision;
import io.sealbus.verification.facts.Facts;
import io.sealbus.verification.language.PolicyLanguages;
import io.sealbus.verification.openshift.ImagePolicy;
import io.sealbus.verification.openshift.NodeConfiguration;
import io.sealbus.verification.openshift.PlatformConfiguration;
import io.sealbus.verification.resource.Documents;
import io.sealbus.verification.resource.Limits;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Reading;
import io.sealbus.verification.resource.Resource;
import io.sealbus.verification.resource.ResourceKey;
import io.sealbus.verification.sigstore.Admission;
import io.sealbus.verification.sigstore.ClusterImagePolicy;
import io.sealbus.verification.sigstore.ControllerConfiguration;
import io.sealbus.verification.sigstore.RemoteTexts;
import io.sealbus.verification.sigstore.SigstoreResources;
import io.sealbus.verification.sigstore.TrustResolution;
import io.sealbus.verification.sigstore.TrustRoot;
import io.sealbus.verification.sigstore.evaluation.Profile;
import io.sealbus.verification.verdict.AdmissionPolicies;
import io.sealbus.verification.verdict.KnownEvidence;
import io.sealbus.verification.verdict.Manifest;
import io.sealbus.verification.verdict.NodePolicies;
import io.sealbus.verification.verdict.PolicySet;
import io.sealbus.verification.verdict.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sealbus's own law over one kind: its policy admitted, rendered and compiled as a fleet's is. */
public record Law(PolicySet policies, NodeConfiguration.Rendered nodes) {
  /** What certificates without a trusted time are judged at. */
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

  /** That checks every signature anew. */
  public static Law of(Kind kind) {
    return of(kind, Facts.none());
  }

  /** That asks this memory before it checks a signature. */
  public static Law of(Kind kind, Facts facts) {
    NodeConfiguration.Rendered nodes =
        render(kind.side() == Kind.Side.NODE ? List.of(nodePolicy(kind)) : List.of());
    AdmissionPolicies admission =
        kind.side() == Kind.Side.ADMISSION ? admission(kind, facts) : AdmissionPolicies.NONE;
    return new Law(new PolicySet(NodePolicies.compile(nodes, Map.of(), facts), admission), nodes);
  }

  /** The whole answer about one image. */
  public Verdict judge(Subject subject) {
    var known = new KnownEvidence(subject.evidence(), subject.digest().toString());
    return policies.judge(
        subject.reference(), new Manifest.Single(subject.digest()), digest -> known, NOW);
  }

  /** How many signatures a law that remembers nothing has checked, as a number that grows. */
  long checks() {
    return Facts.none().misses() + policies.admission().checksOfItsOwn();
  }

  /**
   * Judges, and looks at the answer.
   *
   * @throws IllegalStateException unless the image is let in
   */
  public void requireAllowed(Subject subject) {
    Verdict verdict = judge(subject);
    if (verdict.decision() != Decision.ALLOWED) {
      throw new IllegalStateException(subject.reference() + ": " + verdict);
    }
  }

  private static NodeConfiguration.Rendered render(List<ImagePolicy> policies) {
    return switch (NodeConfiguration.render(policies, PlatformConfiguration.DEFAULT)) {
      case NodeConfiguration.Rendered rendered -> rendered;
      case NodeConfiguration.Failed failed -> throw new IllegalStateException(failed.error());
    };
  }

  private static ImagePolicy nodePolicy(Kind kind) {
    var outcome =
        io.sealbus.verification.openshift.Admission.newest().admit(resource(kind.policy()));
    return switch (outcome) {
      case io.sealbus.verification.openshift.Admission.Admitted admitted -> admitted.policy();
      case io.sealbus.verification.openshift.Admission.Rejected rejected ->
          throw new IllegalStateException(kind.name() + ": " + rejected.findings());
    };
  }

  private static AdmissionPolicies admission(Kind kind, Facts facts) {
    var admission =
        new Admission(
            Admission.Strictness.SOUND,
            Admission.DEFAULT_NAMESPACE,
            ControllerConfiguration.DEFAULT,
            PolicyLanguages::compile,
            RemoteTexts.NONE,
            (root, mirror, targets) -> Optional.empty());
    return switch (admission.admit(resource(kind.policy()))) {
      case Admission.Outcome.AdmittedPolicy admitted ->
          AdmissionPolicies.compile(
              new SigstoreResources(List.of(admitted.policy()), trustRoots(kind), List.of()),
              Map.of(),
              Profile.AS_WRITTEN,
              facts);
      case Admission.Outcome.AdmittedTrustRoot ignored ->
          throw new IllegalStateException(kind.name() + ": not a policy");
      case Admission.Outcome.Rejected rejected ->
          throw new IllegalStateException(kind.name() + ": " + rejected.text());
    };
  }

  /** As one whose TUF repository has been read. */
  private static List<TrustRoot> trustRoots(Kind kind) {
    String json = kind.trustedRoot();
    return json == null
        ? List.of()
        : List.of(
            new TrustRoot(
                new ResourceKey(ClusterImagePolicy.GROUP, TrustRoot.KIND, null, Kind.TRUST_ROOT),
                ClusterImagePolicy.GROUP + "/v1alpha1",
                null,
                0,
                new TrustRoot.Material.Repository(
                    new TrustRoot.TufTarget(Bytes.utf8(""), "targets", ""),
                    new TrustResolution.Resolved(json, 1, 1))));
  }

  private static Resource resource(String document) {
    var read = Documents.read(document.getBytes(StandardCharsets.UTF_8), Limits.DEFAULT);
    if (read instanceof Reading.Read<List<Node>>(List<Node> documents)
        && Resource.of(documents.getFirst()) instanceof Reading.Read<Resource>(Resource resource)) {
      return resource;
    }
    throw new IllegalArgumentException(document + "\n" + read);
  }
}
