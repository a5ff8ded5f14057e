package io.sealbus.verification.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Every reader of JSON answers any bytes, the same each time. */
class JsonParserFuzzTest {
  private static final int MAX_BYTES = 1 << 16;

  @FuzzTest(maxDuration = "5s")
  void parses(byte[] text) {
    QuickJsonTest.assertAgrees(text);
    JsonValue once = parse(text);
    assertThat(parse(text)).isEqualTo(once);
    if (once == null) {
      return;
    }
    try {
      String canonical = CanonicalJson.of(once);
      byte[] again = canonical.getBytes(StandardCharsets.UTF_8);
      assertThat(CanonicalJson.of(JsonParser.parse(again, Integer.MAX_VALUE))).isEqualTo(canonical);
    } catch (InvalidJsonException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  private static @Nullable JsonValue parse(byte[] text) {
    try {
      return JsonParser.parse(text, MAX_BYTES);
    } catch (InvalidJsonException e) {
      return null;
    }
  }
}
