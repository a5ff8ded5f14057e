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
import io.sealbus.verification.facts.Facts;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.reference.ImageReference;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Answers by certificates of one's own PKI say how long they hold. */
class PkiTimeTest {
  private static final Instant END = Instant.parse("2040-01-01T00:00:00Z");
  private static final TestImage IMAGE = TestImage.of("hello");

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

  /** One of the intermediates has nothing to do with the path, and does not last as long. */
  @Test
  void anAcceptanceIsRememberedForNoOtherTimeThanItsOwn() throws Exception {
    // Given
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    Instant leafEnds = Instant.parse("2030-01-01T00:00:00Z");
    Instant otherEnds = Instant.parse("2028-01-01T00:00:00Z");
    String root = pem(CertificateFactory.authority("root").valid(start, END).der());
    String other =
        pem(CertificateFactory.authority("other").issuedBy("root").valid(start, otherEnds).der());
    TestSignature signature = signatureOfLeaf("root", start, leafEnds);
    for (boolean inPolicy : new boolean[] {true, false}) {
      var trust =
          new RootOfTrust.Pki(
              material(root), inPolicy ? material(other) : null, "a@example.com", null);
      TestSignature given =
          inPolicy ? signature : signature.annotation(TestSignature.CHAIN, other + root);
      var facts = Facts.ofAtMost(1000);
      CompiledPolicy without = compile(trust, SignatureProvider.fastest());
      CompiledPolicy with = compile(trust, SignatureProvider.fastest().remembering(facts));

      // When, Then
      requireSame(with, without, given, List.of(CaseRunner.NOW, start, otherEnds, leafEnds, END));
      assertThat(evaluate(with, given, CaseRunner.NOW).validUntil()).isEqualTo(leafEnds);
    }
  }

  /** One of two that lead to the signer ends first, so that the path is another from then on. */
  @Test
  void aPathThatIsRememberedIsNoneOfAnotherTime() throws Exception {
    // Given
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    Instant firstEnds = Instant.parse("2028-01-01T00:00:00Z");
    Instant leafEnds = Instant.parse("2030-01-01T00:00:00Z");
    String root = authority("root", "root", start, END);
    String shortRoot = authority("root", "root", start, firstEnds);
    String ca = authority("ca", "root", start, END);
    String shortCa = authority("ca", "root", start, firstEnds);
    TestSignature signature = signatureOfLeaf("ca", start, leafEnds);
    Map<RootOfTrust, TestSignature> all =
        Map.of(
            pki(root, shortCa + ca), signature,
            pki(root, null), signature.annotation(TestSignature.CHAIN, shortCa + ca + root),
            pki(shortRoot + root, ca), signature);
    for (RootOfTrust trust : all.keySet()) {
      var remembering = SignatureProvider.fastest().remembering(Facts.ofAtMost(1000));
      CompiledPolicy without = compile(trust, SignatureProvider.fastest());
      CompiledPolicy with = compile(trust, remembering);

      // When, Then
      requireSame(with, without, all.get(trust), List.of(leafEnds, firstEnds, CaseRunner.NOW));
      assertThat(evaluate(with, all.get(trust), CaseRunner.NOW).validUntil()).isEqualTo(firstEnds);
    }
  }

  /** With the certificate that {@code issuer} gave its signer. */
  private static TestSignature signatureOfLeaf(String issuer, Instant from, Instant to) {
    String leaf =
        pem(
            CertificateFactory.of("leaf")
                .issuedBy(issuer)
                .valid(from, to)
                .names(1, "a@example.com")
                .der());
    return TestSigner.with(TestKey.of(TestKey.Kind.P256, "leaf"))
        .sign("registry.example.com/a:1", IMAGE)
        .annotation(TestSignature.CERTIFICATE, leaf);
  }

  private static String authority(String subject, String issuer, Instant from, Instant to) {
    return pem(CertificateFactory.authority(subject).issuedBy(issuer).valid(from, to).der());
  }

  private static RootOfTrust pki(String roots, @Nullable String intermediates) {
    return new RootOfTrust.Pki(
        material(roots),
        intermediates == null ? null : material(intermediates),
        "a@example.com",
        null);
  }

  /** A moment before each of {@code times}, at it and a moment later; twice, in this order. */
  private static void requireSame(
      CompiledPolicy with, CompiledPolicy without, TestSignature signature, List<Instant> times)
      throws Exception {
    for (int again = 0; again < 2; again++) {
      for (Instant time : times) {
        for (Instant now : List.of(time.minusNanos(1), time, time.plusNanos(1))) {
          assertThat(evaluate(with, signature, now)).isEqualTo(evaluate(without, signature, now));
        }
      }
    }
  }

  private static CompiledPolicy compile(RootOfTrust trust, SignatureProvider provider) {
    var requirement = new Requirement.SigstoreSigned(trust, new SignedIdentity.MatchRepository());
    var policy = new PolicyJson(List.of(requirement), Map.of());
    return CompiledPolicy.compile(policy, MaterialSource.none(), provider);
  }

  private static Evaluation evaluate(CompiledPolicy policy, TestSignature signature, Instant now)
      throws Exception {
    return policy.evaluate(
        ImageReference.parseImage("registry.example.com/a:1"),
        new Digest(IMAGE.digest()),
        false,
        new Evidence.Complete(List.of(attachment(signature))),
        now);
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
