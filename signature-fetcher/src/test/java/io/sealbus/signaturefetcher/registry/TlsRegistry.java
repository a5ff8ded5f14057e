package io.sealbus.signaturefetcher.registry;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SelfSignedCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A registry with a certificate that nobody trusts by itself, over HTTP/2 where a client can. */
final class TlsRegistry implements AutoCloseable {
  private final SelfSignedCertificate certificate = SelfSignedCertificate.create("localhost");
  private final HttpServer server;
  final List<HttpVersion> versions = new CopyOnWriteArrayList<>();

  /**
   * Starts one.
   *
   * @param client whose certificate a client must show; null for anyone
   */
  TlsRegistry(
      Vertx vertx, List<HttpVersion> speaks, @Nullable SelfSignedCertificate client, String blob) {
    var options =
        new HttpServerOptions()
            .setSsl(true)
            .setUseAlpn(speaks.contains(HttpVersion.HTTP_2))
            .setAlpnVersions(speaks)
            .setKeyCertOptions(certificate.keyCertOptions());
    if (client != null) {
      options
          .setClientAuth(ClientAuth.REQUIRED)
          .setTrustOptions(new PemTrustOptions().addCertPath(client.certificatePath()));
    }
    server =
        vertx
            .createHttpServer(options)
            .requestHandler(request -> {
              versions.add(request.version());
              request.response().end(Buffer.buffer(blob));
            })
            .listen(0, "127.0.0.1")
            .await();
  }

  String name() {
    return "localhost:" + server.actualPort();
  }

  RepositoryName repository() {
    return new RepositoryName(name(), "team/app");
  }

  /** Puts the registry's certificate where {@link RegistryCertificates} finds it. */
  Path trustedIn(Path directory) throws IOException {
    Path host = Files.createDirectories(directory.resolve(name()));
    Files.copy(Path.of(certificate.certificatePath()), host.resolve("ca.crt"));
    return host;
  }

  @Override
  public void close() {
    server.close().await();
    certificate.delete();
  }
}
