package io.sealbus.verification.sigstore.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sealbus.testkit.FakeFulcio.Identity;
import io.sealbus.testkit.TestSignature;
import io.sealbus.testkit.TestSigstore;
import io.sealbus.testkit.TestStatement;
import io.sealbus.verification.Decision;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.facts.Facts;
import io.sealbus.verification.timestamp.TimelessToken;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** What a conclusion does not reach to. */
class ConclusionTest {
  private static final Instant AFTERWARDS = Scene.NOW.plus(Duration.ofDays(365 * 50));
  private static final String GEN_TIME = "20250601120000Z";
  private static final TestSigstore SIGSTORE =
      TestSigstore.of("acme", Instant.parse("2025-01-01T00:00:00Z"));
  private static final TestSigstore.Signer SIGNER =
      SIGSTORE.signer(new Identity("https://idp.example.com", "me@example.com"), Scene.SIGNED);
  private static final String AUTHORITY =
      "keyless: {url: 'https://fulcio.example.com', trustRootRef: keys, insecureIgnoreSCT: true,"
          + " identities: [{issuer: 'https://idp.example.com', subject: me@example.com}]},"
          + " rfc3161timestamp: {trustRootRef: keys}";

  private final Facts facts = Facts.ofAtMost(1000);
  private final SignatureProvider remembering = SignatureProvider.fastest().remembering(facts);

  private static byte[] token(byte[] signature) throws Exception {
    return TimelessToken.of(SIGSTORE.timestamps().chain().getFirst(), signature, GEN_TIME);
  }

  /** It holds by the clock alone, and so not beyond the moment. */
  private void requireNothingConcluded(Scene scene) {
    // Given
    SigstoreEvaluation now = scene.evaluate(Profile.AS_WRITTEN);
    assertThat(now.decision()).as(now.toString()).isEqualTo(Decision.ALLOWED);
    assertThat(now.validUntil()).isBefore(AFTERWARDS);
    CompiledSigstorePolicies policies = scene.compile(Profile.AS_WRITTEN, remembering);

    // When
    for (Instant time : new Instant[] {Scene.NOW, AFTERWARDS, Scene.NOW, AFTERWARDS}) {
      SigstoreEvaluation evaluation = policies.evaluate(Scene.NAME, scene.evidence(), null, time);

      // Then
      assertThat(evaluation).isEqualTo(scene.evaluate(Profile.AS_WRITTEN, time));
    }
    assertThat(scene.evaluate(Profile.AS_WRITTEN, AFTERWARDS).decision())
        .isEqualTo(Decision.DENIED);
  }

  @Test
  void holdsByTheClockBesideAnImage() throws Exception {
    TestSignature signature =
        SIGNER.signWithoutTimestamp("registry.example.com/acme/app:1.0", Scene.IMAGE);
    String base64 = Base64.getEncoder().encodeToString(token(signature.signature()));
    requireNothingConcluded(
        new Scene()
            .trusting(SIGSTORE)
            .authorities("{" + AUTHORITY + "}")
            .signatures(
                signature.annotation(
                    "dev.sigstore.cosign/rfc3161timestamp",
                    "{\"SignedRFC3161Timestamp\":\"" + base64 + "\"}")));
  }

  @Test
  void chainThatCannotBeReadIsNoneThatCould() {
    // Given
    TestSignature signature = SIGNER.sign("registry.example.com/acme/app:1.0", Scene.IMAGE);
    String root = SIGSTORE.fulcio().chain().getLast().pem();
    Scene scene =
        new Scene()
            .trusting(SIGSTORE)
            .authorities("{" + AUTHORITY + "}")
            .signatures(signature.annotation(TestSignature.CHAIN, root));
    CompiledSigstorePolicies policies = scene.compile(Profile.AS_WRITTEN, remembering);
    assertThat(policies.evaluate(Scene.NAME, scene.evidence(), null, Scene.NOW).decision())
        .isEqualTo(Decision.ALLOWED);

    // When
    scene.signatures(signature.annotation(TestSignature.CHAIN, "x" + root));
    SigstoreEvaluation changed = policies.evaluate(Scene.NAME, scene.evidence(), null, Scene.NOW);

    // Then
    assertThat(changed.decision()).isEqualTo(Decision.DENIED);
    assertThat(changed).isEqualTo(scene.evaluate(Profile.AS_WRITTEN));
  }

  @Test
  void holdsByTheClockInABundle() throws Exception {
    var statement =
        TestStatement.of(
            TestStatement.COSIGN_SIGN, JsonNodeFactory.instance.objectNode(), Scene.IMAGE);
    ObjectNode bundle = SIGNER.bundle(statement);
    byte[] signature =
        Base64.getDecoder().decode(bundle.at("/dsseEnvelope/signatures/0/sig").asText());
    ((ObjectNode) bundle.at("/verificationMaterial/timestampVerificationData/rfc3161Timestamps/0"))
        .put("signedTimestamp", Base64.getEncoder().encodeToString(token(signature)));
    requireNothingConcluded(
        new Scene()
            .trusting(SIGSTORE)
            .authorities("{" + AUTHORITY + ", signatureFormat: bundle}")
            .referrers(Scene.bundle(bundle.toString())));
  }
}
