package io.sealbus.verification.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.testkit.EvaluationCase;
import io.sealbus.testkit.TestImage;
import io.sealbus.testkit.TestKey;
import io.sealbus.testkit.TestSignature;
import io.sealbus.testkit.TestSigner;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.Decision;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.crypto.CertificateFactory;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.evidence.Evidence;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.reference.ImageReference;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Answers by certificates of one's own PKI say how long they hold. */
class PkiTimeTest {
  @Test
  void anAcceptanceHoldsUntilTheFirstCertificateOfThePathExpires() throws Exception {
    // Given
    CaseRunner.Inputs inputs = inputs("pki-email-cosign2");
    Evaluation now = evaluate(inputs, CaseRunner.NOW);
    Instant until = now.validUntil();

    // When
    Evaluation atTheEnd = evaluate(inputs, until);
    Evaluation afterwards = evaluate(inputs, until.plusNanos(1));

    // Then
    assertThat(now.decision()).isEqualTo(Decision.ALLOWED);
    assertThat(atTheEnd.decision()).isEqualTo(Decision.ALLOWED);
    assertThat(afterwards.reason().code()).isEqualTo(ReasonCode.CERT_INVALID);
    assertThat(afterwards.validUntil()).isNull();
  }

  @Test
  void anAcceptanceHoldsNoLongerThanItsRoot() throws Exception {
    // Given
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    Instant rootEnds = Instant.parse("2026-08-01T00:00:00Z");
    String root = pem(CertificateFactory.authority("root").valid(start, rootEnds).der());
    String leaf =
        pem(CertificateFactory.of("leaf").issuedBy("root").names(1, "a@example.com").der());
    TestImage image = TestImage.of("hello");
    TestSignature signature =
        TestSigner.with(TestKey.of(TestKey.Kind.P256, "leaf"))
            .sign("registry.example.com/a:1", image)
            .annotation(TestSignature.CERTIFICATE, leaf);
    var trust = new RootOfTrust.Pki(material(root), null, "a@example.com", null);
    var requirement = new Requirement.SigstoreSigned(trust, new SignedIdentity.MatchRepository());
    var policy = new PolicyJson(List.of(requirement), Map.of());

    // When
    Evaluation evaluation =
        CompiledPolicy.compile(policy, MaterialSource.none())
            .evaluate(
                ImageReference.parseImage("registry.example.com/a:1"),
                new Digest(image.digest()),
                false,
                new Evidence.Complete(List.of(attachment(signature))),
                CaseRunner.NOW);

    // Then
    assertThat(evaluation.decision()).isEqualTo(Decision.ALLOWED);
    assertThat(evaluation.validUntil()).isEqualTo(rootEnds);
  }

  private static Material material(String pem) {
    return new Material.Inline(Bytes.utf8(pem));
  }

  private static String pem(byte[] der) {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getEncoder().encodeToString(der)
        + "\n-----END CERTIFICATE-----\n";
  }

  private static Attachment attachment(TestSignature signature) {
    return new Attachment(
        UntrustedSignature.MEDIA_TYPE,
        new Digest(signature.payload().digest()),
        Bytes.copyOf(signature.payload().bytes()),
        signature.annotations());
  }

  @Test
  void aDenialHoldsUntilACertificateBeginsToBeValid() throws Exception {
    // Given
    CaseRunner.Inputs inputs = inputs("pki-not-yet-valid");
    Evaluation now = evaluate(inputs, CaseRunner.NOW);
    Instant until = now.validUntil();

    // When
    Evaluation atTheEnd = evaluate(inputs, until);
    Evaluation afterwards = evaluate(inputs, until.plusNanos(1));

    // Then
    assertThat(atTheEnd.reason().code()).isEqualTo(ReasonCode.CERT_INVALID);
    assertThat(afterwards.decision()).isEqualTo(Decision.ALLOWED);
  }

  @Test
  void timePlaysNoPartWhereALogPromisedIt() throws Exception {
    // Given
    CaseRunner.Inputs inputs = inputs("fulcio-cosign2-keyless");

    // When
    Evaluation later = evaluate(inputs, Instant.parse("2090-01-01T00:00:00Z"));

    // Then
    assertThat(later.decision()).isEqualTo(Decision.ALLOWED);
    assertThat(later.validUntil()).isNull();
  }

  private static Evaluation evaluate(CaseRunner.Inputs inputs, Instant now) {
    return inputs
        .policy()
        .evaluate(inputs.image(), inputs.found().digest(), false, inputs.evidence(), now);
  }

  private static CaseRunner.Inputs inputs(String name) throws Exception {
    EvaluationCase given =
        EvaluationCase.read(
            CaseRunner.VECTORS.resolve("verify-containers").resolve(name + ".yaml"));
    var policy = (PolicyJsonReader.Result.Accepted) PolicyJsonReader.read(given.policy("/f"));
    return new CaseRunner(SignatureProvider.jdk())
        .inputs(given, policy.policy(), ImageReference.parseImage(given.image()))
        .orElseThrow();
  }
}
