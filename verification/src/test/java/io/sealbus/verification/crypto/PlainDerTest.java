package io.sealbus.verification.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is read by hand in certificates is what the general way reads, or is left to it. */
class PlainDerTest {
  private static final String OTHERS = "09:Za+- \u0000/\u00ff";

  private interface Reader<T> {
    T read() throws MalformedException;
  }

  private static <T> Object answer(Reader<T> reader) {
    try {
      return reader.read();
    } catch (MalformedException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static List<String> changes(String text) {
    var changes = new ArrayList<String>();
    for (int at = 0; at <= text.length(); at++) {
      changes.add(text.substring(0, at));
      for (char c : OTHERS.toCharArray()) {
        changes.add(text.substring(0, at) + c + text.substring(at));
        if (at < text.length()) {
          changes.add(text.substring(0, at) + c + text.substring(at + 1));
        }
      }
    }
    return changes;
  }

  @Test
  void readsNoTimeOtherwise() {
    for (String time :
        List.of(
            "260102030405Z", "490102030405Z", "500228235959Z", "991231000000Z", "000229120000Z")) {
      changes(time).forEach(changed -> assertSameTime(Der.UTC_TIME, changed));
    }
    for (String time : List.of("20260102030405Z", "20241231235960Z", "99991231235959Z")) {
      changes(time).forEach(changed -> assertSameTime(Der.GENERALIZED_TIME, changed));
    }
  }

  private static void assertSameTime(int tag, String time) {
    byte[] text = time.getBytes(StandardCharsets.ISO_8859_1);
    Reader<Instant> reader = () -> DerTime.read(Der.of(DerWriter.element(tag, text)));
    assertThat(answer(reader))
        .as(time)
        .isEqualTo(answer(() -> DerTime.parseAny(tag == Der.UTC_TIME, text)));
  }

  @Test
  void spellsNoObjectIdentifierOtherwise() {
    for (String dotted :
        List.of("2.5.29.15", "1.2.840.10045.2.1", "1.3.6.1.4.1.57264.1.8", "1.3.101.112")) {
      byte[] element = Oid.encode(dotted);
      byte[] content = Arrays.copyOfRange(element, 2, element.length);
      assertSameOid(content);
      for (int at = 0; at < content.length; at++) {
        for (int value = 0; value < 256; value++) {
          byte[] changed = content.clone();
          changed[at] = (byte) value;
          assertSameOid(changed);
        }
        assertSameOid(Arrays.copyOf(content, at));
      }
      assertSameOid(Arrays.copyOf(content, content.length + 1));
    }
  }

  private static void assertSameOid(byte[] content) {
    byte[] element = DerWriter.element(Der.OID, content);
    Reader<String> reader = () -> Der.of(element).readOid();
    assertThat(answer(reader)).isEqualTo(answer(() -> Oid.dotted(content)));
  }

  @Test
  void decodesSpacedBase64AsAfterTakingOutTheSpaces() {
    for (String text :
        List.of("QUJD\nREVG\r\nRw==\n", "QUJDREVGRw==", "", "\t \n", "QR==", "Q===")) {
      for (String changed : changes(text)) {
        String compact = changed.replace(" ", "").replace("\t", "");
        Object spaced =
            answer(() -> Arrays.toString(Base64Text.decodeSpaced(changed, 0, changed.length())));
        assertThat(spaced)
            .as(changed)
            .isEqualTo(answer(() -> Arrays.toString(Base64Text.decode(compact))));
      }
    }
  }
}
