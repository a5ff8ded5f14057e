package io.sealbus.signaturefetcher.source;

import io.sealbus.schemas.Authenticity;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/**
 * The certificate that the sender shows when it connects. TLS has proven that it holds the key, and
 * that an authority in {@code http.tls.client.authorities} vouches for it; which of all that these
 * vouch for may speak for this source is said here.
 *
 * @param names any one of which must stand in the certificate as an alternative name: a host, an
 *     e-mail address or a URI, word for word
 * @param subjects one of which must be the certificate's subject, where none of the names does
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.6">RFC 5280, subject
 *     alternative name</a>
 */
record CertificateAuthentication(
    Set<String> names, Set<X500Principal> subjects, InstantSource clock) implements Authentication {
  private static final int EMAIL = 1;
  private static final int DNS = 2;
  private static final int URI = 6;

  CertificateAuthentication {
    names = Set.copyOf(names);
    subjects = Set.copyOf(subjects);
  }

  @Override
  public Authenticity grade() {
    return Authenticity.MTLS;
  }

  @Override
  public Admission byHead(Delivery head) {
    X509Certificate shown = head.client();
    return shown != null && isValid(shown) && isNamed(shown)
        ? Admission.ADMITTED
        : Admission.REFUSED;
  }

  /** A connection may stand for longer than the certificate that it began with. */
  private boolean isValid(X509Certificate shown) {
    try {
      shown.checkValidity(Date.from(clock.instant()));
      return true;
    } catch (CertificateException e) {
      return false;
    }
  }

  private boolean isNamed(X509Certificate shown) {
    if (subjects.contains(shown.getSubjectX500Principal())) {
      return true;
    }
    try {
      Collection<List<?>> alternatives = shown.getSubjectAlternativeNames();
      return alternatives != null && alternatives.stream().anyMatch(this::isAdmitted);
    } catch (CertificateParsingException e) {
      return false;
    }
  }

  /** Each is a type and a name; hosts have no case. */
  private boolean isAdmitted(List<?> alternative) {
    int type = (Integer) alternative.get(0);
    return alternative.get(1) instanceof String name
        && switch (type) {
          case DNS -> names.stream().anyMatch(name::equalsIgnoreCase);
          case EMAIL, URI -> names.contains(name);
          default -> false;
        };
  }

  @Override
  public Admission byBody(Delivery delivery) {
    return Admission.ADMITTED;
  }
}
