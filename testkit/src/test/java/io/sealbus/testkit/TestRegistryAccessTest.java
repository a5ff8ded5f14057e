package io.sealbus.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TestRegistryAccessTest {
  private static final String PATH = "/v2/app/web/manifests/1.0";
  private static final String RIGHT = basic("ci:secret");
  private static final String WRONG = basic("ci:guess");

  private final TestRegistry registry = TestRegistry.start();
  private final Http http = Http.to(registry.address());

  @BeforeEach
  void push() {
    TestImage.of("hello").pushTo(registry.repository("app/web"), "1.0");
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  private static String basic(String credentials) {
    return "Basic "
        + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void asksForUserAndPassword() throws Exception {
    registry.protect(Access.basic("ci", "secret"));
    var refused = http.get(PATH);
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(Http.header(refused, "WWW-Authenticate")).startsWith("Basic ");
    assertThat(http.get(PATH, "Authorization", WRONG).statusCode()).isEqualTo(401);
    assertThat(http.get(PATH, "Authorization", RIGHT).statusCode()).isEqualTo(200);
  }

  @Test
  void sendsClientsForATokenAndTakesIt() throws Exception {
    // Given
    registry.protect(Access.bearer("ci", "secret"));

    // When
    var refused = http.get(PATH);
    String token = token(refused, RIGHT);

    // Then
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(http.get(PATH, "Authorization", "Bearer " + token).statusCode()).isEqualTo(200);
    assertThat(http.get("/v2/", "Authorization", "Bearer " + token).statusCode()).isEqualTo(200);
    assertThat(http.get("/v2/").statusCode()).isEqualTo(401);
  }

  @Test
  void givesNoTokenToAStranger() throws Exception {
    registry.protect(Access.bearer("ci", "secret"));
    var refused = http.get(PATH);
    assertThat(http.get(tokenAddress(refused)).statusCode()).isEqualTo(401);
    assertThat(http.get(tokenAddress(refused), "Authorization", WRONG).statusCode()).isEqualTo(401);
  }

  @Test
  void limitsATokenToItsScope() throws Exception {
    // Given
    registry.protect(Access.bearer("ci", "secret"));
    TestImage.of("other").pushTo(registry.repository("other"), "1.0");
    String token = "Bearer " + token(http.get(PATH), RIGHT);

    // When
    var elsewhere = http.get("/v2/other/manifests/1.0", "Authorization", token);
    var push = http.send("POST", "/v2/app/web/blobs/uploads/", new byte[0], "Authorization", token);

    // Then
    assertThat(elsewhere.statusCode()).isEqualTo(401);
    assertThat(Http.header(elsewhere, "WWW-Authenticate")).contains("insufficient_scope");
    assertThat(push.statusCode()).isEqualTo(401);
    assertThat(Http.header(push, "WWW-Authenticate")).contains("repository:app/web:pull,push");
  }

  @Test
  void letsAnyonePullButNotPushWhereToldTo() throws Exception {
    registry.protect(Access.bearerWithAnonymousPull("ci", "secret"));
    String token = "Bearer " + token(http.get(PATH));
    assertThat(http.get(PATH, "Authorization", token).statusCode()).isEqualTo(200);
    String address = tokenAddress(http.send("POST", "/v2/app/web/blobs/uploads/", new byte[0]));
    String pushToken = "Bearer " + tokenAt(address);
    assertThat(
            http.send("POST", "/v2/app/web/blobs/uploads/", new byte[0], "Authorization", pushToken)
                .statusCode())
        .isEqualTo(401);
  }

  @Test
  void expiresTokensWhenTold() throws Exception {
    registry.protect(Access.bearer("ci", "secret"));
    String token = "Bearer " + token(http.get(PATH), RIGHT);
    registry.expireTokens();
    assertThat(http.get(PATH, "Authorization", token).statusCode()).isEqualTo(401);
  }

  @Test
  void protectsOneHostOnly() throws Exception {
    TestImage.of("hello").pushTo(registry.host("private.example.com").repository("app/web"), "1.0");
    registry.host("private.example.com").protect(Access.basic("ci", "secret"));
    var closed = Http.to(registry.endpointOf("private.example.com"));
    assertThat(closed.get(PATH).statusCode()).isEqualTo(401);
    assertThat(http.get(PATH).statusCode()).isEqualTo(200);
  }

  private String token(HttpResponse<byte[]> refused, String... authorization) throws Exception {
    return tokenAt(tokenAddress(refused), authorization);
  }

  private String tokenAt(String address, String... authorization) throws Exception {
    var answer =
        authorization.length == 0
            ? http.get(address)
            : http.get(address, "Authorization", authorization[0]);
    assertThat(answer.statusCode()).isEqualTo(200);
    return Json.parse(answer.body()).orElseThrow().path("token").asText();
  }

  /** As a client builds it from the challenge. */
  private static String tokenAddress(HttpResponse<byte[]> refused) {
    String challenge = Http.header(refused, "WWW-Authenticate");
    return value(challenge, "realm")
        + "?service="
        + value(challenge, "service")
        + "&scope="
        + value(challenge, "scope");
  }

  private static String value(String challenge, String name) {
    Matcher matcher = Pattern.compile(name + "=\"([^\"]*)\"").matcher(challenge);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }
}
