package io.sealbus.verification.transparency;

import static io.sealbus.verification.ReasonCode.TLOG_ENTRY_MISMATCH;
import static io.sealbus.verification.ReasonCode.TLOG_KEY_UNKNOWN;
import static io.sealbus.verification.ReasonCode.TLOG_SET_INVALID;

import io.sealbus.verification.Proof;
import io.sealbus.verification.Refusal;
import io.sealbus.verification.transparency.RekorBundle.Promised;
import io.sealbus.verification.trust.TrustedRoot.Log;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Proves the promise of a log that stands in a {@code dev.sigstore.cosign/bundle} annotation. This
 * form has no inclusion proof. Immutable and safe for use by many threads.
 */
public final class RekorBundleVerifier {
  /** Furthest instant that can be written with a four-digit year. */
  private static final long MAX_SECONDS = 253_402_300_799L;

  private final Map<String, Log> logs;

  /** Of the logs {@code logs}; of two with one id the last counts. */
  public RekorBundleVerifier(List<Log> logs) {
    var byId = new HashMap<String, Log>();
    logs.forEach(log -> byId.put(HexFormat.of().formatHex(log.id().toArray()), log));
    this.logs = Map.copyOf(byId);
  }

  /**
   * Proves that a log promised an entry about {@code claim}. The entry is compared before the log's
   * signature is. Refused with {@code TLOG_ENTRY_INVALID}, {@code TLOG_ENTRY_MISMATCH}, {@code
   * TLOG_KEY_UNKNOWN} or {@code TLOG_SET_INVALID}.
   *
   * @return when the log took the entry, to the second
   */
  public Proof<Instant> verify(RekorBundle annotation, LogClaim claim) {
    return Proof.of(() -> verified(annotation.read().orRefuse(), claim));
  }

  private Instant verified(Promised promised, LogClaim claim) throws Refusal {
    requireAbout(promised.entry(), claim);
    SignedEntryTimestamp set = promised.set();
    Log log = logs.get(set.logId());
    if (log == null) {
      throw new Refusal(
          TLOG_KEY_UNKNOWN, "verifying bundle: rekor log public key not found for payload");
    }
    long time = set.integratedTime();
    boolean inRange = time >= 0 && time <= MAX_SECONDS;
    byte[] signed = promised.signed();
    if (!inRange || signed == null || !log.key().verifyLogPromise(signed, promised.signature())) {
      throw new Refusal(TLOG_SET_INVALID, "unable to verify SET");
    }
    return Instant.ofEpochSecond(time);
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
