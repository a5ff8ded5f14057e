package io.sealbus.verification.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.testkit.FakeRekor;
import io.sealbus.testkit.TestImage;
import io.sealbus.testkit.TestKey;
import io.sealbus.testkit.TestSigner;
import io.sealbus.verification.json.InvalidJsonException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** A node reads the log's own form of an entry as it would read it by the parser. */
class PlainHashedRekordTest {
  private static final TestKey KEY = TestKey.of(TestKey.Kind.P256, "plain");
  private static final byte[] BODY =
      FakeRekor.of(TestKey.of(TestKey.Kind.P256, "plain log"))
          .entry(
              TestSigner.with(KEY).sign("registry.example.com/a:1", TestImage.of("plain")),
              KEY.publicKeyPem(),
              Instant.EPOCH)
          .body()
          .toString()
          .getBytes(StandardCharsets.UTF_8);

  @Test
  void readsNothingThatTheParserReadsOtherwise() {
    assertThat(read(HashedRekord::parse, BODY)).contains("sha256");
    for (int at = 0; at < BODY.length; at++) {
      for (int value = 0; value < 256; value++) {
        byte[] changed = BODY.clone();
        changed[at] = (byte) value;
        assertAgrees(changed);
      }
      assertAgrees(Arrays.copyOf(BODY, at));
    }
  }

  private static void assertAgrees(byte[] body) {
    assertThat(read(HashedRekord::parse, body)).isEqualTo(read(HashedRekord::parseAny, body));
  }

  private interface Reader {
    HashedRekord read(byte[] body) throws InvalidJsonException;
  }

  private static String read(Reader reader, byte[] body) {
    try {
      HashedRekord read = reader.read(body);
      return read.hashAlgorithm()
          + " "
          + read.hashValue()
          + " "
          + Base64.getEncoder().encodeToString(read.signature())
          + " "
          + Base64.getEncoder().encodeToString(read.publicKey());
    } catch (InvalidJsonException e) {
      return e.path() + ": " + e.getMessage();
    }
  }
}
