package io.sealbus.verification.transparency;

import io.sealbus.verification.json.PlainJson;
import io.sealbus.verification.json.PlainJson.Base64String;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The body of a log entry of kind hashedrekord 0.0.1 in the very form that the log keeps, which is
 * canonical JSON with nothing left out. Nodes and admission read bodies by rules of their own,
 * which are one for this form. Nothing about it is proven.
 *
 * @param sha256 of what is signed, 64 digits of hex in lower case
 * @param publicKey a key or certificate, most often in PEM
 */
public record PlainHashedRekord(String sha256, byte[] signature, byte[] publicKey) {
  private static final int MAX_BYTES = 1 << 20;
  private static final int HEX_OF_SHA256 = 64;

  /** What the body says, or null where it is not in this form. */
  public static @Nullable PlainHashedRekord read(byte[] body) {
    if (body.length > MAX_BYTES) {
      return null;
    }
    PlainJson json = PlainJson.of(new String(body, StandardCharsets.ISO_8859_1));
    String sha256 =
        json.skip(
                "{\"apiVersion\":\"0.0.1\",\"kind\":\"hashedrekord\",\"spec\":{\"data\":{\"hash\":{"
                    + "\"algorithm\":\"sha256\",\"value\":\"")
            ? json.hex()
            : null;
    if (sha256 == null
        || sha256.length() != HEX_OF_SHA256
        || !json.skip("}},\"signature\":{\"content\":\"")) {
      return null;
    }
    Base64String signature = json.base64();
    Base64String key =
        signature != null && json.skip(",\"publicKey\":{\"content\":\"") ? json.base64() : null;
    return signature != null && key != null && json.skip("}}}}") && json.isAtEnd()
        ? new PlainHashedRekord(sha256, signature.decoded(), key.decoded())
        : null;
  }
}
