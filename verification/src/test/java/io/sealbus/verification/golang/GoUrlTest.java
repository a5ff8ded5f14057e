package io.sealbus.verification.golang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expectations are the output of Go 1.26's net/url. */
class GoUrlTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "https://<my-enforce> | https://<my-enforce>",
        "https://Foo.example:99999/a b | https://Foo.example:99999/a%20b",
        "//x/y | //x/y",
        "a:b | a:b",
        "https://u:p@h/ | https://u:p@h/",
        "https://u@:p@h/ | https://u%40:p@h/",
        "https://h?x#f | https://h?x#f",
        "https://h/? | https://h/?",
        "https://h/# | https://h/",
        "HTTPS://H/a%2fb | https://H/a%2fb",
        "foo bar | foo%20bar",
        "/a:b | /a:b",
        "a/b:c | a/b:c",
        "https://h/\u00e4 | https://h/%C3%A4",
        "https://\u00e4/ | https://%C3%A4/",
        "http://[fe80::1%25en0]:8080/ | http://[fe80::1%25en0]:8080/",
        "* | *",
        "https://h:/ | https://h:/",
        "x:y:z | x:y:z",
        "./a:b | ./a:b",
        "// | ``",
        "///a | ///a",
        "https:///a | https:///a",
        "https:a?b | https:a?b",
        "https://h/a`\"`b<c> | https://h/a%22b%3Cc%3E",
        "https://h/?a b | https://h/?a b"
      })
  void writesAUrlAsGoDoes(String text, String written) throws GoUrl.Malformed {
    assertThat(GoUrl.parse(text.replace("`", "")).toString()).isEqualTo(written);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "https://foo:bar | parse \"https://foo:bar\": invalid port \":bar\" after host",
        "http://[::1 | parse \"http://[::1\": missing ']' in host",
        ":foo | parse \":foo\": missing protocol scheme",
        "1a:b | parse \"1a:b\": first path segment in URL cannot contain colon",
        "%zz | parse \"%zz\": invalid URL escape \"%zz\"",
        "https://a b/ | parse \"https://a b/\": invalid character \" \" in host name",
        "https://a%41b/ | parse \"https://a%41b/\": invalid URL escape \"%41\"",
        "https://a/%z | parse \"https://a/%z\": invalid URL escape \"%z\""
      })
  void saysWhatIsWrongAsGoDoes(String text, String message) {
    assertThatThrownBy(() -> GoUrl.parse(text))
        .isInstanceOf(GoUrl.Malformed.class)
        .hasMessage(message);
  }
}
