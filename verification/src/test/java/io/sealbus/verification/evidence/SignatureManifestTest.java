package io.sealbus.verification.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.evidence.SignatureManifest.Layer;
import io.sealbus.verification.reference.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureManifestTest {
  private static final String TYPE = "application/vnd.oci.image.manifest.v1+json";
  private static final Digest DIGEST = new Digest("sha256:" + "ab".repeat(32));

  @Test
  void givesTheLayersInTheirOrder() {
    // Given
    String manifest =
        "{\"schemaVersion\":2,\"layers\":[{\"mediaType\":\"a\",\"digest\":\"%s\",\"size\":1,\"annotations\":{\"k\":\"v\",\"n\":null}},{\"digest\":\"%s\"}]}"
            .formatted(DIGEST, DIGEST);

    // When
    var result = parse(TYPE, manifest);

    // Then
    assertThat(result)
        .isEqualTo(
            new SignatureManifest.Result.Layers(
                List.of(
                    new Layer("a", DIGEST, Map.of("k", "v", "n", "")),
                    new Layer("", DIGEST, Map.of()))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {TYPE, TYPE + "; charset=utf-8", "Application/vnd.oci.image.manifest.v1+JSON ;x"})
  void looksAtTheContentTypeWithoutItsParameters(String contentType) {
    assertThat(parse(contentType, "{}")).isEqualTo(new SignatureManifest.Result.Layers(List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text/plain",
        "application/json",
        "application/vnd.oci.image.index.v1+json",
        "application/vnd.docker.distribution.manifest.v2+json"
      })
  void refusesOtherContentTypes(String contentType) {
    assertCode(parse(contentType, "{}"), ReasonCode.ATTACHMENT_INVALID);
  }

  @Test
  void readsAManifestOfDockersForAdmissionOnly() {
    byte[] manifest = "{}".getBytes(StandardCharsets.UTF_8);
    var empty = new SignatureManifest.Result.Layers(List.of());
    String docker = "application/vnd.docker.distribution.manifest.v2+json";

    assertThat(SignatureManifest.parseForAdmission(docker, manifest, 10)).isEqualTo(empty);
    assertThat(SignatureManifest.parseForAdmission(TYPE, manifest, 10)).isEqualTo(empty);
    assertCode(
        SignatureManifest.parseForAdmission(
            "application/vnd.docker.distribution.manifest.list.v2+json", manifest, 10),
        ReasonCode.ATTACHMENT_INVALID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{",
        "{\"manifests\":[]}",
        "{\"Manifests\":{}}",
        "{\"history\":1}",
        "{\"FSLAYERS\":[]}",
        "{\"layers\":{}}",
        "{\"layers\":[1]}",
        "{\"layers\":[{}]}",
        "{\"layers\":[{\"digest\":\"sha256:x\"}]}",
        "{\"layers\":[{\"digest\":\"DIGEST\",\"size\":\"1\"}]}",
        "{\"layers\":[{\"digest\":\"DIGEST\",\"size\":1.5}]}",
        "{\"layers\":[{\"digest\":\"DIGEST\",\"mediaType\":1}]}",
        "{\"layers\":[{\"digest\":\"DIGEST\",\"urls\":\"x\"}]}",
        "{\"layers\":[{\"digest\":\"DIGEST\",\"annotations\":[]}]}",
        "{\"layers\":[{\"digest\":\"DIGEST\",\"annotations\":{\"a\":1}}]}",
        "{\"config\":[]}",
        "{\"config\":{\"digest\":1}}",
        "{\"annotations\":{\"a\":1}}"
      })
  void refusesWhatIsNoSignatureManifest(String manifest) {
    assertCode(
        parse(TYPE, manifest.replace("DIGEST", DIGEST.text())), ReasonCode.ATTACHMENT_INVALID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"manifests\":null}", "{\"layers\":null}", "{\"unknown\":[1]}"})
  void passesOverWhatMeansNothing(String manifest) {
    assertThat(parse(TYPE, manifest)).isEqualTo(new SignatureManifest.Result.Layers(List.of()));
  }

  @Test
  void refusesMoreThanItsBounds() {
    // Given
    String layer = "{\"digest\":\"%s\"}".formatted(DIGEST);
    String three = "{\"layers\":[%s,%s,%s]}".formatted(layer, layer, layer);
    byte[] huge = new byte[SignatureManifest.MAX_BYTES + 1];

    // When / Then
    assertCode(parse(TYPE, three), ReasonCode.EVIDENCE_TOO_LARGE);
    assertCode(SignatureManifest.parse(TYPE, huge, 2), ReasonCode.ATTACHMENT_INVALID);
  }

  @Test
  void namesTheTagOfAManifest() {
    assertThat(SignatureManifest.tag(DIGEST)).isEqualTo("sha256-" + "ab".repeat(32) + ".sig");
  }

  private static SignatureManifest.Result parse(String contentType, String manifest) {
    return SignatureManifest.parse(contentType, manifest.getBytes(StandardCharsets.UTF_8), 2);
  }

  private static void assertCode(SignatureManifest.Result result, ReasonCode code) {
    assertThat(result)
        .isInstanceOfSatisfying(
            SignatureManifest.Result.Rejected.class,
            rejected -> assertThat(rejected.reason().code()).isEqualTo(code));
  }
}
