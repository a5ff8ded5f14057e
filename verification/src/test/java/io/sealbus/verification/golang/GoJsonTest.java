package io.sealbus.verification.golang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Expectations are the output of Go 1.26's encoding/json, inputs in base64. */
class GoJsonTest {
  static Stream<Arguments> texts() {
    return Stream.of(
        arguments("bm90IGpzb24=", "invalid character 'o' in literal null (expecting 'u')"),
        arguments("", "unexpected end of JSON input"),
        arguments("ew==", "unexpected end of JSON input"),
        arguments("WzEsXQ==", "invalid character ']' looking for beginning of value"),
        arguments("eyJhIn0=", "invalid character '}' after object key"),
        arguments("eyJhIjp9", "invalid character '}' looking for beginning of value"),
        arguments(
            "eyJhIjoxLH0=", "invalid character '}' looking for beginning of object key string"),
        arguments("dHJ1", "invalid character ' ' in literal true (expecting 'e')"),
        arguments("dHJ1WA==", "invalid character 'X' in literal true (expecting 'e')"),
        arguments("ImE=", "unexpected end of JSON input"),
        arguments("Ilx4Ig==", "invalid character 'x' in string escape code"),
        arguments("Ilx1MTJnIg==", "invalid character 'g' in \\u hexadecimal character escape"),
        arguments("MS4=", "invalid character ' ' after decimal point in numeric literal"),
        arguments("MS54", "invalid character 'x' after decimal point in numeric literal"),
        arguments("LQ==", "invalid character ' ' in numeric literal"),
        arguments("LXg=", "invalid character 'x' in numeric literal"),
        arguments("MWU=", "invalid character ' ' in exponent of numeric literal"),
        arguments("MWV4", "invalid character 'x' in exponent of numeric literal"),
        arguments("MDE=", "invalid character '1' after top-level value"),
        arguments("WzEgMl0=", "invalid character '2' after array element"),
        arguments("eyJhIjoxICJiIn0=", "invalid character '\"' after object key:value pair"),
        arguments("e2E6MX0=", "invalid character 'a' looking for beginning of object key string"),
        arguments("Jw==", "invalid character '\\'' looking for beginning of value"),
        arguments("e30geA==", "invalid character 'x' after top-level value"),
        arguments("IgEi", "invalid character '\\x01' in string literal"),
        arguments("bnVs", "invalid character ' ' in literal null (expecting 'l')"),
        arguments("77u/e30=", "invalid character '\u00ef' looking for beginning of value"),
        arguments("Ww==", "unexpected end of JSON input"),
        arguments("XQ==", "invalid character ']' looking for beginning of value"),
        arguments("fQ==", "invalid character '}' looking for beginning of value"),
        arguments("Igoi", "invalid character '\\n' in string literal"),
        arguments("eyJhIiAxfQ==", "invalid character '1' after object key"),
        arguments("MSAy", "invalid character '2' after top-level value"),
        arguments("w6k=", "invalid character '\u00c3' looking for beginning of value"),
        arguments("KzE=", "invalid character '+' looking for beginning of value"),
        arguments("LjU=", "invalid character '.' looking for beginning of value"),
        arguments("WzEsMg==", "unexpected end of JSON input"),
        arguments("AA==", "invalid character '\\x00' looking for beginning of value"),
        arguments("eyJhIjoxLCJiIg==", "unexpected end of JSON input"),
        arguments("eyx9", "invalid character ',' looking for beginning of object key string"),
        arguments("Wyxd", "invalid character ',' looking for beginning of value"));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void saysOfATextWhatGoSays(String base64, @Nullable String fault) {
    assertThat(GoJson.fault(Base64.getDecoder().decode(base64))).isEqualTo(fault);
  }

  @Test
  void goesAsDeepAsGo() {
    assertThat(
            GoJson.fault(
                ("[".repeat(10_000) + "]".repeat(10_000)).getBytes(StandardCharsets.UTF_8)))
        .isNull();
    assertThat(GoJson.fault("[".repeat(10_001).getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("exceeded max depth");
    assertThat(
            GoJson.fault(
                "{\"a\": [1, -2.5e+3, {\"b\": null}], \"c\": {}}".getBytes(StandardCharsets.UTF_8)))
        .isNull();
  }
}
