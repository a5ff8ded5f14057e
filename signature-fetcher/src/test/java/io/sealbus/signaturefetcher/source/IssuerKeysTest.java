package io.sealbus.signaturefetcher.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.sealbus.verification.Bytes;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens, and the keys they are checked by, as an issuer publishes them. */
class IssuerKeysTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final AtomicInteger asked = new AtomicInteger();
  private volatile int status = 200;
  private volatile String body = "";
  private HttpServer issuer;
  private RSAKey key;
  private OidcAuthentication authentication;

  @BeforeEach
  void start() throws Exception {
    key = new RSAKeyGenerator(2048).keyID("k1").generate();
    body = new JWKSet(key.toPublicJWK()).toString();
    issuer = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    issuer.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Location", "/keys");
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    issuer.start();
    URI keys = URI.create("http://127.0.0.1:" + issuer.getAddress().getPort() + "/keys");
    authentication =
        new OidcAuthentication(
            new OidcAuthentication.Expected(
                Set.of("https://issuer.example"), "us", null, Map.of("appid", "sender")),
            IssuerKeys.at(keys),
            InstantSource.fixed(NOW));
  }

  @AfterEach
  void stop() {
    issuer.stop(0);
  }

  private Admission present(String keyId, String appid) throws Exception {
    var token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(keyId).build(),
            new JWTClaimsSet.Builder()
                .issuer("https://issuer.example")
                .audience("us")
                .issueTime(Date.from(NOW))
                .expirationTime(Date.from(NOW.plusSeconds(60)))
                .claim("appid", appid)
                .build());
    token.sign(new RSASSASigner(key));
    return authentication.byHead(
        new Delivery(
            Map.of("Authorization", "Bearer " + token.serialize()),
            Map.of(),
            null,
            Bytes.utf8(""),
            NOW));
  }

  @Test
  void theKeysAreFetchedOnceForManyTokens() throws Exception {
    for (int i = 0; i < 20; i++) {
      assertThat(present("k1", "sender")).isEqualTo(Admission.ADMITTED);
    }

    assertThat(asked).hasValue(1);
  }

  @Test
  void anyClaimThatIsConfiguredCounts() throws Exception {
    assertThat(present("k1", "other")).isEqualTo(Admission.REFUSED);
  }

  @Test
  void anIssuerThatIsAwayRefusesNobodyAndLetsNobodyIn() throws Exception {
    status = 500;

    assertThat(present("k1", "sender")).isEqualTo(Admission.UNDECIDED);
  }

  @Test
  void anIssuerIsNotFollowedElsewhere() throws Exception {
    status = 302;

    assertThat(present("k1", "sender")).isEqualTo(Admission.UNDECIDED);
    assertThat(asked).hasValue(1);
  }

  @Test
  void keysWithoutEndAreNone() throws Exception {
    body = " ".repeat(300 << 10) + body;

    assertThat(present("k1", "sender")).isEqualTo(Admission.UNDECIDED);
  }

  @Test
  void unknownKeysDoNotMakeUsAskWithoutEnd() throws Exception {
    for (int i = 0; i < 50; i++) {
      assertThat(present("k" + (i + 2), "sender")).isNotEqualTo(Admission.ADMITTED);
    }

    assertThat(asked.get()).isLessThan(4);
    assertThat(present("k1", "sender")).isEqualTo(Admission.ADMITTED);
  }
}
