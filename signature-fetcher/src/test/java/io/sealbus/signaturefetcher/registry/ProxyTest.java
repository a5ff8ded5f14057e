package io.sealbus.signaturefetcher.registry;

import static io.sealbus.signaturefetcher.registry.FakeRegistry.answer;
import static io.sealbus.signaturefetcher.registry.FakeRegistry.redirect;
import static io.sealbus.signaturefetcher.registry.RegistryClientTest.code;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.signaturefetcher.registry.Lookup.Found;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.reference.Digest;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Registries behind a proxy. */
class ProxyTest {
  private static final String BLOB = "payload";
  private static final Digest DIGEST = ContentHash.sha256(Bytes.utf8(BLOB));
  private static final RepositoryName NAME = new RepositoryName("registry.example.com", "team/app");

  private final FakeRegistry registry = new FakeRegistry();
  private final ClientRig rig = new ClientRig();
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    rig.close();
    registry.close();
    vertx.close().await();
  }

  private static Proxies through(int port, String... exceptions) {
    URI proxy = URI.create("http://user:hush@127.0.0.1:" + port);
    return new Proxies(proxy, proxy, NoProxy.of(List.of(exceptions)));
  }

  @Test
  void aRegistryWithoutTlsIsAskedByTheProxy() {
    // A proxy for plain HTTP is a server that is asked for whole URLs.
    registry.on("/v2/team/app/blobs/" + DIGEST, answer(200, "a/b", BLOB));
    rig.plain(NAME.registry()).proxies =
        through(Integer.parseInt(registry.name().split(":", -1)[1]));

    assertThat(rig.client().pullBlob(NAME, DIGEST)).isEqualTo(new Found<>(Bytes.utf8(BLOB)));
    assertThat(registry.requests().getFirst().uri())
        .isEqualTo("http://registry.example.com/v2/team/app/blobs/" + DIGEST);
  }

  @Test
  void tlsIsSpokenThroughTheProxyWithTheRegistryItself() throws Exception {
    try (var tls = new TlsRegistry(vertx, List.of(HttpVersion.HTTP_2), null, BLOB);
        var proxy = new Tunnel(tls.name())) {
      rig.sources =
          RegistriesConfTest.conf(
              "[[registry]]\nlocation = \"registry.example.com\"\ninsecure = true\n");
      rig.proxies = through(proxy.port());

      assertThat(rig.client().pullBlob(NAME, DIGEST)).isEqualTo(new Found<>(Bytes.utf8(BLOB)));

      assertThat(proxy.heard.getFirst()).startsWith("CONNECT registry.example.com:443 ");
      assertThat(proxy.heard).noneMatch(line -> line.contains("team/app"));
    }
  }

  @Test
  void anExceptionIsReachedStraight() {
    rig.plain(NAME.registry()).proxies = through(1, "example.com");
    rig.addresses.put(NAME.registry(), "down.example.com:1");

    assertThat(code(rig.client().pullBlob(NAME, DIGEST)))
        .isEqualTo(ReasonCode.REGISTRY_UNREACHABLE);
  }

  @Test
  void aProxyIsNoWayToAPrivateAddress() throws Exception {
    int port = Integer.parseInt(registry.name().split(":", -1)[1]);
    rig.plain(NAME.registry()).proxies = through(port);
    for (String target :
        List.of(
            "http://169.254.169.254/latest", "http://10.0.0.1/x", "http://inner.example.com/x")) {
      rig.dns.put("inner.example.com", InetAddress.getByName("192.168.1.1"));
      registry.on("/v2/team/app/blobs/" + DIGEST, redirect(target));

      assertThat(code(rig.client().pullBlob(NAME, DIGEST)))
          .isEqualTo(ReasonCode.REGISTRY_TARGET_REFUSED);
    }
    assertThat(registry.requests()).hasSize(3);
  }

  @Test
  void whatOnlyTheProxyKnowsTheProxyFinds() {
    int port = Integer.parseInt(registry.name().split(":", -1)[1]);
    rig.plain(NAME.registry()).proxies = through(port);
    registry.on("/v2/team/app/blobs/" + DIGEST, redirect("http://cdn.invalid/blob"));
    registry.on("/blob", answer(200, "a/b", BLOB));

    assertThat(rig.client().pullBlob(NAME, DIGEST)).isEqualTo(new Found<>(Bytes.utf8(BLOB)));
  }

  /** A proxy that leads every tunnel to one place. */
  private static final class Tunnel implements AutoCloseable {
    private final ServerSocket server;
    private final int inside;
    final List<String> heard = new CopyOnWriteArrayList<>();

    Tunnel(String inside) throws IOException {
      this.inside = Integer.parseInt(inside.split(":", -1)[1]);
      this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      Thread.startVirtualThread(this::serve);
    }

    int port() {
      return server.getLocalPort();
    }

    private void serve() {
      while (!server.isClosed()) {
        try {
          Socket client = server.accept();
          Thread.startVirtualThread(() -> tunnel(client));
        } catch (IOException e) {
          return;
        }
      }
    }

    private void tunnel(Socket client) {
      try (client;
          var there = new Socket(InetAddress.getLoopbackAddress(), inside)) {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
          head.append((char) client.getInputStream().read());
        }
        heard.addAll(head.toString().lines().toList());
        client
            .getOutputStream()
            .write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        Thread.startVirtualThread(() -> {
          try {
            client.getInputStream().transferTo(there.getOutputStream());
          } catch (IOException e) {
            // One of the two hung up.
          }
        });
        there.getInputStream().transferTo(client.getOutputStream());
      } catch (IOException e) {
        // One of the two hung up.
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
