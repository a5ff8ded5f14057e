package io.sealbus.verification.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.testkit.FakeRekor;
import io.sealbus.testkit.TestImage;
import io.sealbus.testkit.TestKey;
import io.sealbus.testkit.TestSignature;
import io.sealbus.testkit.TestSigner;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.Decision;
import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.evidence.Evidence;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.reference.ImageReference;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvaluationTest {
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  private static final String IMAGE = "registry.example.com/app/web:1.0";

  private final TestKey key = TestKey.of(TestKey.Kind.P256, "release");
  private final TestImage image = TestImage.of("hello");

  @Test
  void acceptsAGoodSignatureAndNamesIt() throws Exception {
    // Given
    Attachment signature = attachment(TestSigner.with(key).sign(IMAGE, image));

    // When
    Evaluation evaluation = evaluate(List.of(signed(key)), complete(signature));

    // Then
    assertThat(evaluation.decision()).isEqualTo(Decision.ALLOWED);
    assertThat(evaluation.reason().code()).isEqualTo(ReasonCode.SIGNATURE_ACCEPTED);
    assertThat(evaluation.reason().signature()).isEqualTo(signature.digest());
    assertThat(evaluation.validUntil()).isNull();
  }

  @Test
  void acceptsWithoutASignatureOnlyWhereThePolicySaysSo() throws Exception {
    // When
    Evaluation evaluation =
        evaluate(List.of(new Requirement.InsecureAcceptAnything()), unavailable());

    // Then
    assertThat(evaluation.decision()).isEqualTo(Decision.ALLOWED);
    assertThat(evaluation.reason().code()).isEqualTo(ReasonCode.ACCEPTED_WITHOUT_SIGNATURE_CHECK);
  }

  @Test
  void isUndecidedWhereTheEvidenceIsNotAtHand() throws Exception {
    // When
    Evaluation evaluation = evaluate(List.of(signed(key)), unavailable());

    // Then
    assertThat(evaluation.decision()).isEqualTo(Decision.UNDECIDED);
    assertThat(evaluation.reason().code()).isEqualTo(ReasonCode.EVIDENCE_PENDING);
  }

  @Test
  void isUndecidedEvenWhereTheMissingEvidenceBearsAReasonOfDenial() throws Exception {
    // Given
    var evidence = new Evidence.Unavailable(Reason.of(ReasonCode.SIGNATURE_ACCEPTED, "a lie"));

    // When
    Evaluation evaluation = evaluate(List.of(signed(key), new Requirement.SignedBy()), evidence);

    // Then
    assertThat(evaluation.requirements())
        .extracting(RequirementOutcome::decision)
        .containsOnly(Decision.UNDECIDED);
  }

  @Test
  void explainsEveryRequirementButAnswersWithTheFirstThatFails() throws Exception {
    // Given
    List<Requirement> requirements =
        List.of(
            new Requirement.InsecureAcceptAnything(),
            new Requirement.SignedBaseLayer(),
            new Requirement.Reject());

    // When
    Evaluation evaluation = evaluate(requirements, complete());

    // Then
    assertThat(evaluation.requirements()).hasSize(3);
    assertThat(evaluation.decision()).isEqualTo(Decision.DENIED);
    assertThat(evaluation.reason().code()).isEqualTo(ReasonCode.UNSUPPORTED);
  }

  @Test
  void neverPassesARequirementOfGpgSignatures() throws Exception {
    // Given
    Attachment signature = attachment(TestSigner.with(key).sign(IMAGE, image));

    // When
    Evaluation evaluation = evaluate(List.of(new Requirement.SignedBy()), complete(signature));

    // Then
    assertThat(evaluation.reason().code()).isEqualTo(ReasonCode.NO_SIGNATURE);
  }

  @Test
  void deniesAManifestThatIsNotTheOneThatTheReferenceNames() throws Exception {
    // Given
    Attachment signature = attachment(TestSigner.with(key).sign(IMAGE, image));
    String other = "registry.example.com/app/web@sha256:" + "34".repeat(32);

    // When
    Evaluation evaluation =
        evaluate(
            List.of(signed(key)), complete(signature), ImageReference.parseImage(other), false);

    // Then
    assertThat(evaluation.reason().code()).isEqualTo(ReasonCode.IMAGE_DIGEST_MISMATCH);
  }

  @Test
  void takesTheDigestOfAReferenceForTheIndexWhereAnInstanceIsEvaluated() throws Exception {
    // Given
    Attachment signature = attachment(TestSigner.with(key).sign(IMAGE, image));
    String index = "registry.example.com/app/web@sha256:" + "34".repeat(32);

    // When
    Evaluation evaluation =
        evaluate(List.of(signed(key)), complete(signature), ImageReference.parseImage(index), true);

    // Then
    assertThat(evaluation.decision()).isEqualTo(Decision.ALLOWED);
  }

  @Test
  void passesOverAttachmentsOfOtherTypes() throws Exception {
    // Given
    Attachment signature = attachment(TestSigner.with(key).sign(IMAGE, image));
    var other = new Attachment("text/plain", signature.digest(), null, signature.annotations());

    // When
    Evaluation evaluation = evaluate(List.of(signed(key)), complete(other));

    // Then
    assertThat(evaluation.reason().code()).isEqualTo(ReasonCode.NO_SIGNATURE);
  }

  @Test
  void findsTheKeyThatTheLogEntryIsAboutAmongSeveral() throws Exception {
    // Given
    var rekor = FakeRekor.create();
    TestKey second = TestKey.generate(TestKey.Kind.RSA_2048);
    Attachment signature =
        attachment(TestSigner.with(second).loggedBy(rekor, NOW).sign(IMAGE, image));

    // When
    Evaluation evaluation =
        evaluate(
            List.of(
                signed(
                    List.of(material(key.publicKeyPem()), material(second.publicKeyPem())),
                    List.of(material(rekor.publicKeyPem())))),
            complete(signature));

    // Then
    assertThat(evaluation.decision()).isEqualTo(Decision.ALLOWED);
  }

  @Test
  void readsMaterialThroughItsSourceAtCompileTime() throws Exception {
    // Given
    var policy =
        new PolicyJson(
            List.of(signed(List.of(new Material.Path("/keys/a.pub")), List.of())), Map.of());
    Attachment signature = attachment(TestSigner.with(key).sign(IMAGE, image));
    MaterialSource files = path -> new MaterialSource.Content.Found(Bytes.utf8(key.publicKeyPem()));

    // When
    Evaluation with =
        CompiledPolicy.compile(policy, files)
            .evaluate(ImageReference.parseImage(IMAGE), digest(), false, complete(signature), NOW);
    Evaluation without =
        CompiledPolicy.compile(policy, MaterialSource.none())
            .evaluate(ImageReference.parseImage(IMAGE), digest(), false, complete(signature), NOW);

    // Then
    assertThat(with.decision()).isEqualTo(Decision.ALLOWED);
    assertThat(without.reason().code()).isEqualTo(ReasonCode.TRUST_ROOT_INVALID);
  }

  @Test
  void namesTheScopeThatGoverns() throws Exception {
    // Given
    List<Requirement> reject = List.of(new Requirement.Reject());
    var policy =
        CompiledPolicy.compile(
            new PolicyJson(
                reject,
                Map.of("docker", Map.of("registry.example.com", reject, "*.example.com", reject))),
            MaterialSource.none());
    var withDefault =
        CompiledPolicy.compile(
            new PolicyJson(reject, Map.of("docker", Map.of("", reject))), MaterialSource.none());
    ImageReference web = ImageReference.parseImage(IMAGE);

    // When / Then
    assertThat(policy.governing(web).scope()).isEqualTo("registry.example.com");
    assertThat(policy.governing(ImageReference.parseImage("a.example.com:80/x")).scope())
        .isEqualTo("*.example.com");
    assertThat(policy.governing(ImageReference.parseImage("nginx")).scope())
        .isEqualTo(Governing.GLOBAL_DEFAULT);
    assertThat(withDefault.governing(web).scope()).isEqualTo(Governing.TRANSPORT_DEFAULT);
  }

  private Digest digest() {
    return new Digest(image.digest());
  }

  private Evaluation evaluate(List<Requirement> requirements, Evidence evidence) throws Exception {
    return evaluate(requirements, evidence, ImageReference.parseImage(IMAGE), false);
  }

  private Evaluation evaluate(
      List<Requirement> requirements, Evidence evidence, ImageReference of, boolean instance) {
    return CompiledPolicy.compile(new PolicyJson(requirements, Map.of()), MaterialSource.none())
        .evaluate(of, digest(), instance, evidence, NOW);
  }

  private static Requirement signed(TestKey key) {
    return signed(List.of(material(key.publicKeyPem())), List.of());
  }

  private static Requirement signed(List<Material> keys, List<Material> rekorKeys) {
    return new Requirement.SigstoreSigned(
        new RootOfTrust.PublicKeys(keys, rekorKeys), new SignedIdentity.MatchRepository());
  }

  private static Material material(String pem) {
    return new Material.Inline(Bytes.utf8(pem));
  }

  private static Evidence unavailable() {
    return new Evidence.Unavailable(Reason.of(ReasonCode.EVIDENCE_PENDING, "not yet"));
  }

  private static Evidence complete(Attachment... attachments) {
    return new Evidence.Complete(List.of(attachments));
  }

  private static Attachment attachment(TestSignature signature) {
    return new Attachment(
        UntrustedSignature.MEDIA_TYPE,
        new Digest(signature.payload().digest()),
        Bytes.copyOf(signature.payload().bytes()),
        signature.annotations());
  }
}
