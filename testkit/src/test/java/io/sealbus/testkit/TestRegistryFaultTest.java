package io.sealbus.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TestRegistryFaultTest {
  private static final String PATH = "/v2/app/web/manifests/1.0";

  private final TestRegistry registry = TestRegistry.start();
  private final Http http = Http.to(registry.address());
  private final Content manifest = TestImage.of("hello").manifest();

  @BeforeEach
  void push() {
    TestImage.of("hello").pushTo(registry.repository("app/web"), "1.0");
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  private HttpResponse<byte[]> get(Fault fault) throws Exception {
    registry.inject(fault);
    return http.get(PATH + "?any=query");
  }

  private Fault fault() {
    return Fault.at(registry.address(), PATH);
  }

  @Test
  void answersAsAFaultOfACaseSays() throws Exception {
    var answer =
        get(
            Fault.of(
                Map.of(
                    "host",
                    registry.address(),
                    "path",
                    PATH,
                    "status",
                    429,
                    "contentType",
                    "application/json",
                    "headers",
                    Map.of("Retry-After", "0"),
                    "body",
                    "slow down")));
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(Http.header(answer, "Content-Type")).isEqualTo("application/json");
    assertThat(Http.header(answer, "Retry-After")).isEqualTo("0");
    assertThat(answer.body()).isEqualTo("slow down".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void sendsNoContentTypeThatAFaultDoesNotName() throws Exception {
    assertThat(get(fault().answer(404, "")).headers().firstValue("Content-Type")).isEmpty();
  }

  @Test
  void dropsTheConnectionWhereACaseSaysClose() {
    var fault = Fault.of(Map.of("host", registry.address(), "path", PATH, "close", true));
    assertThatIOException().isThrownBy(() -> get(fault));
  }

  @Test
  void refusesAFaultWithAMemberThatItDoesNotKnow() {
    assertThatThrownBy(() -> Fault.of(Map.of("host", "h", "path", "/", "statsu", 500)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void isLateButTrue() throws Exception {
    long start = System.nanoTime();
    var answer = get(fault().delay(Duration.ofMillis(200)));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(190));
    assertThat(answer.body()).isEqualTo(manifest.bytes());
  }

  @Test
  void isHeldUntilItIsLetGo() throws Exception {
    var release = new CountDownLatch(1);
    CompletableFuture<HttpResponse<byte[]>> answer =
        CompletableFuture.supplyAsync(() -> {
          try {
            return get(fault().holdUntil(release));
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
    assertThat(answer).failsWithin(Duration.ofMillis(200));

    release.countDown();
    assertThat(answer.get().body()).isEqualTo(manifest.bytes());
  }

  @Test
  void dripsTheTrueBody() throws Exception {
    long start = System.nanoTime();
    var answer = get(fault().drip(manifest.size() / 4, Duration.ofMillis(50)));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(190));
    assertThat(answer.body()).isEqualTo(manifest.bytes());
  }

  @Test
  void breaksOffAfterTheGivenBytes() {
    assertThatIOException().isThrownBy(() -> get(fault().truncateAfter(10)));
  }

  @Test
  void changesAByteUnderTheTrueDigest() throws Exception {
    var answer = get(fault().corrupt());
    assertThat(answer.body()).hasSize(manifest.size()).isNotEqualTo(manifest.bytes());
    assertThat(Http.header(answer, "Docker-Content-Digest")).isEqualTo(manifest.digest());
  }

  @Test
  void servesTheTrueBodyUnderAnotherType() throws Exception {
    var answer = get(fault().contentType("text/html"));
    assertThat(Http.header(answer, "Content-Type")).isEqualTo("text/html");
    assertThat(answer.body()).isEqualTo(manifest.bytes());
  }

  @Test
  void redirectsElsewhere() throws Exception {
    var answer = get(fault().redirectTo("http://elsewhere.example.com/x"));
    assertThat(answer.statusCode()).isEqualTo(307);
    assertThat(Http.header(answer, "Location")).isEqualTo("http://elsewhere.example.com/x");
  }

  @Test
  void strikesAsOftenAsToldAndOnlyThere() throws Exception {
    // Given
    registry.inject(fault().answer(500, "oops").times(2).onMethod("GET"));

    // When
    int other = http.get("/v2/app/web/tags/list").statusCode();
    int head = http.send("HEAD", PATH, new byte[0]).statusCode();
    int first = http.get(PATH).statusCode();
    int second = http.get(PATH).statusCode();
    int third = http.get(PATH).statusCode();

    // Then
    assertThat(new int[] {other, head, first, second, third})
        .containsExactly(200, 200, 500, 500, 200);
  }

  @Test
  void forgetsFaultsWhenTold() throws Exception {
    registry.inject(fault().answer(500, "oops")).clearFaults();
    assertThat(http.get(PATH).statusCode()).isEqualTo(200);
  }
}
