package io.sealbus.verification.crypto;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * When certificates are valid, both ends inclusive.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5">RFC 5280, section
 *     4.1.2.5</a>
 */
public record ValidityPeriod(Instant notBefore, Instant notAfter) {
  /** That of no certificate: whenever one asks. */
  public static final ValidityPeriod ANY = new ValidityPeriod(Instant.MIN, Instant.MAX);

  /** At no time. */
  public static final ValidityPeriod NEVER = new ValidityPeriod(Instant.MAX, Instant.MIN);

  /**
   * Of the first certificate of a PEM text, of which nothing else is read: for who knows that it is
   * one.
   */
  public static ValidityPeriod ofPem(String pem) throws MalformedException {
    Optional<Pem.Block> block = Pem.first(pem.strip());
    if (block.isEmpty()) {
      throw new MalformedException("error during PEM decoding");
    }
    Der tbs = Der.of(block.get().der()).read(Der.SEQUENCE).read(Der.SEQUENCE);
    tbs.readOptional(Der.constructedContext(0));
    tbs.read(Der.INTEGER);
    tbs.read(Der.SEQUENCE);
    tbs.read(Der.SEQUENCE);
    Der validity = tbs.read(Der.SEQUENCE);
    return new ValidityPeriod(DerTime.read(validity), DerTime.read(validity));
  }

  /** In which this and all {@code certificates} are valid. */
  public ValidityPeriod and(List<Certificate> certificates) {
    ValidityPeriod all = this;
    for (Certificate certificate : certificates) {
      all = all.and(new ValidityPeriod(certificate.notBefore(), certificate.notAfter()));
    }
    return all;
  }

  private ValidityPeriod and(ValidityPeriod other) {
    return new ValidityPeriod(
        notBefore.isAfter(other.notBefore) ? notBefore : other.notBefore,
        notAfter.isBefore(other.notAfter) ? notAfter : other.notAfter);
  }

  /** Whether {@code time} lies within. */
  public boolean contains(Instant time) {
    return !time.isBefore(notBefore) && !time.isAfter(notAfter);
  }
}
