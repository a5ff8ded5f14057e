package io.sealbus.verification.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Signature manifests: any bytes are answered, within the number of layers that was asked for. */
class SignatureManifestFuzzTest {
  private static final int MAX_LAYERS = 3;

  @FuzzTest(maxDuration = "5s")
  void reads(byte[] manifest) {
    SignatureManifest.Result once = parse(manifest);
    assertThat(parse(manifest)).hasToString(once.toString());
    if (once instanceof SignatureManifest.Result.Layers found) {
      assertThat(found.layers()).hasSizeLessThanOrEqualTo(MAX_LAYERS);
    }
  }

  private static SignatureManifest.Result parse(byte[] manifest) {
    return SignatureManifest.parse(
        "application/vnd.oci.image.manifest.v1+json", manifest, MAX_LAYERS);
  }
}
