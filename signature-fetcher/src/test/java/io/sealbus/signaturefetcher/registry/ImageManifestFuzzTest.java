package io.sealbus.signaturefetcher.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sealbus.verification.Bytes;
import java.util.List;

/** Manifests of images and indexes: any bytes are answered. */
class ImageManifestFuzzTest {
  private static final List<String> TYPES =
      List.of(
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json");

  @FuzzTest(maxDuration = "5s")
  void reads(byte[] bytes) {
    for (String type : TYPES) {
      ImageManifest once = parse(type, bytes);
      assertThat(parse(type, bytes)).isEqualTo(once);
    }
  }

  private static ImageManifest parse(String type, byte[] bytes) {
    Bytes content = Bytes.copyOf(bytes);
    return ImageManifest.parse(new Manifest(type, ContentHash.sha256(content), content));
  }
}
