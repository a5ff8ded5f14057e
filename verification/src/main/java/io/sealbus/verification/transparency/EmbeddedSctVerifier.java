package io.sealbus.verification.transparency;

import static io.sealbus.verification.ReasonCode.SCT_INVALID;
import static io.sealbus.verification.ReasonCode.SCT_KEY_UNKNOWN;
import static io.sealbus.verification.ReasonCode.SCT_MISSING;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.Proof;
import io.sealbus.verification.Refusal;
import io.sealbus.verification.crypto.MalformedException;
import io.sealbus.verification.transparency.SignedCertificateTimestamp.Precertificate;
import io.sealbus.verification.trust.CertificateChain;
import io.sealbus.verification.trust.TrustedRoot.Log;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Proves that CT logs of a trust root promised to hold a certificate, by the timestamps embedded in
 * it. Immutable and safe for use by many threads.
 */
public final class EmbeddedSctVerifier {
  private final Map<Bytes, Log> logs;

  /** Of the CT logs {@code logs}; of two with one id the last counts. */
  public EmbeddedSctVerifier(List<Log> logs) {
    var byId = new HashMap<Bytes, Log>();
    logs.forEach(log -> byId.put(log.id(), log));
    this.logs = Map.copyOf(byId);
  }

  /**
   * By the rules for signatures beside an image: at least one timestamp, and every one of a known
   * log and good, whenever it was made. Refused with {@code SCT_MISSING}, {@code SCT_KEY_UNKNOWN}
   * or {@code SCT_INVALID}.
   *
   * @return the times of the promises
   */
  public Proof<List<Instant>> verifyEvery(CertificateChain chain) {
    return Proof.of(() -> {
      var times = new ArrayList<Instant>();
      List<SignedCertificateTimestamp> timestamps = timestamps(chain);
      Precertificate precertificate = precertificate(chain);
      for (SignedCertificateTimestamp timestamp : timestamps) {
        Log log = logs.get(timestamp.logId());
        if (log == null) {
          throw new Refusal(SCT_KEY_UNKNOWN, "a certificate timestamp is of an unknown CT log");
        }
        if (!timestamp.isSignedBy(log.key(), precertificate)) {
          throw new Refusal(SCT_INVALID, "a certificate timestamp does not verify");
        }
        times.add(timestamp.time());
      }
      return times;
    });
  }

  /**
   * By the rules for bundles: timestamps of {@code threshold} logs are good and were made within
   * the window of the log; others are passed over. Refused as {@link #verifyEvery}.
   *
   * @return the times of the promises that count
   */
  public Proof<List<Instant>> verifyThreshold(CertificateChain chain, int threshold) {
    return Proof.of(() -> {
      var times = new ArrayList<Instant>();
      var seen = new HashSet<Bytes>();
      boolean known = false;
      List<SignedCertificateTimestamp> timestamps = timestamps(chain);
      Precertificate precertificate = precertificate(chain);
      for (SignedCertificateTimestamp timestamp : timestamps) {
        Log log = logs.get(timestamp.logId());
        known |= log != null;
        if (log != null
            && log.validFor().contains(timestamp.time())
            && timestamp.isSignedBy(log.key(), precertificate)
            && seen.add(log.id())) {
          times.add(timestamp.time());
        }
      }
      if (times.size() < threshold) {
        throw new Refusal(
            known ? SCT_INVALID : SCT_KEY_UNKNOWN,
            times.size() + " verified certificate timestamps of " + threshold);
      }
      return times;
    });
  }

  private static List<SignedCertificateTimestamp> timestamps(CertificateChain chain)
      throws Refusal {
    try {
      List<SignedCertificateTimestamp> timestamps =
          SignedCertificateTimestamp.embeddedIn(chain.leaf());
      if (timestamps.isEmpty()) {
        throw new Refusal(SCT_MISSING, "the certificate has no certificate timestamp");
      }
      return timestamps;
    } catch (MalformedException e) {
      throw new Refusal(SCT_INVALID, "certificate timestamps: " + e.getMessage());
    }
  }

  private static Precertificate precertificate(CertificateChain chain) throws Refusal {
    if (chain.certificates().size() < 2) {
      throw new Refusal(SCT_INVALID, "the certificate has no issuer");
    }
    try {
      return Precertificate.of(chain.leaf(), chain.issuer());
    } catch (MalformedException e) {
      throw new Refusal(SCT_INVALID, "certificate timestamps: " + e.getMessage());
    }
  }
}
