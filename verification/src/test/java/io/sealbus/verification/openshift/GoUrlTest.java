package io.sealbus.verification.openshift;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoUrlTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://issuer.example.com",
        "http://issuer",
        "https://",
        "mailto:a@b",
        "urn:x y",
        "/a b",
        "/",
        "*",
        "https://h/a b",
        "https://h:",
        "https://h:8080/x?y=%zz",
        "https://u:p@h",
        "https://u%20v@h",
        "https://[::1]:80/",
        "https://[fe80::1%25en0]/",
        "https://h%c3%a9",
        "https://h\u00e9",
        "https://h<>\"",
        "a+b.c-1:x",
        "https://h/%41"
      })
  void acceptsWhatGoDoes(String text) {
    assertThat(GoUrl.isUrl(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "issuer",
        "issuer.example.com/x",
        "://h",
        ":x",
        "1a:x",
        "https://h h",
        "https://h:a",
        "https://h:80a",
        "https://[::1",
        "https://[::1]80",
        "https://h%41",
        "https://h%",
        "https://h%zz",
        "https://h/%",
        "https://h/%4",
        "https://h/%zz",
        "https://u v@h",
        "https://u%zz@h",
        "https://h\\x",
        "https://h#x",
        "/a\tb",
        "/a\u007f",
        "\n/"
      })
  void refusesWhatGoDoes(String text) {
    assertThat(GoUrl.isUrl(text)).isFalse();
  }
}
