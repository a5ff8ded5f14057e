package io.sealbus.signaturefetcher.registry;

import static io.sealbus.signaturefetcher.registry.FakeRegistry.OCI_MANIFEST;
import static io.sealbus.signaturefetcher.registry.FakeRegistry.answer;
import static io.sealbus.signaturefetcher.registry.FakeRegistry.redirect;
import static io.sealbus.signaturefetcher.registry.RegistryClientTest.code;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.signaturefetcher.registry.FakeRegistry.Request;
import io.sealbus.signaturefetcher.registry.Lookup.Failed;
import io.sealbus.signaturefetcher.registry.Lookup.Found;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.reference.Digest;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** To whom credentials go, and where a registry may send us. */
class RegistryTrustTest {
  private static final String BLOB = "payload";
  private static final Digest DIGEST = ContentHash.sha256(Bytes.utf8(BLOB));
  private static final String PATH = "/v2/team/app/blobs/" + DIGEST;
  private static final String SECRET = "s3cret-word";
  private static final String BASIC =
      "Basic "
          + Base64.getEncoder()
              .encodeToString(("robot:" + SECRET).getBytes(StandardCharsets.UTF_8));

  private final FakeRegistry registry = new FakeRegistry();
  private final FakeRegistry other = new FakeRegistry();
  private final ClientRig rig = new ClientRig().plain(registry);

  @AfterEach
  void stop() {
    rig.close();
    registry.close();
    other.close();
  }

  private ClientRig withPassword() {
    return rig.credentials(
        "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}"
            .formatted(registry.name(), BASIC.substring("Basic ".length())));
  }

  private void protectWith(String challenge, String accepted) {
    registry.on(
        PATH,
        exchange -> {
          String given = exchange.getRequestHeaders().getFirst("Authorization");
          (accepted.equals(given)
                  ? answer(200, "application/octet-stream", BLOB)
                  : answer(401, "application/json", "{}", "WWW-Authenticate", challenge))
              .respond(exchange);
        });
  }

  private String realm(FakeRegistry of) {
    return "Bearer realm=\"http://%s/token\",service=\"the service\",scope=\"repository:*:*\""
        .formatted(of.name());
  }

  private void giveToken(FakeRegistry at, String token) {
    at.on("/token", answer(200, "application/json", "{\"token\":\"" + token + "\"}"));
  }

  @Test
  void answersABasicChallenge() {
    protectWith("Basic realm=\"x\"", BASIC);

    assertThat(withPassword().client().pullBlob(registry.repository(), DIGEST))
        .isEqualTo(new Found<>(Bytes.utf8(BLOB)));
    assertThat(registry.requests().getFirst().authorization()).isNull();
  }

  @Test
  void fetchesATokenForPullingFromThisRepositoryOnlyAndKeepsIt() {
    protectWith(realm(registry), "Bearer abc");
    giveToken(registry, "abc");
    RegistryClient client = withPassword().client();

    assertThat(client.pullBlob(registry.repository(), DIGEST)).isInstanceOf(Found.class);
    assertThat(client.pullBlob(registry.repository(), DIGEST)).isInstanceOf(Found.class);

    List<Request> tokens = tokenRequests(registry);
    assertThat(tokens).hasSize(1);
    assertThat(tokens.getFirst().uri())
        .isEqualTo("/token?service=the+service&scope=repository%3Ateam%2Fapp%3Apull");
    assertThat(tokens.getFirst().authorization()).isEqualTo(BASIC);
    assertThat(registry.requests()).hasSize(4);
  }

  @Test
  void fetchesANewTokenWhenTheOldOneExpires() {
    protectWith(realm(registry), "Bearer abc");
    giveToken(registry, "abc");
    RegistryClient client = rig.client();
    client.pullBlob(registry.repository(), DIGEST);

    rig.now = rig.now.plusSeconds(61);
    client.pullBlob(registry.repository(), DIGEST);

    assertThat(tokenRequests(registry)).hasSize(2);
  }

  @Test
  void fetchesANewTokenWhenTheRegistryNoLongerTakesTheOld() {
    protectWith(realm(registry), "Bearer abc");
    giveToken(registry, "abc");
    RegistryClient client = rig.client();
    client.pullBlob(registry.repository(), DIGEST);

    protectWith(realm(registry), "Bearer def");
    giveToken(registry, "def");

    assertThat(client.pullBlob(registry.repository(), DIGEST)).isInstanceOf(Found.class);
  }

  @Test
  void exchangesAnIdentityTokenInTheBodyOfAPost() {
    protectWith(realm(registry), "Bearer abc");
    registry.on("/token", answer(200, "application/json", "{\"access_token\":\"abc\"}"));
    rig.credentials(
        "{\"auths\":{\"%s\":{\"identitytoken\":\"%s\"}}}".formatted(registry.name(), SECRET));

    assertThat(rig.client().pullBlob(registry.repository(), DIGEST)).isInstanceOf(Found.class);

    Request request = tokenRequests(registry).getFirst();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.uri()).doesNotContain(SECRET);
    assertThat(request.body()).contains("grant_type=refresh_token", "refresh_token=" + SECRET);
  }

  @Test
  void sendsNothingToATokenServiceThatIsNotTheRegistrysOwn() {
    protectWith(realm(other), "Bearer abc");
    giveToken(other, "abc");

    assertThat(code(withPassword().client().pullBlob(registry.repository(), DIGEST)))
        .isEqualTo(ReasonCode.REGISTRY_TARGET_REFUSED);
    assertThat(other.requests()).isEmpty();
  }

  @Test
  void sendsNothingToATrustedTokenServiceWithoutTls() {
    protectWith(realm(other), "Bearer abc");
    giveToken(other, "abc");
    rig.trust(registry, "127.0.0.1");

    assertThat(code(withPassword().client().pullBlob(registry.repository(), DIGEST)))
        .isEqualTo(ReasonCode.REGISTRY_TARGET_REFUSED);
    assertThat(other.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "//token.example.com",
        "https://127.0.0.1@evil.example.com/token",
        "https://127.0.0.1.evil.example.com/token",
        "https://evil.example.com#127.0.0.1",
        "not a uri",
        ""
      })
  void refusesAMadeUpRealm(String realm) {
    protectWith("Bearer realm=\"" + realm + "\"", "Bearer abc");

    assertThat(code(withPassword().client().pullBlob(registry.repository(), DIGEST)))
        .isEqualTo(ReasonCode.REGISTRY_TARGET_REFUSED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"token\":\"a\\r\\nX: y\"}", "{}", "[", "{\"token\":null}"})
  void refusesATokenThatIsNone(String answer) {
    protectWith(realm(registry), "Bearer null");
    registry.on("/token", answer(200, "application/json", answer));

    assertThat(rig.client().pullBlob(registry.repository(), DIGEST)).isInstanceOf(Failed.class);
  }

  @Test
  void followsNoRedirectOfATokenService() {
    protectWith(realm(registry), "Bearer abc");
    registry.on("/token", redirect("http://" + other.name() + "/token"));
    giveToken(other, "abc");

    assertThat(withPassword().client().pullBlob(registry.repository(), DIGEST))
        .isInstanceOf(Failed.class);
    assertThat(other.requests()).isEmpty();
  }

  @Test
  void showsNoSecretInAMessage() {
    protectWith(realm(registry), "Bearer never");
    registry.on("/token", answer(403, "application/json", "{\"token\":\"" + SECRET + "\"}"));

    Lookup<Bytes> refused = withPassword().client().pullBlob(registry.repository(), DIGEST);

    assertThat(code(refused)).isEqualTo(ReasonCode.REGISTRY_UNAUTHORIZED);
    assertThat(refused.toString()).doesNotContain(SECRET).doesNotContain(BASIC);
  }

  @Test
  void keepsCredentialsOnARedirectThatStaysHome() {
    registry.on("/elsewhere", answer(200, "application/octet-stream", BLOB));
    registry.on(
        PATH,
        exchange ->
            (exchange.getRequestHeaders().containsKey("Authorization")
                    ? redirect("/elsewhere")
                    : answer(401, "text/plain", "", "WWW-Authenticate", "Basic realm=x"))
                .respond(exchange));

    assertThat(withPassword().client().pullBlob(registry.repository(), DIGEST))
        .isInstanceOf(Found.class);
    assertThat(registry.requests().getLast().authorization()).isEqualTo(BASIC);
  }

  @Test
  void dropsCredentialsOnTheWayToAnotherHostAndBack() {
    rig.trust(registry, "127.0.0.1");
    registry.on(
        PATH,
        exchange ->
            (exchange.getRequestHeaders().containsKey("Authorization")
                    ? redirect("http://" + other.name() + "/away")
                    : answer(401, "text/plain", "", "WWW-Authenticate", "Basic realm=x"))
                .respond(exchange));
    other.on("/away", redirect("http://" + registry.name() + "/back"));
    registry.on("/back", answer(200, "application/octet-stream", BLOB));

    assertThat(withPassword().client().pullBlob(registry.repository(), DIGEST))
        .isInstanceOf(Found.class);
    assertThat(other.requests().getFirst().authorization()).isNull();
    assertThat(registry.requests().getLast().authorization()).isNull();
  }

  @Test
  void answersNoChallengeOfAnotherHost() {
    rig.trust(registry, "127.0.0.1");
    registry.on(PATH, redirect("http://" + other.name() + "/away"));
    other.on("/away", answer(401, "text/plain", "", "WWW-Authenticate", realm(registry)));

    assertThat(code(withPassword().client().pullBlob(registry.repository(), DIGEST)))
        .isEqualTo(ReasonCode.REGISTRY_UNAUTHORIZED);
    assertThat(tokenRequests(registry)).isEmpty();
  }

  @Test
  void followsFiveRedirectsAndNotSix() {
    for (int i = 1; i <= 6; i++) {
      registry.on("/hop" + i, redirect("/hop" + (i + 1)));
    }
    registry.on("/hop6", answer(200, "application/octet-stream", BLOB));
    registry.on(PATH, redirect("/hop2"));
    assertThat(rig.client().pullBlob(registry.repository(), DIGEST)).isInstanceOf(Found.class);

    registry.on(PATH, redirect("/hop1"));
    assertThat(code(rig.client().pullBlob(registry.repository(), DIGEST)))
        .isEqualTo(ReasonCode.REGISTRY_TARGET_REFUSED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/meta-data",
        "http://localhost:1/",
        "http://[::1]/",
        "http://2130706433/",
        "http://127.1/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "file:///etc/passwd",
        "ftp://example.com/",
        "http://user@example.com/",
        "http://",
        "::"
      })
  void refusesARedirectToWhereARegistryMustNotSendUs(String location) {
    registry.on(PATH, redirect(location));

    assertThat(code(rig.client().pullBlob(registry.repository(), DIGEST)))
        .isEqualTo(ReasonCode.REGISTRY_TARGET_REFUSED);
  }

  @Test
  void refusesAHostNameThatLeadsToAPrivateAddress() throws Exception {
    rig.dns.put("rebound.example.com", InetAddress.getByName("127.0.0.1"));
    registry.on(PATH, redirect("http://rebound.example.com:" + other.name().substring(10) + "/"));

    assertThat(code(rig.client().pullBlob(registry.repository(), DIGEST)))
        .isEqualTo(ReasonCode.REGISTRY_TARGET_REFUSED);
    assertThat(other.requests()).isEmpty();
  }

  @Test
  void refusesARedirectWithTwoLocations() {
    registry.on(
        PATH,
        answer(307, "text/plain", "", "Location", "/a", "Location", "http://" + other.name()));
    registry.on("/a", answer(200, OCI_MANIFEST, BLOB));

    assertThat(code(rig.client().pullBlob(registry.repository(), DIGEST)))
        .isEqualTo(ReasonCode.REGISTRY_TARGET_REFUSED);
  }

  private static List<Request> tokenRequests(FakeRegistry of) {
    return of.requests().stream().filter(r -> r.uri().startsWith("/token")).toList();
  }
}
