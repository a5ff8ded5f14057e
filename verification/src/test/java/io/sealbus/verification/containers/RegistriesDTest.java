package io.sealbus.verification.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealbus.verification.reference.ImageReference;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistriesDTest {
  private static final String FILE =
      """
      default-docker:
        lookaside: https://example.com
      docker:
        registry.example.com:
          use-sigstore-attachments: true
        registry.example.com/app:
          use-sigstore-attachments: false
        registry.example.com/app/web:
          lookaside: https://example.com
        registry.example.com/app/web:2.0:
          use-sigstore-attachments: true
        '*.example.org':
          use-sigstore-attachments: true
      """;

  @ParameterizedTest
  @CsvSource({
    "registry.example.com/other:1, true",
    "registry.example.com/app/x:1, false",
    "registry.example.com/app/web:1, false",
    "registry.example.com/app/web:2.0, true",
    "a.b.example.org:5000/x:1, true",
    "example.org/x:1, false",
    "quay.io/x:1, false"
  })
  void takesTheMostSpecificEntryThatHasTheSetting(String image, boolean expected) throws Exception {
    // Given
    RegistriesD registries = RegistriesD.parse(List.of(FILE));

    // When
    boolean uses = registries.usesSigstoreAttachments(ImageReference.parseImage(image));

    // Then
    assertThat(uses).isEqualTo(expected);
  }

  @Test
  void fallsBackToTheDefaultAndElseToNo() throws Exception {
    ImageReference image = ImageReference.parseImage("quay.io/x:1");
    String on = "default-docker: {use-sigstore-attachments: true}";
    assertThat(RegistriesD.parse(List.of(on)).usesSigstoreAttachments(image)).isTrue();
    assertThat(RegistriesD.parse(List.of("")).usesSigstoreAttachments(image)).isFalse();
    assertThat(RegistriesD.parse(List.of()).usesSigstoreAttachments(image)).isFalse();
  }

  @Test
  void refusesTwoFilesThatDefineTheSame() {
    assertThatThrownBy(() -> RegistriesD.parse(List.of(FILE, "docker: {registry.example.com: {}}")))
        .isInstanceOf(RegistriesD.InvalidRegistriesDException.class);
    assertThatThrownBy(() -> RegistriesD.parse(List.of(FILE, "default-docker: {}")))
        .isInstanceOf(RegistriesD.InvalidRegistriesDException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[",
        "x",
        "- a",
        "docker: []",
        "docker: {a: 1}",
        "default-docker: yes",
        "docker: {a: {use-sigstore-attachments: 'true'}}",
        "docker: {a: {}, a: {}}",
        "!!java.net.URL [x]"
      })
  void refusesWhatIsNotOfTheForm(String file) {
    assertThatThrownBy(() -> RegistriesD.parse(List.of(file)))
        .isInstanceOf(RegistriesD.InvalidRegistriesDException.class);
  }

  @Test
  void refusesNestingThatWouldExhaustTheStack() {
    assertThatThrownBy(() -> RegistriesD.parse(List.of("[".repeat(100_000))))
        .isInstanceOf(RegistriesD.InvalidRegistriesDException.class);
  }
}
