package io.sealbus.verification.sigstore.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.reference.ImageReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageNameTest {
  private static final String DIGEST = "sha256:" + "a".repeat(64);

  @ParameterizedTest
  @CsvSource({
    "busybox, index.docker.io/library/busybox:latest",
    "docker.io/busybox, index.docker.io/library/busybox:latest",
    "acme/app:1, index.docker.io/acme/app:1",
    "r.example/a/b:1, r.example/a/b:1",
    "r:5000/app, r:5000/app:latest",
    "localhost/app, index.docker.io/localhost/app:latest"
  })
  void isWrittenInFull(String text, String qualified) {
    assertThat(ImageName.parse(text).orElseThrow().qualified()).isEqualTo(qualified);
  }

  @Test
  void repositoryIsNamedAsReferencesNameIt() {
    assertThat(ImageName.parse("nginx").orElseThrow().referenceRepository())
        .isEqualTo("docker.io/library/nginx");
    assertThat(ImageName.parse("ghcr.io/a/b:1").orElseThrow().referenceRepository())
        .isEqualTo("ghcr.io/a/b");
  }

  @Test
  void tagBesideADigestMeansNothing() {
    assertThat(ImageName.parse("r.example/app:1@" + DIGEST).orElseThrow().qualified())
        .isEqualTo("r.example/app@" + DIGEST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "r.example/",
        "r.example/App",
        "r.example/app:",
        "r.example/app@sha256:00",
        "r.example/app:b c",
        "r.example/app@b@c"
      })
  void refusesWhatIsNoName(String text) {
    assertThat(ImageName.parse(text)).isEmpty();
  }

  @Test
  void namesDockerHubAsTheControllerDoes() throws Exception {
    ImageReference reference = ImageReference.parse("docker.io/library/busybox");
    assertThat(ImageName.of(reference, new Digest(DIGEST)).qualified())
        .isEqualTo("index.docker.io/library/busybox@" + DIGEST);
  }
}
