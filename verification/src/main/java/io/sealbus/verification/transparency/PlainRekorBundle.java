package io.sealbus.verification.transparency;

import io.sealbus.verification.json.PlainJson;
import io.sealbus.verification.json.PlainJson.Base64String;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A log's promise as it stands in a {@code dev.sigstore.cosign/bundle} annotation, where that is in
 * the very form that cosign writes: each member once and well-typed, no white space, no escapes.
 * Nodes and admission read annotations by rules of their own, which are one for this form. Nothing
 * about it is proven.
 *
 * @param promise the signed entry timestamp
 * @param body the entry, in base64
 * @param entry the entry
 * @param logId in hex
 */
public record PlainRekorBundle(
    byte[] promise, String body, byte[] entry, long integratedTime, long logIndex, String logId) {
  /** Longest text that is read here, in characters. */
  private static final int MAX_LENGTH = 1 << 20;

  /** What the annotation says, or null where it is not in this form. */
  public static @Nullable PlainRekorBundle read(String annotation) {
    if (annotation.length() > MAX_LENGTH) {
      return null;
    }
    PlainJson json = PlainJson.of(annotation);
    Base64String promise = json.skip("{\"SignedEntryTimestamp\":\"") ? json.base64() : null;
    if (promise == null || !json.skip(",\"Payload\":{\"body\":\"")) {
      return null;
    }
    Base64String body = json.base64();
    long time = body != null && json.skip(",\"integratedTime\":") ? json.natural() : -1;
    if (body == null || time < 0) {
      return null;
    }
    // Cosign writes the index first; the log signs the members in the order of their names.
    boolean indexFirst = json.skip(",\"logIndex\":");
    long index = indexFirst ? json.natural() : -1;
    String logId = json.skip(",\"logID\":\"") ? json.hex() : null;
    if (!indexFirst && logId != null) {
      index = json.skip(",\"logIndex\":") ? json.natural() : -1;
    }
    return logId != null && index >= 0 && json.skip("}}") && json.isAtEnd()
        ? new PlainRekorBundle(
            promise.decoded(), body.encoded(), body.decoded(), time, index, logId)
        : null;
  }

  /**
   * What the log signs: the payload by RFC 8785, which changes nothing of this form but the order.
   */
  public byte[] signedBytes() {
    return SignedEntryTimestamp.plain(body, integratedTime, logIndex, logId)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
