package io.sealbus.signaturefetcher.source;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.sealbus.schemas.Authenticity;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An OpenID Connect token of the sender's platform. Only asymmetric algorithms are known here, so
 * that neither an unsigned token nor one that is signed with a public key as its secret can pass.
 *
 * @see <a href="https://cloud.google.com/pubsub/docs/authenticate-push-subscriptions">Pub/Sub,
 *     Authentication for push subscriptions</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8725">RFC 8725, JWT Best Current Practices</a>
 */
final class OidcAuthentication implements Authentication {
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);
  private static final String BEARER = "Bearer ";
  private static final int MAX_TOKEN = 8192;
  private static final int SKEW_SECONDS = 60;

  /**
   * What the token has to say.
   *
   * @param email the sender's account, which has to be verified; null where {@code claims} tell
   * @param claims further ones, each with its text
   */
  record Expected(
      Set<String> issuers, String audience, @Nullable String email, Map<String, String> claims) {
    Expected {
      issuers = Set.copyOf(issuers);
      claims = Map.copyOf(claims);
      if (email == null && claims.isEmpty()) {
        // Anybody can have the platform sign a token for this audience.
        throw new IllegalArgumentException("nothing says whose token it has to be");
      }
    }
  }

  private final Expected expected;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  /** Checks tokens by {@code keys} at the time of {@code clock}. */
  OidcAuthentication(Expected expected, JWKSource<SecurityContext> keys, InstantSource clock) {
    this.expected = expected;
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
    var claims =
        new DefaultJWTClaimsVerifier<SecurityContext>(
            Set.of(expected.audience()), null, Set.of("iss", "exp", "iat"), null) {
          @Override
          protected Date currentTime() {
            return Date.from(clock.instant());
          }
        };
    claims.setMaxClockSkew(SKEW_SECONDS);
    processor.setJWTClaimsSetVerifier(claims);
  }

  @Override
  public Authenticity grade() {
    return Authenticity.OIDC;
  }

  @Override
  public boolean mayWait() {
    return true;
  }

  @Override
  public Admission byHead(Delivery head) {
    String header = head.header("Authorization");
    if (header == null
        || header.length() > MAX_TOKEN
        || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return Admission.REFUSED;
    }
    try {
      JWTClaimsSet claims = processor.process(header.substring(BEARER.length()).strip(), null);
      return says(claims) ? Admission.ADMITTED : Admission.REFUSED;
    } catch (KeySourceException e) {
      return Admission.UNDECIDED;
    } catch (ParseException | BadJOSEException | JOSEException e) {
      return Admission.REFUSED;
    }
  }

  private boolean says(JWTClaimsSet claims) {
    boolean account =
        expected.email() == null
            || expected.email().equals(claims.getClaim("email"))
                && Boolean.TRUE.equals(claims.getClaim("email_verified"));
    return expected.issuers().contains(claims.getIssuer())
        && account
        && expected.claims().entrySet().stream()
            .allMatch(one -> one.getValue().equals(claims.getClaim(one.getKey())));
  }

  @Override
  public Admission byBody(Delivery delivery) {
    return Admission.ADMITTED;
  }
}
