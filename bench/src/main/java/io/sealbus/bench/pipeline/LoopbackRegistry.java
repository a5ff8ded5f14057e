package io.sealbus.bench.pipeline;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A registry that only reads, open to all, in a process of its own: what is in a file, from memory,
 * at the least cost that a registry can have. Has the referrers API, and nothing in it.
 *
 * <p>Arguments: the file, the port. It says how often it was asked at {@code /requests}, and ends
 * with its standard input.
 */
final class LoopbackRegistry {
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final Buffer NO_REFERRERS =
      Buffer.buffer("{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[]}".formatted(INDEX));
  private static final Buffer UNKNOWN =
      Buffer.buffer("{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\",\"message\":\"unknown\"}]}");

  private final Map<String, Served> content;
  private final AtomicLong requests = new AtomicLong();

  private LoopbackRegistry(Map<String, Served> content) {
    this.content = content;
  }

  public static void main(String[] arguments) throws IOException {
    var registry = new LoopbackRegistry(Served.read(Path.of(arguments[0])));
    Vertx.vertx()
        .createHttpServer()
        .requestHandler(registry::answer)
        .listen(Integer.parseInt(arguments[1]), "127.0.0.1")
        .await();
    System.out.println("ready");
    while (System.in.read() >= 0) {
      // Whoever started this process ends it by going away.
    }
    System.exit(0);
  }

  private void answer(HttpServerRequest request) {
    String path = String.valueOf(request.path());
    HttpServerResponse response = request.response();
    if (path.equals("/requests")) {
      response.end(String.valueOf(requests.get()));
      return;
    }
    requests.incrementAndGet();
    Served found = content.get(path);
    if (found != null) {
      response.putHeader("Docker-Content-Digest", found.digest());
      send(request, found.mediaType(), Buffer.buffer(found.bytes()));
    } else if (path.equals("/v2/")) {
      send(request, "application/json", Buffer.buffer("{}"));
    } else if (path.contains("/referrers/")) {
      send(request, INDEX, NO_REFERRERS);
    } else {
      response.setStatusCode(404);
      send(request, "application/json", UNKNOWN);
    }
  }

  private static void send(HttpServerRequest request, String type, Buffer body) {
    HttpServerResponse response = request.response().putHeader("Content-Type", type);
    if (request.method() == HttpMethod.HEAD) {
      response.putHeader("Content-Length", String.valueOf(body.length())).end();
    } else {
      response.end(body);
    }
  }
}
