package io.sealbus.verification.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.testkit.BundleCase;
import io.sealbus.verification.Proof;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bundles of the Sigstore conformance suite. */
class BundleConformanceTest {
  static List<BundleCase> cases() {
    return Vectors.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithTheSuite(BundleCase given) {
    Proof<VerifiedBundle> proof = Vectors.verify(given);

    assertThat(proof instanceof Proof.Proven).as("%s", proof).isEqualTo(given.passes());
  }

  @Test
  void findsEveryCase() {
    assertThat(cases()).hasSize(70);
  }
}
