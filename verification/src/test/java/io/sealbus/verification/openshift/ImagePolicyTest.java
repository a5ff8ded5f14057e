package io.sealbus.verification.openshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealbus.verification.resource.ResourceKey;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImagePolicyTest {
  private static final String SPEC =
      "{\"scopes\":[\"b.io\",\"a.io\"],\"policy\":{\"rootOfTrust\":{\"policyType\":\"PublicKey\","
          + "\"publicKey\":{\"keyData\":\"%s\"}},\"signedIdentity\":{\"matchPolicy\":"
          + "\"MatchRepoDigestOrExact\"}}}";

  @Test
  void writesTheDefaultsOutInAFixedOrder() {
    var policy = Examples.admitted(Examples.clusterPolicy("p", "b.io", "a.io"));

    assertThat(policy.specJson()).isEqualTo(SPEC.formatted(Examples.KEY));
  }

  @Test
  void equalPoliciesHaveEqualSpecsHoweverTheyAreWritten() {
    String yaml = Examples.clusterPolicy("p", "a.io");
    String explicit =
        yaml.replace(
            "  policy:\n",
            "  policy:\n    signedIdentity: {matchPolicy: MatchRepoDigestOrExact}\n");

    assertThat(Examples.admitted(explicit)).isEqualTo(Examples.admitted(yaml));
    assertThat(Examples.admitted(explicit).specJson())
        .isEqualTo(Examples.admitted(yaml).specJson());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"scopes\":[]}",
        "{\"scopes\":[1],\"policy\":{\"rootOfTrust\":{\"policyType\":\"GPG\"}}}",
        "{\"scopes\":[],\"policy\":{\"rootOfTrust\":{\"policyType\":\"PublicKey\"}}}",
        "{\"scopes\":[],\"policy\":{\"rootOfTrust\":{\"policyType\":\"PublicKey\",\"publicKey\":{\"keyData\":\"!\"}}}}",
        "{\"scopes\":[],\"policy\":{\"rootOfTrust\":{\"policyType\":\"GPG\"},\"signedIdentity\":{\"matchPolicy\":\"X\"}}}",
        "{\"scopes\":[],\"policy\":{\"rootOfTrust\":{\"policyType\":\"GPG\"}}}",
        "{\"scopes\":[]",
      })
  void refusesAnySpecThatItDoesNotWriteItself(String spec) {
    assertThatThrownBy(() -> read(spec)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesASpecWithMoreInItThanItWouldWrite() {
    String spec = SPEC.formatted(Examples.KEY);

    assertThat(read(spec).scopes()).isEqualTo(List.of("b.io", "a.io"));
    assertThatThrownBy(() -> read(spec.replace("\"scopes\"", "\"x\":1,\"scopes\"")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void belongsToItsKind() {
    var policy = Examples.admitted(Examples.clusterPolicy("p", "a.io"));
    var wrong = new ResourceKey("config.openshift.io", "ImagePolicy", null, "p");

    assertThatThrownBy(() ->
            new ImagePolicy(
                wrong, "v1", null, 0, List.of(), policy.rootOfTrust(), policy.signedIdentity()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static ImagePolicy read(String spec) {
    var key = new ResourceKey("config.openshift.io", "ClusterImagePolicy", null, "p");
    return ImagePolicy.fromSpecJson(key, "config.openshift.io/v1", null, 1, spec);
  }
}
