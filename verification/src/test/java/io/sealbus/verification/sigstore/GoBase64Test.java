package io.sealbus.verification.sigstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoBase64Test {
  /** The output of Go 1.26's base64.StdEncoding. */
  @ParameterizedTest
  @CsvSource({
    "-----BEGIN, 0",
    "abc, 0",
    "abcd=, 4",
    "a===, 1",
    "ab=c, 2",
    "abcde, 4",
    "====, 0",
    "aGVsbG8=x, 8",
    "aG Vs, 2",
    "=, 0",
    "YQ=, 3",
    "YQ, 0",
    "YQ==YQ==, 4",
    "YWJ, 0",
    "YWJjZ, 4"
  })
  void namesTheByteThatGoNames(String text, int offset) {
    assertThat(GoBase64.decode(text)).isEqualTo(new GoBase64.Bad(offset));
  }

  @Test
  void passesLineEndsOverAndAllowsLeftOverBits() {
    assertThat(decoded("aG\r\nVs\nbG8=\n")).isEqualTo("hello");
    assertThat(decoded("ab==")).isEqualTo("i");
    assertThat(decoded("")).isEmpty();
  }

  private static String decoded(String text) {
    return new String(((GoBase64.Good) GoBase64.decode(text)).bytes(), StandardCharsets.UTF_8);
  }
}
