package io.sealbus.verification.sigstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.verification.sigstore.Admission.Outcome;
import io.sealbus.verification.sigstore.Admission.Strictness;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expectations are the output of Go 1.26's encoding/json for the same types. */
class StrictDecodingTest {
  private static String text(String spec) {
    String document =
        "{apiVersion: policy.sigstore.dev/v1beta1, kind: ClusterImagePolicy, metadata: {name: p}, spec: "
            + spec
            + "}";
    return switch (Policies.admission(Strictness.REFERENCE, ControllerConfiguration.DEFAULT)
        .admit(Policies.resource(document))) {
      case Outcome.Rejected rejected -> rejected.text();
      case Outcome admitted -> "";
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{images: x} | cannot unmarshal string into Go struct field ClusterImagePolicySpec.spec.images of type []v1beta1.ImagePattern",
        "{images: [{glob: 1}]} | cannot unmarshal number into Go struct field ImagePattern.spec.images.glob of type string",
        "{images: [a]} | cannot unmarshal string into Go struct field ClusterImagePolicySpec.spec.images of type v1beta1.ImagePattern",
        "{policy: []} | cannot unmarshal array into Go struct field ClusterImagePolicySpec.spec.policy of type v1beta1.Policy",
        "{policy: {fetchConfigFile: 'true'}} | cannot unmarshal string into Go struct field Policy.spec.policy.fetchConfigFile of type bool",
        "{match: [{group: 1}]} | cannot unmarshal number into Go struct field MatchResource.spec.match.GroupVersionResource.group of type string",
        "{policy: {remote: {url: 1}}} | cannot unmarshal number into Go struct field RemotePolicy.spec.policy.remote.url of type string",
        "{foo: 1, images: 2} | unknown field \"foo\"",
        "{images: 2, zoo: 1} | cannot unmarshal number into Go struct field ClusterImagePolicySpec.spec.images of type []v1beta1.ImagePattern"
      })
  void saysWhatIsWrongAsGoDoes(String spec, String message) {
    assertThat(text(spec)).isEqualTo("decode: json: " + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{images: 2, policy: {remote: {url: '://x'}}} | decode: parse \"://x\": missing protocol scheme",
        "{Images: [], images: []} | decode: json: field \"images\" twice"
      })
  void stopsAtAUrlThatIsNoneAndAtASecondMember(String spec, String message) {
    assertThat(text(spec)).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{IMAGES: [{Glob: '**'}], authorities: [{STATIC: {action: pass}}]}",
        "{image\u017f: [{glob: '**'}], authorities: [{\u017ftatic: {action: pass}}]}"
      })
  void readsNamesInAnyLetterCase(String spec) {
    assertThat(text(spec)).isEmpty();
  }
}
