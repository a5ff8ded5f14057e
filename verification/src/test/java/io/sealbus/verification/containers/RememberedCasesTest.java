package io.sealbus.verification.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.testkit.EvaluationCase;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.facts.Facts;
import io.sealbus.verification.reference.ImageReference;
import io.sealbus.verification.reference.InvalidReferenceException;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is remembered changes no answer, down to every reason of it. */
class RememberedCasesTest {
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void answersTheSameWithFactsAsWithout(boolean accelerated) throws Exception {
    // Given
    SignatureProvider provider =
        accelerated ? SignatureProvider.fastest() : SignatureProvider.jdk();
    var facts = Facts.ofAtMost(10_000);
    var restored = Facts.ofAtMost(10_000);
    for (EvaluationCase given : CaseRunner.cases()) {
      Optional<Evaluation> without = evaluate(given, provider);

      // When
      Optional<Evaluation> cold = evaluate(given, provider.remembering(facts));
      long misses = facts.misses();
      Optional<Evaluation> warm = evaluate(given, provider.remembering(facts));
      restored.restore(facts.learnt());
      Optional<Evaluation> later = evaluate(given, provider.remembering(restored));

      // Then
      assertThat(cold).as(given.name()).isEqualTo(without);
      assertThat(warm).as(given.name()).isEqualTo(without);
      assertThat(later).as(given.name()).isEqualTo(without);
      assertThat(facts.misses()).as(given.name()).isEqualTo(misses);
    }
    assertThat(restored.misses()).isZero();
    assertThat(restored.hits()).isPositive();
  }

  private static Optional<Evaluation> evaluate(EvaluationCase given, SignatureProvider provider)
      throws Exception {
    if (!(PolicyJsonReader.read(given.policy("/files"))
        instanceof PolicyJsonReader.Result.Accepted(PolicyJson policy))) {
      return Optional.empty();
    }
    try {
      ImageReference image = ImageReference.parseImage(given.image());
      return new CaseRunner(provider)
          .inputs(given, policy, image)
          .map(inputs -> inputs.evaluate(inputs.evidence()));
    } catch (InvalidReferenceException e) {
      return Optional.empty();
    }
  }
}
