package io.sealbus.verification.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.testkit.FakeFulcio.Identity;
import io.sealbus.testkit.TestImage;
import io.sealbus.testkit.TestSignature;
import io.sealbus.testkit.TestSigstore;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.Decision;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.evidence.AttachedEvidence;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.evidence.Evidence;
import io.sealbus.verification.language.PolicyLanguages;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.reference.ImageReference;
import io.sealbus.verification.reference.InvalidReferenceException;
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
import io.sealbus.verification.sigstore.TrustRoot;
import io.sealbus.verification.sigstore.evaluation.Profile;
import io.sealbus.verification.verdict.Verdict.Result;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Two keyless policies, each under a trust root of its own. */
final class AdmissionPoliciesTest {
  private static final Instant AT = Instant.parse("2026-03-04T05:06:07Z");
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  private static final Identity ME = new Identity("https://accounts.example.com", "me@example.com");
  private static final TestSigstore ONE = sigstore("one");
  private static final TestSigstore TWO = sigstore("two");
  private static final ResourceKey ROOT_TWO =
      new ResourceKey(ClusterImagePolicy.GROUP, TrustRoot.KIND, null, "two");

  private final TestImage image = TestImage.of("hello");
  private final Digest digest = Digest.parse(image.digest()).orElseThrow();

  private static TestSigstore sigstore(String seed) {
    return TestSigstore.of(seed, Instant.parse("2025-01-01T00:00:00Z"));
  }

  @Test
  void saysNothingWithoutPolicies() throws Exception {
    assertThat(AdmissionPolicies.NONE.isInForce()).isFalse();
    assertThat(judge(AdmissionPolicies.NONE, "r.example.com/one/app", none())).isEmpty();
  }

  @Test
  void allowsWhatThePolicysTrustRootProves() throws Exception {
    var policies = policies(Map.of());

    assertThat(decision(policies, "r.example.com/one/app", signedBy(ONE)))
        .isEqualTo(Decision.ALLOWED);
    assertThat(decision(policies, "r.example.com/one/app", signedBy(TWO)))
        .isEqualTo(Decision.DENIED);
  }

  /** The leaf's certificate, its signature and the timestamp's, by both readings together. */
  @Test
  void checksEachSignatureOnceInEachEvaluation() throws Exception {
    var policies = policies(Map.of());
    AttachedEvidence evidence = signedBy(ONE);
    judge(policies, "r.example.com/one/app", evidence);
    long before = policies.checksOfItsOwn();

    judge(policies, "r.example.com/one/app", evidence);

    assertThat(policies.checksOfItsOwn() - before).isEqualTo(3);
  }

  @Test
  void deniesWhatNoPolicyIsFor() throws Exception {
    Result result = judge(policies(Map.of()), "r.example.com/other", none()).orElseThrow();

    assertThat(result.reasons().getFirst().code()).isEqualTo(ReasonCode.NO_MATCHING_POLICY);
  }

  @Test
  void restsOnTheTrustRootsThatItsPoliciesReferTo() throws Exception {
    var before = policies(Map.of(ROOT_TWO, 1L));
    var after = policies(Map.of(ROOT_TWO, 2L));

    assertThat(governing(after, "r.example.com/one/app"))
        .isEqualTo(governing(before, "r.example.com/one/app"));
    assertThat(governing(after, "r.example.com/two/app"))
        .isNotEqualTo(governing(before, "r.example.com/two/app"));
  }

  @Test
  void notesThatNodesSeeNothing() throws Exception {
    Result result = judge(policies(Map.of()), "r.example.com/one/app", none()).orElseThrow();

    assertThat(result.notes())
        .extracting(io.sealbus.verification.Reason::code)
        .contains(ReasonCode.NODE_SEES_NO_SIGNATURE);
  }

  @Test
  void cannotFindOutWithoutEvidence() throws Exception {
    var unknown = new AttachedEvidence(Map.of());

    assertThat(decision(policies(Map.of()), "r.example.com/one/app", unknown))
        .isEqualTo(Decision.UNDECIDED);
  }

  private String governing(AdmissionPolicies policies, String name)
      throws InvalidReferenceException {
    return policies.governing(ImageReference.parse(name), digest);
  }

  private Decision decision(AdmissionPolicies policies, String name, AttachedEvidence evidence)
      throws InvalidReferenceException {
    return judge(policies, name, evidence).orElseThrow().decision();
  }

  private Optional<Result> judge(AdmissionPolicies policies, String name, AttachedEvidence evidence)
      throws InvalidReferenceException {
    return policies.judge(
        ImageReference.parse(name),
        new Manifest.Single(digest),
        asked -> new KnownEvidence(evidence, null),
        null,
        NOW);
  }

  private static AttachedEvidence none() {
    return AttachedEvidence.ofSignatures(new Evidence.Complete(List.of()));
  }

  private AttachedEvidence signedBy(TestSigstore sigstore) {
    TestSignature signature = sigstore.signer(ME, AT).sign("r.example.com/app:1.0", image);
    var layer =
        new Attachment(
            signature.payload().mediaType(),
            Digest.parse(signature.payload().digest()).orElseThrow(),
            Bytes.copyOf(signature.payload().bytes()),
            signature.annotations());
    return AttachedEvidence.ofSignatures(new Evidence.Complete(List.of(layer)));
  }

  private static AdmissionPolicies policies(Map<ResourceKey, Long> versions) {
    var admission =
        new Admission(
            Admission.Strictness.SOUND,
            Admission.DEFAULT_NAMESPACE,
            ControllerConfiguration.DEFAULT,
            PolicyLanguages::compile,
            RemoteTexts.NONE,
            (root, mirror, targets) -> Optional.empty());
    var policies = new ArrayList<ClusterImagePolicy>();
    var roots = new ArrayList<TrustRoot>();
    for (String name : List.of("one", "two")) {
      String root = (name.equals("one") ? ONE : TWO).trustRoot(name).toString();
      for (String document : List.of(policy(name), root)) {
        switch (admission.admit(resource(document))) {
          case Admission.Outcome.AdmittedPolicy admitted -> policies.add(admitted.policy());
          case Admission.Outcome.AdmittedTrustRoot admitted -> roots.add(admitted.trustRoot());
          case Admission.Outcome.Rejected rejected -> throw new AssertionError(rejected.text());
        }
      }
    }
    return AdmissionPolicies.compile(
        new SigstoreResources(policies, roots, List.of()),
        new HashMap<>(versions),
        Profile.AS_WRITTEN);
  }

  private static String policy(String name) {
    return """
    apiVersion: policy.sigstore.dev/v1beta1
    kind: ClusterImagePolicy
    metadata: {name: %1$s}
    spec:
      images: [{glob: r.example.com/%1$s/**}]
      authorities:
        - keyless:
            url: https://fulcio.example.com
            trustRootRef: %1$s
            insecureIgnoreSCT: true
            identities: [{issuer: "https://accounts.example.com", subject: me@example.com}]
          rfc3161timestamp: {trustRootRef: %1$s}
    """
        .formatted(name);
  }

  private static Resource resource(String document) {
    var read = Documents.read(document.getBytes(StandardCharsets.UTF_8), Limits.DEFAULT);
    if (read instanceof Reading.Read<List<Node>>(List<Node> documents)
        && Resource.of(documents.getFirst()) instanceof Reading.Read<Resource>(Resource resource)) {
      return resource;
    }
    throw new AssertionError(document);
  }
}
