package io.sealbus.verification.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PlainPayloadTest {
  private static final String DIGEST = "sha256:" + "0a".repeat(32);
  private static final byte[] PLAIN = payload("registry.example.com/app/web:1.0", DIGEST);

  private static byte[] payload(String identity, String digest) {
    return ("{\"critical\":{\"identity\":{\"docker-reference\":\""
            + identity
            + "\"},\"image\":{\"docker-manifest-digest\":\""
            + digest
            + "\"},\"type\":\"cosign container image signature\"},\"optional\":null}")
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void readsWhatCosignWrites() throws Exception {
    assertThat(PlainPayload.read(PLAIN)).isEqualTo(SimpleSigningPayload.parseAny(PLAIN));
  }

  @Test
  void leavesToTheParserWhatIsNotPlain() {
    for (String identity : new String[] {"a\\u0062", "a\u00fc", "a\tb", "a\u007f", "a\\\""}) {
      assertThat(PlainPayload.read(payload(identity, DIGEST))).as(identity).isNull();
    }
    assertThat(PlainPayload.read(payload("a", "sha256:0a"))).isNull();
  }

  @Test
  void readsNothingThatTheParserReadsOtherwise() {
    for (int at = 0; at < PLAIN.length; at++) {
      for (int value = 0; value < 256; value++) {
        byte[] changed = PLAIN.clone();
        changed[at] = (byte) value;
        assertAgrees(changed);
      }
      byte[] cut = java.util.Arrays.copyOf(PLAIN, at);
      assertAgrees(cut);
    }
    assertAgrees(java.util.Arrays.copyOf(PLAIN, PLAIN.length + 1));
  }

  private static void assertAgrees(byte[] payload) {
    SimpleSigningPayload plain = PlainPayload.read(payload);
    if (plain != null) {
      try {
        assertThat(plain).isEqualTo(SimpleSigningPayload.parseAny(payload));
      } catch (Rejection e) {
        throw new AssertionError(new String(payload, StandardCharsets.ISO_8859_1), e);
      }
    }
  }
}
