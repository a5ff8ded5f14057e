package io.sealbus.verification.containers;

import static io.sealbus.verification.ReasonCode.ATTACHMENT_INVALID;
import static io.sealbus.verification.ReasonCode.CERT_INVALID;
import static io.sealbus.verification.ReasonCode.CERT_MISSING;
import static io.sealbus.verification.ReasonCode.DIGEST_MISMATCH;
import static io.sealbus.verification.ReasonCode.IDENTITY_MISMATCH;
import static io.sealbus.verification.ReasonCode.IMAGE_DIGEST_MISMATCH;
import static io.sealbus.verification.ReasonCode.IMAGE_NOT_FOUND;
import static io.sealbus.verification.ReasonCode.ISSUER_MISMATCH;
import static io.sealbus.verification.ReasonCode.KEY_MISMATCH;
import static io.sealbus.verification.ReasonCode.MALFORMED;
import static io.sealbus.verification.ReasonCode.NONE_ACCEPTED;
import static io.sealbus.verification.ReasonCode.NO_SIGNATURE;
import static io.sealbus.verification.ReasonCode.POLICY_INVALID;
import static io.sealbus.verification.ReasonCode.REFERENCE_INVALID;
import static io.sealbus.verification.ReasonCode.REGISTRY_ERROR;
import static io.sealbus.verification.ReasonCode.REJECTED_BY_POLICY;
import static io.sealbus.verification.ReasonCode.REKOR_INVALID;
import static io.sealbus.verification.ReasonCode.REKOR_MISMATCH;
import static io.sealbus.verification.ReasonCode.REKOR_MISSING;
import static io.sealbus.verification.ReasonCode.SUBJECT_MISMATCH;
import static io.sealbus.verification.ReasonCode.TRUST_ROOT_INVALID;
import static io.sealbus.verification.ReasonCode.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.testkit.EvaluationCase;
import io.sealbus.verification.ReasonCode;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReasonCoverageTest {
  /** All that an evaluation can answer and the reference has a word for. */
  private static final Set<ReasonCode> OF_AN_EVALUATION =
      EnumSet.of(
          NO_SIGNATURE,
          REJECTED_BY_POLICY,
          MALFORMED,
          KEY_MISMATCH,
          DIGEST_MISMATCH,
          IMAGE_DIGEST_MISMATCH,
          IDENTITY_MISMATCH,
          REKOR_MISSING,
          REKOR_INVALID,
          REKOR_MISMATCH,
          CERT_MISSING,
          CERT_INVALID,
          ISSUER_MISMATCH,
          SUBJECT_MISMATCH,
          NONE_ACCEPTED,
          TRUST_ROOT_INVALID,
          UNSUPPORTED,
          POLICY_INVALID,
          REFERENCE_INVALID,
          IMAGE_NOT_FOUND,
          REGISTRY_ERROR,
          ATTACHMENT_INVALID);

  @Test
  void everyReasonCodeOfAnEvaluationHasAVector() {
    // When
    Set<ReasonCode> found = EnumSet.noneOf(ReasonCode.class);
    for (EvaluationCase given : CaseRunner.cases()) {
      String word = given.errorClass();
      if (word != null) {
        found.add(ReasonCode.valueOf(word.replace('-', '_').toUpperCase(Locale.ROOT)));
      }
    }

    // Then
    assertThat(found).containsExactlyInAnyOrderElementsOf(OF_AN_EVALUATION);
  }
}
