package io.sealbus.verification.sigstore.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.verification.Refusal;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A timestamp's annotation is read by hand as the parser reads it. */
class PlainTimestampTest {
  private static final String ANNOTATION = "{\"SignedRFC3161Timestamp\":\"MIICyQ==\"}";

  private interface Reader {
    byte[] read(String annotation) throws Refusal;
  }

  private static String answer(Reader reader, String annotation) {
    try {
      return Arrays.toString(reader.read(annotation));
    } catch (Refusal e) {
      return e.code() + ": " + e.getMessage();
    }
  }

  @Test
  void readsNothingThatTheParserReadsOtherwise() {
    assertThat(answer(LegacySignature::response, ANNOTATION)).startsWith("[48, -126,");
    for (int at = 0; at <= ANNOTATION.length(); at++) {
      assertAgrees(ANNOTATION.substring(0, at));
      for (char c = 0; c < 0x100; c++) {
        assertAgrees(ANNOTATION.substring(0, at) + c + ANNOTATION.substring(at));
        if (at < ANNOTATION.length()) {
          assertAgrees(ANNOTATION.substring(0, at) + c + ANNOTATION.substring(at + 1));
        }
      }
    }
  }

  private static void assertAgrees(String annotation) {
    assertThat(answer(LegacySignature::response, annotation))
        .as(annotation)
        .isEqualTo(answer(LegacySignature::responseOfAny, annotation));
  }
}
