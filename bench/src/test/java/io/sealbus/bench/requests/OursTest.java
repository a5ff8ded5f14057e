package io.sealbus.bench.requests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.signaturefetcher.registry.PulledEvidence;
import io.sealbus.testkit.Access;
import io.sealbus.verification.evidence.Place;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What docs/registries.md says a signed image costs. */
class OursTest {
  @Test
  void signaturesCostThreeRequestsAndThenTwo() throws Exception {
    try (var images = new SignedImages(2, Access.open());
        var ours = new Ours(images, Nodes.trusting(images), Set.of(Place.SIGNATURES))) {
      assertThat(images.ask(ours)).containsOnly(3.0);
      assertThat(images.ask(ours)).containsOnly(2.0);
    }
  }

  @Test
  void allPlacesBesideTheImageCostTwoMoreEachTime() throws Exception {
    try (var images = new SignedImages(2, Access.open());
        var ours = new Ours(images, Nodes.trusting(images), PulledEvidence.BESIDE)) {
      assertThat(images.ask(ours)).containsOnly(5.0);
      assertThat(images.ask(ours)).containsOnly(4.0);
    }
  }

  @Test
  void aTokenIsPaidForOnceInEachRepository() throws Exception {
    try (var images = new SignedImages(2, Access.bearerWithAnonymousPull("user", "password"));
        var ours = new Ours(images, Nodes.trusting(images), Set.of(Place.SIGNATURES))) {
      assertThat(images.ask(ours)).containsExactly(5.0, 4.0);
      assertThat(images.ask(ours)).containsOnly(2.0);
    }
  }
}
