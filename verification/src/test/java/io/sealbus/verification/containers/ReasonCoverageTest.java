package io.sealbus.verification.containers;

import static io.sealbus.verification.ReasonCode.ACCEPTED_WITHOUT_SIGNATURE_CHECK;
import static io.sealbus.verification.ReasonCode.EVIDENCE_PENDING;
import static io.sealbus.verification.ReasonCode.EVIDENCE_TOO_LARGE;
import static io.sealbus.verification.ReasonCode.PLATFORM_NOT_FOUND;
import static io.sealbus.verification.ReasonCode.SIGNATURE_ACCEPTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.testkit.EvaluationCase;
import io.sealbus.verification.ReasonCode;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReasonCoverageTest {
  /** The reference has no name for these; unit tests and the services' tests have. */
  private static final Set<ReasonCode> WITHOUT_VECTOR =
      EnumSet.of(
          SIGNATURE_ACCEPTED,
          ACCEPTED_WITHOUT_SIGNATURE_CHECK,
          EVIDENCE_PENDING,
          EVIDENCE_TOO_LARGE,
          PLATFORM_NOT_FOUND);

  @Test
  void everyOtherReasonCodeHasAVector() {
    // Given
    Set<ReasonCode> expected = EnumSet.complementOf(EnumSet.copyOf(WITHOUT_VECTOR));

    // When
    Set<ReasonCode> found = EnumSet.noneOf(ReasonCode.class);
    for (EvaluationCase given : CaseRunner.cases()) {
      String word = given.errorClass();
      if (word != null) {
        found.add(ReasonCode.valueOf(word.replace('-', '_').toUpperCase(Locale.ROOT)));
      }
    }

    // Then
    assertThat(found).containsAll(expected);
  }
}
