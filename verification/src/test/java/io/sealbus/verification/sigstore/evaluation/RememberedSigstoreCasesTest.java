package io.sealbus.verification.sigstore.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.facts.Facts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is remembered changes no answer, down to every reason and note of it. */
class RememberedSigstoreCasesTest {
  private static final SignatureProvider PROVIDER = SignatureProvider.fastest();

  @ParameterizedTest
  @EnumSource
  void answersTheSameWithFactsAsWithout(Profile profile) {
    // Given
    var runner = new SigstoreCaseRunner();
    var facts = Facts.ofAtMost(10_000);
    var restored = Facts.ofAtMost(10_000);
    for (SigstoreCase given : SigstoreVectorsTest.cases()) {
      SigstoreCaseRunner.Answer without = runner.run(given, profile);

      // When
      var cold = runner.run(given, profile, PROVIDER.remembering(facts));
      long misses = facts.misses();
      var warm = runner.run(given, profile, PROVIDER.remembering(facts));
      restored.restore(facts.learnt());
      var later = runner.run(given, profile, PROVIDER.remembering(restored));

      // Then
      assertThat(cold).isEqualTo(without);
      assertThat(warm).isEqualTo(without);
      assertThat(later).isEqualTo(without);
      assertThat(facts.misses()).as(given.name()).isEqualTo(misses);
    }
    assertThat(restored.misses()).isZero();
    assertThat(restored.hits()).isPositive();
  }
}
