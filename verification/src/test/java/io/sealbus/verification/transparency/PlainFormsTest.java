package io.sealbus.verification.transparency;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.testkit.FakeRekor;
import io.sealbus.testkit.TestImage;
import io.sealbus.testkit.TestKey;
import io.sealbus.testkit.TestSigner;
import io.sealbus.verification.crypto.Base64Text;
import io.sealbus.verification.crypto.MalformedException;
import io.sealbus.verification.json.CanonicalJson;
import io.sealbus.verification.json.InvalidJsonException;
import io.sealbus.verification.json.JsonParser;
import io.sealbus.verification.json.Members;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is read by hand is what the parser reads, or it is not read by hand. */
class PlainFormsTest {
  private static final TestKey KEY = TestKey.of(TestKey.Kind.P256, "plain");
  private static final FakeRekor.Entry ENTRY =
      FakeRekor.of(TestKey.of(TestKey.Kind.P256, "plain log"))
          .entry(
              TestSigner.with(KEY).sign("registry.example.com/a:1", TestImage.of("plain")),
              KEY.publicKeyPem(),
              Instant.parse("2026-01-02T03:04:05Z"));
  private static final String SORTED = ENTRY.bundle();
  private static final String BODY = ENTRY.body().toString();

  /** As cosign writes it. */
  private static final String COSIGN =
      SORTED.replaceAll(
          "\"logID\":\"([0-9a-f]+)\",\"logIndex\":([0-9]+)", "\"logIndex\":$2,\"logID\":\"$1\"");

  @Test
  void readsBothOrdersByHand() {
    for (String bundle : List.of(SORTED, COSIGN)) {
      PlainRekorBundle plain = PlainRekorBundle.read(bundle);

      assertThat(plain).isNotNull();
      assertThat(new String(plain.entry(), StandardCharsets.UTF_8)).isEqualTo(BODY);
      assertAgrees(bundle);
    }
    assertThat(COSIGN).isNotEqualTo(SORTED);
    assertThat(PlainHashedRekord.read(BODY.getBytes(StandardCharsets.UTF_8))).isNotNull();
  }

  @Test
  void leavesToTheParserWhatIsNotPlain() {
    for (String other :
        List.of(
            SORTED + " ",
            SORTED.replace("\"Payload\":", "\"Payload\": "),
            SORTED.replace("\"Payload\"", "\"payload\""),
            SORTED.replace("\"logIndex\":0", "\"logIndex\":00"),
            SORTED.replace("\"logIndex\":0", "\"logIndex\":-0"),
            SORTED.replace("\"logIndex\":0", "\"logIndex\":0.0"),
            SORTED.replace("\"logIndex\":0", "\"logIndex\":1000000000000000"),
            SORTED.replace("\"logIndex\":0", "\"logIndex\":0,\"logIndex\":0"),
            SORTED.replace("\"logID\":\"", "\"logID\":\"A"))) {
      assertThat(other).isNotEqualTo(SORTED);
      assertThat(PlainRekorBundle.read(other)).as(other).isNull();
    }
    for (String other :
        List.of(
            BODY + " ",
            BODY.replace("sha256", "sha512"),
            BODY.replace("\"value\":\"", "\"value\":\"00"),
            BODY.replace("hashedrekord", "rekord"))) {
      assertThat(other).isNotEqualTo(BODY);
      assertThat(PlainHashedRekord.read(other.getBytes(StandardCharsets.UTF_8))).isNull();
    }
  }

  @Test
  void readsNoAnnotationOtherwiseThanTheParser() {
    for (String changed : changes(COSIGN)) {
      assertAgrees(changed);
    }
    for (String changed : changes(SORTED)) {
      assertAgrees(changed);
    }
  }

  @Test
  void readsNoBodyOtherwiseThanTheParser() {
    for (String changed : changes(BODY)) {
      byte[] body = changed.getBytes(StandardCharsets.ISO_8859_1);
      assertThat(read(LogEntryBodyReader::parse, body))
          .isEqualTo(read(LogEntryBodyReader::parseAny, body));
    }
  }

  @Test
  void signsWhatTheCanonicalFormSays() throws Exception {
    long[] numbers = {
      0, 1, -1, 999, 1L << 53, (1L << 53) + 1, Long.MAX_VALUE, Long.MIN_VALUE, 1_700_000_000
    };
    for (String text :
        List.of("", "abc=", "a\"b", "\\", "\n", "\u007f", "\u00fc", "\ud83d\ude00")) {
      for (long number : numbers) {
        var one = new SignedEntryTimestamp(text, number, 1, "ab");
        var other = new SignedEntryTimestamp("ab", 1, number, text);

        assertThat(one.canonical()).isEqualTo(one.canonicalOfAny());
        assertThat(other.canonical()).isEqualTo(other.canonicalOfAny());
      }
    }
  }

  /** Every character changed to each of many, left out, and one put before it. */
  private static List<String> changes(String text) {
    var changes = new ArrayList<String>();
    for (int at = 0; at <= text.length(); at++) {
      String before = text.substring(0, at);
      changes.add(before);
      for (char c : "\"\\{}[]:,.+-=/ 09afAFgZez_\n\r\t\u0000\u007f\u00ff".toCharArray()) {
        changes.add(before + c + text.substring(at));
        if (at < text.length()) {
          changes.add(before + c + text.substring(at + 1));
        }
      }
      if (at < text.length()) {
        changes.add(before + text.substring(at + 1));
      }
    }
    return changes;
  }

  private static void assertAgrees(String annotation) {
    PlainRekorBundle plain = PlainRekorBundle.read(annotation);
    if (plain == null) {
      return;
    }
    try {
      Members bundle =
          Members.of("$", JsonParser.parse(annotation, Integer.MAX_VALUE))
              .exactly(Set.of("SignedEntryTimestamp", "Payload"));
      Members payload =
          Members.of("$.Payload", bundle.require("Payload"))
              .exactly(Set.of("body", "integratedTime", "logIndex", "logID"));
      assertThat(plain.promise())
          .isEqualTo(Base64Text.decode(bundle.string("SignedEntryTimestamp")));
      assertThat(plain.body()).isEqualTo(payload.string("body"));
      assertThat(plain.entry()).isEqualTo(Base64Text.decode(payload.string("body")));
      assertThat(plain.integratedTime()).isEqualTo(payload.int64("integratedTime"));
      assertThat(plain.logIndex()).isEqualTo(payload.int64("logIndex"));
      assertThat(plain.logId()).isEqualTo(payload.string("logID"));
      assertThat(new String(plain.signedBytes(), StandardCharsets.UTF_8))
          .isEqualTo(CanonicalJson.of(bundle.require("Payload")));
    } catch (InvalidJsonException | MalformedException e) {
      throw new AssertionError(annotation, e);
    }
  }

  private interface Reader {
    LogEntryBody read(byte[] body) throws InvalidJsonException, MalformedException;
  }

  private static String read(Reader reader, byte[] body) {
    try {
      LogEntryBody read = reader.read(body);
      var text = new StringBuilder(read.kind() + " " + read.version() + " " + read.isTiled());
      for (LogEntryBody.Signature signature : read.signatures()) {
        text.append(' ').append(base64(signature.signature()));
        text.append(' ').append(base64(signature.verifier()));
      }
      for (LogEntryBody.Hash hash : read.hashes()) {
        text.append(' ').append(hash.of()).append(hash.algorithm());
        text.append(HexFormat.of().formatHex(hash.value()));
      }
      return text.toString();
    } catch (InvalidJsonException e) {
      return e.path() + ": " + e.getMessage();
    } catch (MalformedException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
