package io.sealbus.verification.trust;

import static io.sealbus.verification.ReasonCode.TRUST_ROOT_INVALID;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.Proof;
import io.sealbus.verification.Refusal;
import io.sealbus.verification.crypto.Certificate;
import io.sealbus.verification.crypto.HashAlgorithm;
import io.sealbus.verification.crypto.MalformedException;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.crypto.VerificationKey;
import io.sealbus.verification.trust.TrustedRoot.Authority;
import io.sealbus.verification.trust.TrustedRoot.Log;
import java.util.ArrayList;
import java.util.List;

/** The {@code sigstoreKeys} of a TrustRoot resource: PEM as the resource has it. */
public record SigstoreKeys(
    List<Chain> certificateAuthorities,
    List<Chain> timestampAuthorities,
    List<LogKey> tLogs,
    List<LogKey> ctLogs) {
  private static final int MAX_CERTIFICATES = 64;

  public SigstoreKeys {
    certificateAuthorities = List.copyOf(certificateAuthorities);
    timestampAuthorities = List.copyOf(timestampAuthorities);
    tLogs = List.copyOf(tLogs);
    ctLogs = List.copyOf(ctLogs);
  }

  /** An authority's certificates, in any order. */
  public record Chain(String uri, Bytes certChain) {}

  /**
   * A log's key.
   *
   * @param hashAlgorithm as written
   */
  public record LogKey(String baseUrl, String hashAlgorithm, Bytes publicKey) {}

  /**
   * Parses all of it. Everything is valid since the epoch and without end. Refused with {@code
   * TRUST_ROOT_INVALID}, as a whole, where any part is malformed or a {@code tLogs} key is not one
   * of ECDSA.
   */
  public Proof<TrustedRoot> compile(SignatureProvider provider) {
    return Proof.of(() ->
        new TrustedRoot(
            authorities("certificateAuthorities", certificateAuthorities, provider),
            authorities("timestampAuthorities", timestampAuthorities, provider),
            logs("tLogs", tLogs, true, provider),
            logs("ctLogs", ctLogs, false, provider)));
  }

  private static List<Authority> authorities(
      String field, List<Chain> chains, SignatureProvider provider) throws Refusal {
    var authorities = new ArrayList<Authority>();
    for (Chain chain : chains) {
      try {
        List<Certificate> certificates =
            Certificate.fromPemStrict(chain.certChain.toArray(), provider);
        if (certificates.isEmpty() || certificates.size() > MAX_CERTIFICATES) {
          throw new MalformedException("no certificate, or more than " + MAX_CERTIFICATES);
        }
        authorities.add(new Authority(chain.uri, certificates, Validity.ALWAYS));
      } catch (MalformedException e) {
        throw invalid(field, authorities.size(), "certChain: " + e.getMessage());
      }
    }
    return authorities;
  }

  private static List<Log> logs(
      String field, List<LogKey> keys, boolean onlyEcdsa, SignatureProvider provider)
      throws Refusal {
    var logs = new ArrayList<Log>();
    for (LogKey each : keys) {
      try {
        VerificationKey key = VerificationKey.fromPem(each.publicKey.toArray(), provider);
        if (onlyEcdsa && !key.isEcdsa()) {
          throw invalid(
              field, logs.size(), "public key " + logs.size() + " is not ecdsa.PublicKey");
        }
        Bytes id = Bytes.copyOf(HashAlgorithm.SHA256.digest(key.spki()));
        logs.add(new Log(each.baseUrl, each.hashAlgorithm, id, key, Validity.ALWAYS));
      } catch (MalformedException e) {
        throw invalid(field, logs.size(), "publicKey: " + e.getMessage());
      }
    }
    return logs;
  }

  private static Refusal invalid(String field, int index, String message) {
    return new Refusal(TRUST_ROOT_INVALID, "sigstoreKeys." + field + "[" + index + "]: " + message);
  }
}
