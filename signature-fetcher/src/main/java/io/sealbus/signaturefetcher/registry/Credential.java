package io.sealbus.signaturefetcher.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** How we prove who we are to a registry. The text form of none shows the secret. */
public sealed interface Credential {
  /** A user and a password, for Basic authentication and for token services. */
  record Basic(String user, String password) implements Credential {
    /** The value of an {@code Authorization} header. */
    String header() {
      byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    @Override
    public String toString() {
      return "Basic";
    }
  }

  /** A refresh token that a token service exchanges for a bearer token. */
  record IdentityToken(String token) implements Credential {
    @Override
    public String toString() {
      return "IdentityToken";
    }
  }
}
