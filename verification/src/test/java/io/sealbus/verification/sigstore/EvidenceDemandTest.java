package io.sealbus.verification.sigstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.verification.evidence.Discovery;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.reference.ImageReference;
import io.sealbus.verification.reference.InvalidReferenceException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EvidenceDemandTest {
  private static final Digest DIGEST = new Digest("sha256:" + "a".repeat(64));
  private static final String KEYLESS =
      "keyless: {identities: [{issuer: i, subject: s}], url: 'https://f.example'}";

  private static Set<Place> places(ControllerConfiguration configuration, String... specs) {
    List<ClusterImagePolicy> policies = Arrays.stream(specs).map(Policies::admitted).toList();
    try {
      return new EvidenceDemand(policies, configuration)
          .places(ImageReference.parse("ghcr.io/acme/app"), DIGEST);
    } catch (InvalidReferenceException e) {
      throw new AssertionError(e);
    }
  }

  private static Set<Place> places(String... specs) {
    return places(ControllerConfiguration.DEFAULT, specs);
  }

  private static String policy(String glob, String... authority) {
    return "{images: [{glob: '"
        + glob
        + "'}], authorities: [{"
        + String.join(", ", authority)
        + "}]}";
  }

  @Test
  void looksWhereNodesLookWhateverThePolicies() {
    assertThat(places()).containsExactly(Place.SIGNATURES);
    assertThat(places(policy("other.example/**", KEYLESS, "signatureFormat: bundle")))
        .containsExactly(Place.SIGNATURES);
    assertThat(places(policy("**", "static: {action: pass}"))).containsExactly(Place.SIGNATURES);
  }

  @Test
  void looksForAttestationsWhereSomeAreRequired() {
    String att = "attestations: [{name: a, predicateType: 'https://p.example'}]";

    assertThat(places(policy("ghcr.io/**", KEYLESS, att)))
        .containsExactlyInAnyOrder(Place.SIGNATURES, Place.ATTESTATIONS);
    assertThat(places(policy("ghcr.io/**", KEYLESS, att, "signatureFormat: bundle")))
        .containsExactlyInAnyOrder(Place.SIGNATURES, Place.REFERRERS);
  }

  @Test
  void looksAmongTheReferrersOfEverySignedImageWithOci11() {
    var oci11 = new ControllerConfiguration(ControllerConfiguration.NoMatch.DENY, true, true);

    assertThat(places(oci11, policy("ghcr.io/**", KEYLESS)))
        .containsExactlyInAnyOrder(Place.SIGNATURES, Place.REFERRERS);
    assertThat(places(oci11)).containsExactly(Place.SIGNATURES);
  }

  @Test
  void looksInTheRepositoryThatASourceNames() {
    assertThat(
            places(policy("ghcr.io/**", KEYLESS, "source: [{oci: sig.example/ab, tagPrefix: x-}]")))
        .containsExactlyInAnyOrder(
            Place.SIGNATURES, new Place(Discovery.SIGNATURE_TAG, "sig.example/ab", "x-"));
    assertThat(places(policy("ghcr.io/**", KEYLESS, "source: [{oci: index.docker.io/acme/sigs}]")))
        .contains(new Place(Discovery.SIGNATURE_TAG, "docker.io/acme/sigs", ""));
    assertThat(places(policy("ghcr.io/**", KEYLESS, "source: [{tagPrefix: x-}]")))
        .contains(new Place(Discovery.SIGNATURE_TAG, null, "x-"));
  }

  @Test
  void fetchesConfigFilesWhereThePolicyAsks() {
    String spec =
        "{images: [{glob: '**'}], authorities: [{static: {action: pass}}],"
            + " policy: {type: cue, data: 'a: 1', fetchConfigFile: true}}";

    assertThat(places(spec)).containsExactlyInAnyOrder(Place.SIGNATURES, Place.CONFIG);
  }
}
