package io.sealbus.signaturefetcher.source;

import io.sealbus.runtime.http.Secrets;
import io.sealbus.schemas.Authenticity;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A secret that the sender repeats with each delivery. It vouches for the sender, not for the body.
 *
 * @param header that carries it; not used for a secret in the URL
 */
record SecretAuthentication(Form form, String header, Secrets secrets) implements Authentication {
  /** The URL's parameter. */
  static final String PARAMETER = "secret";

  private static final String BASIC = "Basic ";

  /** How the secret is carried. */
  enum Form {
    /** {@code Authorization: Bearer <secret>}. */
    BEARER,
    /** {@code Authorization: Basic}, of which {@code user:password} is the secret. */
    BASIC,
    /** A header that is the secret and nothing else. */
    HEADER,
    /** {@code ?secret=<secret>}. */
    URL
  }

  @Override
  public Authenticity grade() {
    return switch (form) {
      case BEARER -> Authenticity.BEARER;
      case BASIC, HEADER -> Authenticity.SHARED_HEADER;
      case URL -> Authenticity.URL_SECRET;
    };
  }

  @Override
  public Admission byHead(Delivery head) {
    String presented = form == Form.URL ? head.query().get(PARAMETER) : head.header(header);
    if (presented == null || presented.isEmpty()) {
      return Admission.REFUSED;
    }
    boolean admitted =
        switch (form) {
          case BEARER -> secrets.admitsBearer(presented);
          case BASIC -> secrets.admits(credentials(presented));
          case HEADER, URL -> secrets.admits(presented);
        };
    return admitted ? Admission.ADMITTED : Admission.REFUSED;
  }

  private static String credentials(String authorization) {
    if (!authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return "";
    }
    try {
      String encoded = authorization.substring(BASIC.length()).strip();
      return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  @Override
  public Admission byBody(Delivery delivery) {
    return Admission.ADMITTED;
  }
}
