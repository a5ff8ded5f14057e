package io.sealbus.verification.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sealbus.testkit.EvaluationCase;
import io.sealbus.verification.crypto.SignatureProvider;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of {@code vectors/verify-containers} that needs no faulty registry. */
class NodeParityTest {
  static List<EvaluationCase> cases() {
    return CaseRunner.cases().stream().filter(given -> given.faults().isEmpty()).toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void answersAsANodeDoesWithTheJdk(EvaluationCase given) throws Exception {
    assertAnswer(given, SignatureProvider.jdk());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void answersAsANodeDoesWithTheAcceleratedProvider(EvaluationCase given) throws Exception {
    assumeTrue(SignatureProvider.accelerated().isPresent(), "it does not load here");
    assertAnswer(given, SignatureProvider.accelerated().orElseThrow());
  }

  private static void assertAnswer(EvaluationCase given, SignatureProvider provider)
      throws Exception {
    // When
    CaseRunner.Answer answer = new CaseRunner(provider).run(given);

    // Then
    String errorClass = given.errorClass() == null ? "" : given.errorClass();
    assertThat(answer)
        .as(given.description())
        .isEqualTo(new CaseRunner.Answer(given.accepted(), errorClass, given.reasons()));
  }
}
