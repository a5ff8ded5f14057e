package io.sealbus.verification.containers;

import static io.sealbus.verification.ReasonCode.CERT_INVALID;

import io.sealbus.verification.crypto.Certificate;
import io.sealbus.verification.crypto.MalformedException;
import io.sealbus.verification.crypto.SignatureProvider;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What Fulcio and PKI have in common: reading the annotations that carry certificates. */
final class CertificateCheck {
  private CertificateCheck() {}

  /** Exactly one certificate. */
  static Certificate leaf(String annotation, SignatureProvider provider) throws Rejection {
    List<Certificate> certificates = parse(annotation, provider);
    if (certificates.size() != 1) {
      throw new Rejection(
          CERT_INVALID,
          "the certificate annotation has " + certificates.size() + " certificates, not one");
    }
    return certificates.get(0);
  }

  /** The chain without its last certificate, which is taken to be the root and never needed. */
  static List<Certificate> intermediates(@Nullable String annotation, SignatureProvider provider)
      throws Rejection {
    if (annotation == null || annotation.isEmpty()) {
      return List.of();
    }
    List<Certificate> chain = parse(annotation, provider);
    return chain.isEmpty() ? chain : chain.subList(0, chain.size() - 1);
  }

  private static List<Certificate> parse(String annotation, SignatureProvider provider)
      throws Rejection {
    try {
      return Certificate.fromPemStrict(annotation, provider);
    } catch (MalformedException e) {
      throw new Rejection(CERT_INVALID, "certificate annotation: " + e.getMessage());
    }
  }
}
