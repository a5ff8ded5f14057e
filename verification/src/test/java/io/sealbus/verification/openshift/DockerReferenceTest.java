package io.sealbus.verification.openshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerReferenceTest {
  private static final String HEX = "0123456789abcdef".repeat(4);

  @ParameterizedTest
  @CsvSource({
    "nginx, docker.io/library/nginx",
    "a/b:v1, docker.io/a/b:v1",
    "example.com, docker.io/library/example.com",
    "index.docker.io/x, docker.io/library/x",
    "localhost/x, localhost/x",
    "h:5000/x, h:5000/x",
    "Quay.IO/x, Quay.IO/x",
  })
  void completesWhatDockerLeavesOut(String text, String normalized) throws SyncFailure {
    assertThat(DockerReference.parseNormalized(text).text()).isEqualTo(normalized);
  }

  @Test
  void takesTagAndDigestOff() throws SyncFailure {
    var reference = DockerReference.parse("h.io/a__b---c/d:v1@sha512:" + HEX + HEX);

    assertThat(reference.name()).isEqualTo("h.io/a__b---c/d");
    assertThat(reference.tag()).isEqualTo("v1");
    assertThat(reference.hasDigest()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | repository name must have at least one component",
        "h.io/A | repository name must be lowercase",
        "h.io/a__ | invalid reference format",
        "h.io/a___b | invalid reference format",
        "h.io/a:5000/b | invalid reference format",
        "h.io/a@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | invalid checksum digest length",
        "h.io/a@sha1:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | unsupported digest algorithm",
        "h.io/a@SHA256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | invalid checksum digest format",
      })
  void refusesInTheWordsOfTheController(String text, String message) {
    assertThatThrownBy(() -> DockerReference.parse(text))
        .isInstanceOf(SyncFailure.class)
        .hasMessage(message);
  }

  @Test
  void refusesUpperCaseDigestsLongNamesAndBareIdentifiers() {
    assertThatThrownBy(() -> DockerReference.parse("h.io/a@sha256:" + HEX.toUpperCase()))
        .hasMessage("invalid checksum digest format");
    assertThatThrownBy(() -> DockerReference.parse("h.io/" + "a".repeat(251)))
        .hasMessage("repository name must not be more than 255 characters");
    assertThatThrownBy(() -> DockerReference.parseNormalized(HEX))
        .hasMessage(
            "invalid repository name (" + HEX + "), cannot specify 64-byte hexadecimal strings");
    assertThatThrownBy(() -> DockerReference.parseCanonical("docker.io/a"))
        .hasMessage("repository name must be canonical");
  }

  @Test
  void aHundredThousandLettersTakeNoTime() {
    assertThatThrownBy(() -> DockerReference.parse("h.io/" + "a".repeat(100_000) + "!"))
        .hasMessage("invalid reference format");
  }
}
