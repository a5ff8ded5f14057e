package io.sealbus.signaturefetcher.registry;

import static io.sealbus.signaturefetcher.registry.FakeRegistry.OCI_MANIFEST;
import static io.sealbus.signaturefetcher.registry.FakeRegistry.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.signaturefetcher.registry.Lookup.Failed;
import io.sealbus.signaturefetcher.registry.Lookup.Found;
import io.sealbus.signaturefetcher.registry.Lookup.NotFound;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.reference.Digest;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryClientTest {
  private static final String MANIFEST = "{\"schemaVersion\":2,\"layers\":[]}";
  private static final Digest DIGEST = ContentHash.sha256(Bytes.utf8(MANIFEST));
  private static final Digest OTHER = ContentHash.sha256(Bytes.utf8("something else"));

  private final FakeRegistry registry = new FakeRegistry();
  private final ClientRig rig = new ClientRig().plain(registry);

  @AfterEach
  void stop() {
    rig.close();
    registry.close();
  }

  static ReasonCode code(Lookup<?> lookup) {
    assertThat(lookup).isInstanceOf(Failed.class);
    return ((Failed<?>) lookup).code();
  }

  @Test
  void resolvesATagToTheDigestOfItsBytes() {
    registry.on(
        "/v2/team/app/manifests/1.0", answer(200, OCI_MANIFEST + "; charset=utf-8", MANIFEST));

    Lookup<Manifest> lookup = rig.client().resolve(registry.repository(), "1.0");

    assertThat(lookup)
        .isEqualTo(new Found<>(new Manifest(OCI_MANIFEST, DIGEST, Bytes.utf8(MANIFEST))));
  }

  @Test
  void pullsAManifestByASha512Digest() throws Exception {
    var sha512 =
        new Digest(
            "sha512:"
                + java.util.HexFormat.of()
                    .formatHex(
                        java.security.MessageDigest.getInstance("SHA-512")
                            .digest(Bytes.utf8(MANIFEST).toArray())));
    registry.manifest(sha512.text(), MANIFEST);

    Lookup<Manifest> lookup = rig.client().pullManifest(registry.repository(), sha512);

    assertThat(lookup)
        .isInstanceOfSatisfying(
            Found.class, f -> assertThat(((Manifest) f.value()).digest()).isEqualTo(DIGEST));
  }

  @Test
  void refusesOtherBytesThanTheDigestNames() {
    registry.manifest(OTHER.text(), MANIFEST).blob(OTHER.text(), MANIFEST);
    RegistryClient client = rig.client();

    assertThat(code(client.pullManifest(registry.repository(), OTHER)))
        .isEqualTo(ReasonCode.REGISTRY_CONTENT_MISMATCH);
    assertThat(code(client.pullBlob(registry.repository(), OTHER)))
        .isEqualTo(ReasonCode.REGISTRY_CONTENT_MISMATCH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sha256:00",
        "",
        "sha256:0000000000000000000000000000000000000000000000000000000000000000"
      })
  void refusesAnAnnouncedDigestOfOtherBytes(String announced) {
    registry.on(
        "/v2/team/app/manifests/1.0",
        answer(200, OCI_MANIFEST, MANIFEST, "Docker-Content-Digest", announced));

    assertThat(code(rig.client().resolve(registry.repository(), "1.0")))
        .isEqualTo(ReasonCode.REGISTRY_CONTENT_MISMATCH);
  }

  @Test
  void refusesHeadersThatContradictEachOther() {
    registry.on(
        "/v2/team/app/manifests/1.0",
        answer(
            200,
            OCI_MANIFEST,
            MANIFEST,
            "Content-Type",
            "application/vnd.oci.image.index.v1+json"));

    assertThat(code(rig.client().resolve(registry.repository(), "1.0")))
        .isEqualTo(ReasonCode.REGISTRY_ERROR);
  }

  @Test
  void refusesACompressedBody() {
    registry.on(
        "/v2/team/app/manifests/1.0",
        answer(200, OCI_MANIFEST, MANIFEST, "Content-Encoding", "gzip"));

    assertThat(code(rig.client().resolve(registry.repository(), "1.0")))
        .isEqualTo(ReasonCode.REGISTRY_ERROR);
  }

  /** Which answers say "not there", and which are only trouble: §4 of the reference's rules. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404|{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\",\"message\":\"m\"}]}|ABSENT",
        "400|{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\",\"message\":\"m\"}]}|ABSENT",
        "404|{\"errors\":[{\"code\":\"UNKNOWN\",\"message\":\"Not Found\"}]}|ABSENT",
        "404|{\"errors\":[{\"code\":\"UNKNOWN\",\"message\":\"artifact x NOT found\"}]}|ABSENT",
        "404|{\"errors\":[{\"code\":\"NOT_FOUND\",\"message\":\"artifact x not found\"}]}|ABSENT",
        "404|{\"details\":\"tag not found\"}|ABSENT",
        "404|''|ABSENT",
        "404|<html>gone</html>|ABSENT",
        "404|{\"error\":\"other\"}|ABSENT",
        "404|{\"errors\":[]}|ABSENT",
        "404|null|ABSENT",
        "404|{\"Errors\":[{\"Code\":\"manifest_unknown\",\"message\":\"gone\"}]}|REGISTRY_ERROR",
        "404|{\"ERRORS\":[{\"CODE\":\"MANIFEST_UNKNOWN\"}]}|ABSENT",
        "404|{\"errors\":[{\"code\":\"NAME_UNKNOWN\",\"message\":\"repository not found\"}]}|REGISTRY_ERROR",
        "404|{\"errors\":[{\"code\":\"BLOB_UNKNOWN\",\"message\":\"not found\"}]}|REGISTRY_ERROR",
        "404|{\"errors\":[{\"code\":\"UNKNOWN\",\"message\":\"disk full\"}]}|REGISTRY_ERROR",
        "404|{\"errors\":[{\"message\":\"not found\"}]}|REGISTRY_ERROR",
        "404|{\"errors\":[{\"code\":\"DENIED\"},{\"code\":\"MANIFEST_UNKNOWN\"}]}|REGISTRY_ERROR",
        "404|{\"details\":\"disk full\"}|REGISTRY_ERROR",
        "400|''|REGISTRY_ERROR",
        "410|<html>not found</html>|REGISTRY_ERROR",
        "403|{\"errors\":[{\"code\":\"DENIED\",\"message\":\"denied\"}]}|REGISTRY_UNAUTHORIZED",
        "401|''|REGISTRY_UNAUTHORIZED",
        "429|{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\"}]}|REGISTRY_BUSY",
        "500|{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\"}]}|REGISTRY_ERROR",
        "503|not found|REGISTRY_BUSY",
        "304|''|REGISTRY_ERROR",
      })
  void tellsMissingFromTrouble(int status, String body, String expected) {
    registry.on("/v2/team/app/manifests/1.0", answer(status, "application/json", body));

    Lookup<Manifest> lookup = rig.client().resolve(registry.repository(), "1.0");

    if (expected.equals("ABSENT")) {
      assertThat(lookup).isEqualTo(new NotFound<>());
    } else {
      assertThat(code(lookup)).isEqualTo(ReasonCode.valueOf(expected));
    }
  }

  @Test
  void takesAMissingBlobForTrouble() {
    assertThat(code(rig.client().pullBlob(registry.repository(), DIGEST)))
        .isEqualTo(ReasonCode.REGISTRY_ERROR);
  }

  @ParameterizedTest
  @CsvSource({
    "120, PT2M",
    "86400, PT24H",
    "'Thu, 01 Jan 2026 00:01:30 GMT', PT1M30S",
    "'Wed, 31 Dec 2025 00:00:00 GMT', PT0S"
  })
  void reportsHowLongTheRegistryWishesToBeLeftAlone(String header, Duration expected) {
    registry.on("/v2/team/app/manifests/1.0", answer(429, "text/plain", "", "Retry-After", header));

    Lookup<Manifest> lookup = rig.client().resolve(registry.repository(), "1.0");

    assertThat(((Failed<Manifest>) lookup).retryAfter()).isEqualTo(expected);
  }

  @Test
  void breaksOffABodyThatNeverEnds() {
    var sent = new AtomicLong();
    registry.on(
        "/v2/team/app/manifests/1.0",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", OCI_MANIFEST);
          exchange.sendResponseHeaders(200, 0);
          byte[] chunk = new byte[10_000];
          while (sent.get() < 1_000_000_000L) {
            exchange.getResponseBody().write(chunk);
            sent.addAndGet(chunk.length);
          }
        });

    assertThat(code(rig.client().resolve(registry.repository(), "1.0")))
        .isEqualTo(ReasonCode.MANIFEST_INVALID);
    assertThat(sent.get()).isLessThan(100_000_000L);
  }

  @Test
  void boundsTheBodyOfAnErrorToo() {
    registry.on("/v2/team/app/manifests/1.0", answer(404, "text/plain", "x".repeat(10_001)));

    assertThat(code(rig.client().resolve(registry.repository(), "1.0")))
        .isEqualTo(ReasonCode.REGISTRY_ERROR);
  }

  @Test
  void takesABodyOfExactlyTheBound() {
    String manifest = " ".repeat(100_000);
    registry.manifest("1.0", manifest);

    assertThat(rig.client().resolve(registry.repository(), "1.0")).isInstanceOf(Found.class);
  }

  @Test
  void givesUpOnABodyThatTrickles() {
    rig.limits = ClientRig.HASTY;
    registry.on(
        "/v2/team/app/manifests/1.0",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          for (int i = 0; i < 100; i++) {
            exchange.getResponseBody().write(' ');
            exchange.getResponseBody().flush();
            sleep(100);
          }
        });

    assertThat(code(rig.client().resolve(registry.repository(), "1.0")))
        .isEqualTo(ReasonCode.REGISTRY_TIMEOUT);
  }

  @Test
  void givesUpOnAHostThatAcceptsAndSaysNothing() throws Exception {
    rig.limits = ClientRig.HASTY;
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      var repository = new RepositoryName("127.0.0.1:" + silent.getLocalPort(), "team/app");

      // Not listed as plain, so that this is a TLS handshake that never gets an answer.
      assertThat(code(rig.client().resolve(repository, "1.0")))
          .isEqualTo(ReasonCode.REGISTRY_TIMEOUT);
    }
  }

  @Test
  void oneSlowRegistryDoesNotHoldUpAnother() throws Exception {
    var arrived = new CountDownLatch(rig.limits.concurrency());
    var release = new CountDownLatch(1);
    try (var quick = new FakeRegistry();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      registry.on(
          "/v2/team/app/manifests/1.0",
          exchange -> {
            arrived.countDown();
            await(release);
          });
      quick.manifest("1.0", MANIFEST);
      RegistryClient client = rig.plain(quick).client();
      var slow = new ArrayList<Future<?>>();
      for (int i = 0; i < 6; i++) {
        slow.add(threads.submit(() -> client.resolve(registry.repository(), "1.0")));
      }
      try {
        assertThat(await(arrived)).isTrue();

        Lookup<Manifest> lookup = client.resolve(quick.repository(), "1.0");

        assertThat(lookup).isInstanceOf(Found.class);
        assertThat(slow).noneMatch(Future::isDone);
      } finally {
        release.countDown();
      }
    }
  }

  @Test
  void asksOneRegistryNoMoreThanItMay() throws Exception {
    var now = new AtomicInteger();
    var most = new AtomicInteger();
    var together = new CountDownLatch(2);
    registry.on(
        "/v2/team/app/manifests/1.0",
        exchange -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          together.countDown();
          await(together);
          // Time for a third one, if it may come.
          sleep(50);
          now.decrementAndGet();
          answer(200, OCI_MANIFEST, MANIFEST).respond(exchange);
        });
    RegistryClient client = rig.client();

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Lookup<Manifest>> call = () -> client.resolve(registry.repository(), "1.0");
      for (Future<Lookup<Manifest>> future :
          threads.invokeAll(List.of(call, call, call, call, call, call))) {
        assertThat(future.get()).isInstanceOf(Found.class);
      }
    }
    assertThat(most.get()).isEqualTo(2);
  }

  @Test
  void reportsAHostThatIsNotThere() throws Exception {
    int port;
    try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    RegistryClient client = rig.client();

    assertThat(code(client.resolve(new RepositoryName("127.0.0.1:" + port, "a"), "1")))
        .isEqualTo(ReasonCode.REGISTRY_UNREACHABLE);
    assertThat(code(client.resolve(new RepositoryName("registry.invalid", "a"), "1")))
        .isEqualTo(ReasonCode.REGISTRY_UNREACHABLE);
  }

  @Test
  void aClientThatWasClosedAnswersAllTheSame() {
    RegistryClient client = rig.client();
    client.close();

    assertThat(code(client.resolve(registry.repository(), "1.0")))
        .isEqualTo(ReasonCode.REGISTRY_ERROR);
  }

  @Test
  void neverFallsBackToPlainHttp() throws Exception {
    try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      var heard = new java.io.ByteArrayOutputStream();
      Thread.startVirtualThread(() -> {
        while (!server.isClosed()) {
          try (Socket socket = server.accept()) {
            heard.write(socket.getInputStream().read());
            socket.getOutputStream().write("HTTP/1.1 400 TLS only\r\n\r\n".getBytes());
          } catch (java.io.IOException e) {
            return;
          }
        }
      });
      var repository = new RepositoryName("127.0.0.1:" + server.getLocalPort(), "team/app");

      assertThat(code(rig.client().resolve(repository, "1.0"))).isEqualTo(ReasonCode.REGISTRY_TLS);
      // 22 begins a TLS handshake record.
      assertThat(heard.toByteArray()).containsExactly(22);
    }
  }

  @Test
  void reportsADroppedConnection() throws Exception {
    try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var fake = new FakeRegistry()) {
      String name = "127.0.0.1:" + server.getLocalPort();
      Thread.startVirtualThread(() -> {
        try (Socket socket = server.accept()) {
          socket.getInputStream().read();
          socket
              .getOutputStream()
              .write("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nabc".getBytes());
        } catch (java.io.IOException e) {
          throw new java.io.UncheckedIOException(e);
        }
      });
      var settings =
          new RegistrySettings(
              java.util.Map.of(fake.name(), name),
              java.util.Set.of(fake.name()),
              java.util.Map.of(),
              ClientRig.PATIENT);
      var vertx = io.vertx.core.Vertx.vertx();
      try (var client = new RegistryClient(vertx, settings, CredentialsFile.NONE, () -> rig.now)) {
        assertThat(code(client.resolve(fake.repository(), "1.0")))
            .isEqualTo(ReasonCode.REGISTRY_UNREACHABLE);
      } finally {
        vertx.close().await();
      }
    }
  }

  @Test
  void reusesAConnectionOnceMoreAfterTheRegistryClosedIt() throws Exception {
    try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var fake = new FakeRegistry()) {
      fake.manifest("1.0", MANIFEST);
      var connections = new AtomicInteger();
      // Answers one request a connection, promises to keep it, and drops it at the next request.
      Thread.startVirtualThread(() -> {
        while (!server.isClosed()) {
          try (Socket socket = server.accept()) {
            connections.incrementAndGet();
            readHead(socket);
            socket
                .getOutputStream()
                .write(
                    ("HTTP/1.1 200 OK\r\nContent-Type: "
                            + OCI_MANIFEST
                            + "\r\nContent-Length: "
                            + MANIFEST.length()
                            + "\r\n\r\n"
                            + MANIFEST)
                        .getBytes());
            readHead(socket);
          } catch (java.io.IOException e) {
            return;
          }
        }
      });
      var settings =
          new RegistrySettings(
              java.util.Map.of(fake.name(), "127.0.0.1:" + server.getLocalPort()),
              java.util.Set.of(fake.name()),
              java.util.Map.of(),
              ClientRig.PATIENT);
      var vertx = io.vertx.core.Vertx.vertx();
      try (var client = new RegistryClient(vertx, settings, CredentialsFile.NONE, () -> rig.now)) {
        assertThat(client.resolve(fake.repository(), "1.0")).isInstanceOf(Found.class);
        assertThat(client.resolve(fake.repository(), "1.0")).isInstanceOf(Found.class);
        assertThat(connections.get()).isEqualTo(2);
      } finally {
        vertx.close().await();
      }
    }
  }

  private static void readHead(Socket socket) throws java.io.IOException {
    int newlines = 0;
    int read;
    while (newlines < 2 && (read = socket.getInputStream().read()) >= 0) {
      newlines = read == '\n' ? newlines + 1 : read == '\r' ? newlines : 0;
    }
  }

  /** Whether {@code latch} came down before the client's own patience ends. */
  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
