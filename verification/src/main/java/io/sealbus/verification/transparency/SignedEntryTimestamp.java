package io.sealbus.verification.transparency;

import io.sealbus.verification.crypto.VerificationKey;
import io.sealbus.verification.json.CanonicalJson;
import io.sealbus.verification.json.InvalidJsonException;
import io.sealbus.verification.json.JsonValue.JsonNumber;
import io.sealbus.verification.json.JsonValue.JsonObject;
import io.sealbus.verification.json.JsonValue.JsonString;
import io.sealbus.verification.json.JsonValue.Member;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a log of Rekor v1 signs to promise an entry.
 *
 * @param body the entry, in base64
 * @param integratedTime when the log took it, in seconds since the epoch
 * @param logIndex its index in the log, of all shards
 * @param logId the log's, in hex
 * @see <a href="https://docs.sigstore.dev/logging/verify-release/">Rekor, signed entry
 *     timestamp</a>
 */
record SignedEntryTimestamp(String body, long integratedTime, long logIndex, String logId) {
  /** Largest integer up to which all are exact as doubles, and written in digits alone. */
  private static final long MAX_EXACT = 1L << 53;

  /** Whether {@code signature} is ECDSA by {@code key} over the canonical JSON. */
  boolean isSignedBy(VerificationKey key, byte[] signature) {
    byte[] signed = signedBytes();
    return signed != null && key.verifyLogPromise(signed, signature);
  }

  /** The canonical JSON; null where there is none. */
  byte @Nullable [] signedBytes() {
    try {
      return canonical().getBytes(StandardCharsets.UTF_8);
    } catch (InvalidJsonException e) {
      return null;
    }
  }

  String canonical() throws InvalidJsonException {
    boolean exact =
        integratedTime >= 0
            && integratedTime <= MAX_EXACT
            && logIndex >= 0
            && logIndex <= MAX_EXACT;
    return exact && isUnescaped(body) && isUnescaped(logId)
        ? plain(body, integratedTime, logIndex, logId)
        : canonicalOfAny();
  }

  /** By the rules of RFC 8785, whatever there is. */
  String canonicalOfAny() throws InvalidJsonException {
    return CanonicalJson.of(
        new JsonObject(
            List.of(
                new Member("body", new JsonString(body)),
                new Member("integratedTime", new JsonNumber(Long.toString(integratedTime))),
                new Member("logID", new JsonString(logId)),
                new Member("logIndex", new JsonNumber(Long.toString(logIndex))))));
  }

  /** The same of texts without escapes and of integers that are exact as doubles. */
  static String plain(String body, long integratedTime, long logIndex, String logId) {
    return "{\"body\":\""
        + body
        + "\",\"integratedTime\":"
        + integratedTime
        + ",\"logID\":\""
        + logId
        + "\",\"logIndex\":"
        + logIndex
        + "}";
  }

  /** Whether it is ASCII of which nothing needs an escape by RFC 8785, section 3.2.2.2. */
  private static boolean isUnescaped(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }
}
