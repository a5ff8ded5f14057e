package io.sealbus.verification.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ImageReferenceTest {
  private static final String HEX = "0123456789abcdef".repeat(4);

  @ParameterizedTest
  @CsvSource({
    "nginx, docker.io/library/nginx",
    "nginx:1.27, docker.io/library/nginx:1.27",
    "grafana/loki, docker.io/grafana/loki",
    "docker.io/nginx, docker.io/library/nginx",
    "index.docker.io/nginx, docker.io/library/nginx",
    "index.docker.io/a/b:1, docker.io/a/b:1",
    "localhost/a, localhost/a",
    "localhost:5000, docker.io/library/localhost:5000",
    "localhost:5000/a:1, localhost:5000/a:1",
    "host/a, docker.io/host/a",
    "HOST/a, HOST/a",
    "host:80/a, host:80/a",
    "quay.io/a__b/c-d---e.f:v1.0_x, quay.io/a__b/c-d---e.f:v1.0_x",
    "a.b/c/d/e/f, a.b/c/d/e/f",
  })
  void normalizesAsDockerDoes(String text, String normalized) throws Exception {
    // When
    ImageReference reference = ImageReference.parse(text);

    // Then
    assertThat(reference).hasToString(normalized);
    assertThat(ImageReference.parse(normalized)).isEqualTo(reference);
  }

  @Test
  void givesItsParts() throws Exception {
    ImageReference reference =
        ImageReference.parse("registry.example.com:5000/app/web:1.0@sha256:" + HEX);
    assertThat(reference.registry()).isEqualTo("registry.example.com:5000");
    assertThat(reference.repository()).isEqualTo("app/web");
    assertThat(reference.name()).isEqualTo("registry.example.com:5000/app/web");
    assertThat(reference.tag()).isEqualTo("1.0");
    assertThat(reference.digest()).isEqualTo(new Digest("sha256:" + HEX));
    assertThat(reference.isNameOnly()).isFalse();
  }

  static Stream<String> hostile() {
    return Stream.of(
        "",
        " ",
        "/",
        ":",
        "@",
        "a:",
        "a@",
        ":a",
        "a//b",
        "/a",
        "a/",
        "A",
        "a/B",
        "registry.example.com/App/web",
        "a b",
        "a\n",
        "a:1\n",
        "a:1:2",
        "a:-x",
        "a:.x",
        "a:" + "x".repeat(129),
        "a.b/" + "x".repeat(252),
        "a..b",
        "a___b",
        "a-",
        "-a",
        "a._b",
        ".a/b",
        "a./b",
        "-a.b/c",
        "a-.b/c",
        "a.b:x/c",
        "a.b:/c",
        "[::1]/a",
        "[::1]:5000/a",
        "https://a.b/c",
        "a.b/../c",
        "a.b/c\u0000",
        "a.b/\u00e9",
        "a.b/c:t\u00e9",
        "a@sha256:" + HEX.substring(1),
        "a@sha256:" + HEX.toUpperCase(java.util.Locale.ROOT),
        "a@sha512:" + HEX,
        "a@md5:" + HEX.substring(32),
        "a@sha256:" + HEX + "@sha256:" + HEX,
        HEX,
        "a".repeat(5000),
        "a-".repeat(2500));
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void refusesWhatIsNoReference(String text) {
    assertThatThrownBy(() -> ImageReference.parse(text))
        .isInstanceOf(InvalidReferenceException.class);
  }

  @Test
  void namesTheTagLatestOnlyWhereAnImageHasNeitherTagNorDigest() throws Exception {
    assertThat(ImageReference.parseImage("a.b/c")).hasToString("a.b/c:latest");
    assertThat(ImageReference.parseImage("a.b/c:1")).hasToString("a.b/c:1");
    assertThat(ImageReference.parseImage("a.b/c@sha256:" + HEX).tag()).isNull();
  }

  @Test
  void refusesAnImageByTagAndDigest() {
    assertThatThrownBy(() -> ImageReference.parseImage("a.b/c:1@sha256:" + HEX))
        .isInstanceOf(InvalidReferenceException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "a.b, true",
    "a.b:80, true",
    "a.b:80/c/d, true",
    "a, true",
    "a/b, true",
    "'', false",
    "a.b/, false",
    "a.b/C, false",
    "a.b/c:1, false",
    "https://a.b, false",
    "a.b/c@x, false",
    "a_b/c, false",
    "*.b, false"
  })
  void knowsWhatIdentitiesMayBeRemappedBy(String prefix, boolean valid) {
    assertThat(ImageReference.isNamePrefix(prefix)).isEqualTo(valid);
  }

  @Test
  void listsScopesFromTheMostSpecificOne() throws Exception {
    assertThat(Scopes.of(ImageReference.parse("r.example.com:5000/a/b:1")))
        .containsExactly(
            "r.example.com:5000/a/b:1",
            "r.example.com:5000/a/b",
            "r.example.com:5000/a",
            "r.example.com:5000",
            "*.example.com",
            "*.com");
  }
}
