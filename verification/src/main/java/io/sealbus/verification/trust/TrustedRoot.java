package io.sealbus.verification.trust;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.crypto.Certificate;
import io.sealbus.verification.crypto.VerificationKey;
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
      String baseUrl, String hashAlgorithm, Bytes id, VerificationKey key, Validity validFor) {}
}
