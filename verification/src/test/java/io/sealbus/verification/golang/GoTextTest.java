package io.sealbus.verification.golang;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GoTextTest {
  @Test
  void quotesAsGoDoes() {
    assertThat(GoText.quote("quay.io/a:b@c d'")).isEqualTo("\"quay.io/a:b@c d'\"");
    assertThat(GoText.quote("\"\\")).isEqualTo("\"\\\"\\\\\"");
    assertThat(GoText.quote("\u0007\b\f\n\r\t\u000b")).isEqualTo("\"\\a\\b\\f\\n\\r\\t\\v\"");
    assertThat(GoText.quote("\u0000\u001b\u007f")).isEqualTo("\"\\x00\\x1b\\x7f\"");
    assertThat(GoText.quote("\u00e9\u4e16\ud83d\ude00")).isEqualTo("\"\u00e9\u4e16\ud83d\ude00\"");
    assertThat(GoText.quote("\u0080\u00a0\u00ad\u2028\ufeff"))
        .isEqualTo("\"\\u0080\\u00a0\\u00ad\\u2028\\ufeff\"");
    assertThat(GoText.quote("\ue000\udb40\udc01")).isEqualTo("\"\\ue000\\U000e0001\"");
  }

  @Test
  void writesAListInBracketsWithSpaces() {
    assertThat(GoText.quote(List.of("a", "b\""))).isEqualTo("[\"a\" \"b\\\"\"]");
    assertThat(GoText.quote(List.of())).isEqualTo("[]");
  }
}
