package io.sealbus.verification.openshift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      quoteCharacter = '`',
      value = {
        "quay.io/a:b@c|\"quay.io/a:b@c\"",
        "a b|\"a b\"",
        "\"\\'|\"\\\"\\\\'\"",
        "\u0007\b\f\n\r\t\u000b|\"\\a\\b\\f\\n\\r\\t\\v\"",
        "\u0000\u001b\u007f|\"\\x00\\x1b\\x7f\"",
        "\u00e9\u4e16\ud83d\ude00|\"\u00e9\u4e16\ud83d\ude00\"",
        "\u0080\u00a0\u00ad\u2028\ufeff|\"\\u0080\\u00a0\\u00ad\\u2028\\ufeff\"",
        "\ue000\udb40\udc01|\"\\ue000\\U000e0001\"",
      })
  void quotesAsGoDoes(String text, String quoted) {
    assertThat(GoText.quote(text)).isEqualTo(quoted);
  }

  @Test
  void writesAListInBracketsWithSpaces() {
    assertThat(GoText.quote(List.of("a", "b\""))).isEqualTo("[\"a\" \"b\\\"\"]");
    assertThat(GoText.quote(List.of())).isEqualTo("[]");
  }

  @Test
  void aConflictNamesOddScopesInTheirOrderWithGosEscapes() {
    var condition = Condition.conflict(List.of("z\n\"x\"", "a\u2028"), 3);

    assertThat(condition.message())
        .startsWith("has conflicting scope(s) [\"z\\n\\\"x\\\"\" \"a\\u2028\"] that equal to");
    assertThat(condition.observedGeneration()).isEqualTo(3);
  }
}
