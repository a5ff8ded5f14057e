package io.sealbus.verification.transparency;

import static io.sealbus.verification.ReasonCode.TLOG_ENTRY_INVALID;
import static io.sealbus.verification.ReasonCode.TLOG_ENTRY_MISMATCH;
import static io.sealbus.verification.ReasonCode.TLOG_KEY_UNKNOWN;
import static io.sealbus.verification.ReasonCode.TLOG_SET_INVALID;

import io.sealbus.verification.Proof;
import io.sealbus.verification.Refusal;
import io.sealbus.verification.crypto.Base64Text;
import io.sealbus.verification.crypto.MalformedException;
import io.sealbus.verification.json.InvalidJsonException;
import io.sealbus.verification.json.JsonParser;
import io.sealbus.verification.json.JsonValue;
import io.sealbus.verification.json.JsonValue.JsonNumber;
import io.sealbus.verification.json.LenientMembers;
import io.sealbus.verification.trust.TrustedRoot.Log;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Proves the promise of a log that stands in a {@code dev.sigstore.cosign/bundle} annotation. This
 * form has no inclusion proof. Immutable and safe for use by many threads.
 */
public final class RekorBundleVerifier {
  private static final int MAX_BYTES = 8 << 20;

  /** Furthest instant that can be written with a four-digit year. */
  private static final long MAX_SECONDS = 253_402_300_799L;

  private final Map<String, Log> logs;

  /** Of the logs {@code logs}; of two with one id the last counts. */
  public RekorBundleVerifier(List<Log> logs) {
    var byId = new HashMap<String, Log>();
    logs.forEach(log -> byId.put(HexFormat.of().formatHex(log.id().toArray()), log));
    this.logs = Map.copyOf(byId);
  }

  /** The annotation as Go reads it. */
  private record Promise(
      byte[] signature, String body, long integratedTime, long logIndex, String logId) {
    static Promise read(String annotation) throws InvalidJsonException, MalformedException {
      LenientMembers bundle = LenientMembers.of("$", JsonParser.parse(annotation, MAX_BYTES));
      LenientMembers payload = bundle.object("Payload");
      if (payload == null) {
        throw new InvalidJsonException("$", "member Payload is missing");
      }
      return new Promise(
          Base64Text.decode(orEmpty(bundle.string("SignedEntryTimestamp"))),
          orEmpty(payload.string("body")),
          int64(payload.get("integratedTime")),
          int64(payload.get("logIndex")),
          orEmpty(payload.string("logID")));
    }

    private static String orEmpty(@Nullable String text) {
      return text == null ? "" : text;
    }

    private static long int64(@Nullable JsonValue value) throws InvalidJsonException {
      try {
        return value instanceof JsonNumber number ? Long.parseLong(number.text()) : -1;
      } catch (NumberFormatException e) {
        throw new InvalidJsonException("$.Payload", "not a 64-bit integer");
      }
    }
  }

  /**
   * Proves that a log promised an entry about {@code claim}. The entry is compared before the log's
   * signature is. Refused with {@code TLOG_ENTRY_INVALID}, {@code TLOG_ENTRY_MISMATCH}, {@code
   * TLOG_KEY_UNKNOWN} or {@code TLOG_SET_INVALID}.
   *
   * @param annotation the annotation's text
   * @return when the log took the entry, to the second
   */
  public Proof<Instant> verify(String annotation, LogClaim claim) {
    return Proof.of(() -> {
      try {
        return verified(Promise.read(annotation), claim);
      } catch (InvalidJsonException e) {
        throw new Refusal(TLOG_ENTRY_INVALID, "Rekor bundle " + e.path() + ": " + e.getMessage());
      } catch (MalformedException e) {
        throw new Refusal(TLOG_ENTRY_INVALID, "Rekor bundle: " + e.getMessage());
      }
    });
  }

  private Instant verified(Promise promise, LogClaim claim)
      throws InvalidJsonException, MalformedException, Refusal {
    LogEntryBody body = LogEntryBodyReader.parse(Base64Text.decode(promise.body));
    if (body.isTiled()) {
      throw new InvalidJsonException("$.Payload.body", "entries of Rekor v2 have no promise");
    }
    requireAbout(body, claim);
    Log log = logs.get(promise.logId);
    if (log == null) {
      throw new Refusal(
          TLOG_KEY_UNKNOWN, "verifying bundle: rekor log public key not found for payload");
    }
    var set =
        new SignedEntryTimestamp(
            promise.body, promise.integratedTime, promise.logIndex, promise.logId);
    boolean inRange = promise.integratedTime >= 0 && promise.integratedTime <= MAX_SECONDS;
    if (!inRange || !set.isSignedBy(log.key(), promise.signature)) {
      throw new Refusal(TLOG_SET_INVALID, "unable to verify SET");
    }
    return Instant.ofEpochSecond(promise.integratedTime);
  }

  /** In the words of the reference, in which people know what is wrong with an annotation. */
  private static void requireAbout(LogEntryBody body, LogClaim claim) throws Refusal {
    LogEntryBody.Mismatch mismatch = body.mismatch(claim);
    if (mismatch != null) {
      throw new Refusal(
          TLOG_ENTRY_MISMATCH,
          switch (mismatch) {
            case SIGNATURE -> "signature in bundle does not match signature being verified";
            case VERIFIER -> "comparing public key PEMs, expected another than the entry's";
            case BYTES, CONTENT -> "matching bundle to payload: the entry is about other bytes";
          });
    }
  }
}
