package io.sealbus.verification.sigstore.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.verification.sigstore.evaluation.SigstoreCaseRunner.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the policy-controller itself answered, and what a correct one would. */
class SigstoreVectorsTest {
  private final SigstoreCaseRunner runner = new SigstoreCaseRunner();

  static List<SigstoreCase> cases() {
    return SigstoreCase.readAll(SigstoreCaseRunner.VECTORS.resolve("verify-sigstore"));
  }

  static List<SigstoreCase> defects() {
    return SigstoreCase.readAll(SigstoreCaseRunner.VECTORS.resolve("reference-defects"));
  }

  @Test
  void thereAreCases() {
    assertThat(cases()).hasSizeGreaterThanOrEqualTo(149);
    assertThat(defects()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void answersAsTheControllerDoes(SigstoreCase given) {
    Answer answer = runner.run(given, Profile.REFERENCE);
    assertThat(answer.expect()).as(answer.messages()).isEqualTo(given.text("expect"));
    assertThat(answer.messages()).contains(given.text("errorContains"));
    if (!answer.expect().equals("allowed")) {
      assertThat(answer.errorClass()).as(answer.messages()).isEqualTo(given.text("errorClass"));
    }
  }

  @ParameterizedTest
  @MethodSource("defects")
  void neverLetsInWhatNobodySigned(SigstoreCase given) {
    for (Profile profile : Profile.values()) {
      Answer answer = runner.run(given, profile);
      assertThat(answer.expect()).isEqualTo(given.text("expect"));
      assertThat(answer.errorClass()).isEqualTo(given.text("errorClass"));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void answersAsWrittenWhereTheControllerIsNotKnownToBeWrong(SigstoreCase given) {
    if (!given.isReferenceDefect()) {
      Answer answer = runner.run(given, Profile.AS_WRITTEN);
      assertThat(answer.expect()).as(answer.messages()).isEqualTo(given.text("expect"));
    }
  }
}
