package io.sealbus.verification.sigstore;

import io.sealbus.verification.crypto.Certificate;
import io.sealbus.verification.crypto.MalformedException;
import io.sealbus.verification.crypto.Pem;
import io.sealbus.verification.crypto.SignatureProvider;
import java.util.List;

/** The certificates of a {@code certChain}. */
sealed interface CertChain {
  /** They can be read. */
  record Certificates(List<Certificate> certificates) implements CertChain {
    public Certificates {
      certificates = List.copyOf(certificates);
    }

    /** How many are of no certificate authority. */
    long leaves() {
      return certificates.stream().filter(certificate -> !certificate.isAuthority()).count();
    }
  }

  /** They cannot. */
  record Unreadable(String why) implements CertChain {}

  /** Reads {@code pem}, which holds certificates and nothing behind the last one. */
  static CertChain read(byte[] pem, SignatureProvider provider) {
    try {
      return new Certificates(Certificate.fromPemStrict(pem, provider));
    } catch (MalformedException e) {
      boolean noBlock = Pem.first(pem).isEmpty();
      return new Unreadable(noBlock ? "error during PEM decoding" : "x509: malformed certificate");
    }
  }
}
