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
  /** Whether {@code signature} is ECDSA by {@code key} over the canonical JSON. */
  boolean isSignedBy(VerificationKey key, byte[] signature) {
    try {
      var payload =
          new JsonObject(
              List.of(
                  new Member("body", new JsonString(body)),
                  new Member("integratedTime", new JsonNumber(Long.toString(integratedTime))),
                  new Member("logID", new JsonString(logId)),
                  new Member("logIndex", new JsonNumber(Long.toString(logIndex)))));
      byte[] signed = CanonicalJson.of(payload).getBytes(StandardCharsets.UTF_8);
      return key.verifyLogPromise(signed, signature);
    } catch (InvalidJsonException e) {
      return false;
    }
  }
}
