package io.sealbus.verification.sigstore.evaluation;

import static io.sealbus.verification.ReasonCode.CERT_EXPIRED;
import static io.sealbus.verification.ReasonCode.CERT_EXPIRED_AT_TIMESTAMP;
import static io.sealbus.verification.ReasonCode.CERT_EXPIRED_AT_TLOG_TIME;
import static io.sealbus.verification.ReasonCode.CERT_NOT_YET_VALID;
import static io.sealbus.verification.ReasonCode.CERT_NOT_YET_VALID_AT_TIMESTAMP;
import static io.sealbus.verification.ReasonCode.CERT_NOT_YET_VALID_AT_TLOG_TIME;
import static io.sealbus.verification.ReasonCode.CHAIN_EXPIRED;
import static io.sealbus.verification.ReasonCode.CHAIN_NOT_YET_VALID;

import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.Refusal;
import io.sealbus.verification.crypto.Certificate;
import io.sealbus.verification.trust.ObservedTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether certificates were valid when a signature is known to have existed. */
final class CertificateTimes {
  private CertificateTimes() {}

  /**
   * Refuses a time outside the validity of one of {@code chain}, ends inclusive, in the
   * controller's words.
   *
   * @param chain leaf first
   */
  static void requireValidAt(List<Certificate> chain, ObservedTime observed) throws Refusal {
    for (int i = 0; i < chain.size(); i++) {
      Certificate certificate = chain.get(i);
      Instant time = observed.time();
      String which = i == 0 ? "certificate" : "issuing CA certificate";
      if (certificate.notAfter().isBefore(time)) {
        throw new Refusal(
            i == 0 ? expired(observed) : CHAIN_EXPIRED,
            prefix(observed)
                + which
                + " expired before observed time: "
                + seconds(certificate.notAfter())
                + " is before "
                + seconds(time));
      }
      if (certificate.notBefore().isAfter(time)) {
        throw new Refusal(
            i == 0 ? notYetValid(observed) : CHAIN_NOT_YET_VALID,
            prefix(observed)
                + which
                + " was issued after observed time: "
                + seconds(certificate.notBefore())
                + " is after "
                + seconds(time));
      }
    }
  }

  /** Last instant to which certificates that are valid at {@code now} all stay so. */
  static @Nullable Instant validUntil(List<Certificate> chain) {
    return chain.stream().map(Certificate::notAfter).min(Instant::compareTo).orElse(null);
  }

  /** Last instant before another of the certificates becomes valid; null where none will. */
  static @Nullable Instant invalidUntil(List<Certificate> chain, Instant now) {
    return chain.stream()
        .map(Certificate::notBefore)
        .filter(start -> start.isAfter(now))
        .min(Instant::compareTo)
        .map(start -> start.minusNanos(1))
        .orElse(null);
  }

  private static String prefix(ObservedTime observed) {
    return switch (observed.source()) {
      case TIMESTAMP -> "checking expiry on certificate with timestamp: ";
      case LOG, NOW -> "checking expiry on certificate with bundle: ";
    };
  }

  private static ReasonCode expired(ObservedTime observed) {
    return switch (observed.source()) {
      case TIMESTAMP -> CERT_EXPIRED_AT_TIMESTAMP;
      case LOG -> CERT_EXPIRED_AT_TLOG_TIME;
      case NOW -> CERT_EXPIRED;
    };
  }

  private static ReasonCode notYetValid(ObservedTime observed) {
    return switch (observed.source()) {
      case TIMESTAMP -> CERT_NOT_YET_VALID_AT_TIMESTAMP;
      case LOG -> CERT_NOT_YET_VALID_AT_TLOG_TIME;
      case NOW -> CERT_NOT_YET_VALID;
    };
  }

  private static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
