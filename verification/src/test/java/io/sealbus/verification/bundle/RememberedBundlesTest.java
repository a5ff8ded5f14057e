package io.sealbus.verification.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.testkit.BundleCase;
import io.sealbus.verification.Proof;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.facts.Facts;
import org.junit.jupiter.api.Test;

/** What is remembered changes no answer about a bundle. */
class RememberedBundlesTest {
  @Test
  void answersTheSameWithFactsAsWithout() {
    // Given
    var facts = Facts.ofAtMost(10_000);
    SignatureProvider remembering = Vectors.PROVIDER.remembering(facts);
    for (BundleCase given : Vectors.all()) {
      String without = answer(Vectors.verify(given));

      // When
      String cold = answer(Vectors.verify(given, remembering));
      long misses = facts.misses();
      String warm = answer(Vectors.verify(given, remembering));

      // Then
      assertThat(cold).isEqualTo(without);
      assertThat(warm).isEqualTo(without);
      assertThat(facts.misses()).isEqualTo(misses);
    }
    assertThat(facts.hits()).isPositive();
  }

  private static String answer(Proof<VerifiedBundle> proof) {
    return switch (proof) {
      case Proof.Proven<VerifiedBundle>(VerifiedBundle bundle) ->
          bundle.identity() + " " + bundle.times() + " " + bundle.logs();
      case Proof.Refused<VerifiedBundle> refused -> refused.toString();
    };
  }
}
