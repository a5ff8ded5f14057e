package io.sealbus.signaturefetcher.source;

import io.sealbus.schemas.Authenticity;

/** How a source's sender proves who it is. Safe for use by several threads. */
sealed interface Authentication
    permits CertificateAuthentication,
        HmacAuthentication,
        OidcAuthentication,
        SecretAuthentication {
  /** What the proof is worth. */
  Authenticity grade();

  /** Judges by all that comes before the body; what cannot prove anything is refused here. */
  Admission byHead(Delivery head);

  /** Judges by the body too, as it came, once the head was admitted. */
  Admission byBody(Delivery delivery);

  /** Whether {@link #byHead} may wait for somebody else. */
  default boolean mayWait() {
    return false;
  }
}
