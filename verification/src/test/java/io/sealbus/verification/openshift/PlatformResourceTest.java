package io.sealbus.verification.openshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sealbus.verification.resource.Finding;
import io.sealbus.verification.resource.FindingCode;
import io.sealbus.verification.resource.Reading;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformResourceTest {
  private static final String CONFIG = "apiVersion: config.openshift.io/v1, ";
  private static final String VERSION =
      "{" + CONFIG + "kind: ClusterVersion, metadata: {name: version}, spec: {clusterID: x}%s}";

  private static PlatformResource admitted(String yaml) {
    var reading = PlatformResource.admit(Vectors.resource(yaml));
    assertThat(reading).isInstanceOf(Reading.Read.class);
    return ((Reading.Read<PlatformResource>) reading).value();
  }

  private static List<Finding> findings(String yaml) {
    var reading = PlatformResource.admit(Vectors.resource(yaml));
    assertThat(reading).isInstanceOf(Reading.Refused.class);
    return ((Reading.Refused<PlatformResource>) reading).findings();
  }

  @Test
  void keepsWhatCountsOfAnImage() {
    String given = "{insecureRegistries: [], allowedRegistries: [r.example.com], other: 1}";

    assertThat(admitted(Examples.image(given)).specJson())
        .isEqualTo(
            "{\"registrySources\":{\"allowedRegistries\":[\"r.example.com\"],"
                + "\"insecureRegistries\":[]}}");
    assertThat(admitted(Examples.image("{}")).specJson()).isEqualTo("{\"registrySources\":{}}");
  }

  @Test
  void takesTheReleaseFromTheStatus() {
    String image = "quay.io/openshift-release-dev/ocp-release@sha256:" + "a".repeat(64);
    String status = ", status: {desired: {image: '" + image + "', version: 4.21.0}, history: []}";

    assertThat(admitted(VERSION.formatted(status)).specJson())
        .isEqualTo("{\"desired\":{\"image\":\"" + image + "\"}}");
    assertThat(findings(VERSION.formatted("")))
        .extracting(Finding::code, Finding::path)
        .containsExactly(tuple(FindingCode.REQUIRED, "status.desired.image"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ImageDigestMirrorSet", "ImageTagMirrorSet", "ImageContentSourcePolicy"})
  void keepsMirrorsInTheirOrder(String kind) {
    String entries = "[{source: r.example.com/a, mirrors: [z.example.com/a, m.example.com/a]}]";

    assertThat(admitted(Examples.mirrors(kind, "m", entries)).specJson())
        .contains(
            "[{\"source\":\"r.example.com/a\","
                + "\"mirrors\":[\"z.example.com/a\",\"m.example.com/a\"]}]");
  }

  @Test
  void onlyTheNewerKindsHaveASourcePolicy() {
    String entries =
        "[{source: r.example.com/a, mirrors: [m.example.com], mirrorSourcePolicy:"
            + " NeverContactSource}]";

    assertThat(admitted(Examples.mirrors("ImageDigestMirrorSet", "m", entries)).specJson())
        .contains("NeverContactSource");
    assertThat(admitted(Examples.mirrors("ImageContentSourcePolicy", "m", entries)).specJson())
        .doesNotContain("NeverContactSource");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [{mirrors: [m.example.com]}]|REQUIRED|spec.imageDigestMirrors[0].source
          [{source: 'r/*'}]|RULE|spec.imageDigestMirrors[0]
          [{source: r.example.com, mirrors: ['m.example.com:x']}]|RULE|spec.imageDigestMirrors[0]
          [{source: r.example.com}, 7]|WRONG_TYPE|spec.imageDigestMirrors[1]
          [{source: r.example.com, mirrors: m}]|WRONG_TYPE|spec.imageDigestMirrors[0].mirrors
          [{source: r.example.com, mirrorSourcePolicy: Ever}]|UNSUPPORTED_VALUE|spec.imageDigestMirrors[0].mirrorSourcePolicy
          """)
  void refusesMirrorsThatNobodyCouldRender(String entries, FindingCode code, String path) {
    assertThat(findings(Examples.mirrors("ImageDigestMirrorSet", "m", entries)))
        .extracting(Finding::code, Finding::path)
        .containsExactly(tuple(code, path));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {blockedRegistries: ['r.example.com', '*']}|RULE|spec.registrySources.blockedRegistries[1]
          {allowedRegistries: ['']}|RULE|spec.registrySources.allowedRegistries[0]
          {insecureRegistries: ['*.example.com/x']}|RULE|spec.registrySources.insecureRegistries[0]
          {allowedRegistries: {}}|WRONG_TYPE|spec.registrySources.allowedRegistries
          """)
  void refusesRegistriesThatNobodyCouldRender(String sources, FindingCode code, String path) {
    assertThat(findings(Examples.image(sources)))
        .extracting(Finding::code, Finding::path)
        .containsExactly(tuple(code, path));
  }

  @Test
  void refusesWhatThePlatformWouldNotLookAt() {
    String image = Examples.image("{}");

    assertThat(findings(image.replace("name: cluster", "name: other")))
        .extracting(Finding::code)
        .containsExactly(FindingCode.UNSUPPORTED_VALUE);
    assertThat(findings(image.replace("name: cluster", "name: cluster, namespace: team")))
        .extracting(Finding::code)
        .containsExactly(FindingCode.INVALID_NAME);
    assertThat(findings(image.replace("{name: cluster}", "{}")))
        .extracting(Finding::code)
        .containsExactly(FindingCode.INVALID_NAME);
    assertThat(findings(image.replace("/v1", "/v2")))
        .extracting(Finding::code)
        .containsExactly(FindingCode.KIND_NOT_SUPPORTED);
  }
}
