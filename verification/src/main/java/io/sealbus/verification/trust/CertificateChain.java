package io.sealbus.verification.trust;

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
import java.time.Instant;
import java.util.List;

/**
 * A certificate that was proven to be issued under a certificate authority of a trust root. A fact
 * that does not depend on when it is looked at: a caller may remember it by the certificate's
 * digest and the trust root. Only {@link IssuingAuthorities} makes one.
 */
public final class CertificateChain {
  private final List<Certificate> certificates;

  CertificateChain(List<Certificate> certificates) {
    this.certificates = List.copyOf(certificates);
  }

  /** Leaf first, anchor last. */
  public List<Certificate> certificates() {
    return certificates;
  }

  /** The certificate in question. */
  public Certificate leaf() {
    return certificates.get(0);
  }

  /** Who issued it; itself where it is an anchor. */
  public Certificate issuer() {
    return certificates.get(Math.min(1, certificates.size() - 1));
  }

  /**
   * Refuses a time at which the leaf or a certificate above it is not valid, ends inclusive.
   *
   * @throws Refusal with a code that says which of them, on which side, and who told the time
   */
  public void requireValidAt(ObservedTime observed) throws Refusal {
    requireLeafValidAt(leaf(), observed);
    for (Certificate above : certificates.subList(1, certificates.size())) {
      requireValidAt(above, observed.time(), CHAIN_EXPIRED, CHAIN_NOT_YET_VALID);
    }
  }

  /** As {@link #requireValidAt(ObservedTime)}, of one certificate that need not be proven. */
  public static void requireLeafValidAt(Certificate leaf, ObservedTime observed) throws Refusal {
    switch (observed.source()) {
      case TIMESTAMP ->
          requireValidAt(
              leaf, observed.time(), CERT_EXPIRED_AT_TIMESTAMP, CERT_NOT_YET_VALID_AT_TIMESTAMP);
      case LOG ->
          requireValidAt(
              leaf, observed.time(), CERT_EXPIRED_AT_TLOG_TIME, CERT_NOT_YET_VALID_AT_TLOG_TIME);
      case NOW -> requireValidAt(leaf, observed.time(), CERT_EXPIRED, CERT_NOT_YET_VALID);
    }
  }

  private static void requireValidAt(
      Certificate certificate, Instant time, ReasonCode expired, ReasonCode notYetValid)
      throws Refusal {
    if (time.isAfter(certificate.notAfter())) {
      throw new Refusal(expired, "valid until " + certificate.notAfter() + ", used at " + time);
    }
    if (time.isBefore(certificate.notBefore())) {
      throw new Refusal(notYetValid, "valid from " + certificate.notBefore() + ", used at " + time);
    }
  }
}
