package io.sealbus.verification.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.testkit.EvaluationCase;
import io.sealbus.verification.Decision;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.reference.ImageReference;
import java.time.Instant;
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
