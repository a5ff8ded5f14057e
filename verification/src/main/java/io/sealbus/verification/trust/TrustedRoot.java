package io.sealbus.verification.trust;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.crypto.Certificate;
import io.sealbus.verification.crypto.VerificationKey;
import io.sealbus.verification.facts.Reading;
import java.util.List;

/**
 * Trust material, parsed once and used often. Immutable.
 *
 * @see <a
 *     href="https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_trustroot.proto">sigstore_trustroot.proto</a>
 */
public record TrustedRoot(
    List<Authority> certificateAuthorities,
    List<Authority> timestampAuthorities,
    List<Log> transparencyLogs,
    List<Log> certificateTransparencyLogs) {
  public TrustedRoot {
    certificateAuthorities = List.copyOf(certificateAuthorities);
    timestampAuthorities = List.copyOf(timestampAuthorities);
    transparencyLogs = List.copyOf(transparencyLogs);
    certificateTransparencyLogs = List.copyOf(certificateTransparencyLogs);
  }

  /** Adds all of it to what an answer depends on. */
  public void describe(Reading reading) {
    describe(certificateAuthorities, reading);
    describe(timestampAuthorities, reading);
    reading.add(transparencyLogs.size());
    transparencyLogs.forEach(log -> log.describe(reading));
    reading.add(certificateTransparencyLogs.size());
    certificateTransparencyLogs.forEach(log -> log.describe(reading));
  }

  /** Adds all of {@code authorities} to what an answer depends on, in their order. */
  public static void describe(List<Authority> authorities, Reading reading) {
    reading.add(authorities.size());
    for (Authority authority : authorities) {
      reading.add(authority.uri).add(authority.chain.size());
      authority.chain.forEach(certificate -> reading.add(certificate.encoded()));
      authority.validFor.describe(reading);
    }
  }

  /**
   * An authority that issues certificates or timestamps.
   *
   * @param chain as given; whoever uses it decides which are roots
   */
  public record Authority(String uri, List<Certificate> chain, Validity validFor) {
    public Authority {
      chain = List.copyOf(chain);
    }
  }

  /**
   * A log of signatures or of certificates.
   *
   * @param id SHA-256 of the key's SubjectPublicKeyInfo, unless the material says otherwise
   * @param hashAlgorithm of the log's tree, as a TrustRoot writes it: {@code sha-256}
   */
  public record Log(
      String baseUrl, String hashAlgorithm, Bytes id, VerificationKey key, Validity validFor) {
    private void describe(Reading reading) {
      reading.add(baseUrl).add(hashAlgorithm).add(id.toArray());
      key.describe(reading);
      validFor.describe(reading);
    }
  }
}
