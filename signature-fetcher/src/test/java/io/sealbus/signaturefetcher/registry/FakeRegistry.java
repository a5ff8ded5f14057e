package io.sealbus.signaturefetcher.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** An HTTP server on the loopback address that answers exactly as a test says. */
final class FakeRegistry implements AutoCloseable {
  static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";

  /** A request as it came. */
  record Request(String method, String uri, @Nullable String authorization, String body) {}

  /** Answers a request. */
  interface Responder {
    void respond(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Responder> responders = new ConcurrentHashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  FakeRegistry() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** {@code 127.0.0.1:port}, which is also a registry's name. */
  String name() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  RepositoryName repository() {
    return new RepositoryName(name(), "team/app");
  }

  /** Answers {@code path}, whatever its query. */
  FakeRegistry on(String path, Responder responder) {
    responders.put(path, responder);
    return this;
  }

  FakeRegistry manifest(String reference, String body) {
    return on("/v2/team/app/manifests/" + reference, answer(200, OCI_MANIFEST, body));
  }

  FakeRegistry blob(String digest, String body) {
    return on("/v2/team/app/blobs/" + digest, answer(200, "application/octet-stream", body));
  }

  List<Request> requests() {
    return List.copyOf(requests);
  }

  static Responder answer(int status, String type, String body, String... headers) {
    return exchange -> {
      exchange.getResponseHeaders().add("Content-Type", type);
      for (int i = 0; i < headers.length; i += 2) {
        exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
      }
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    };
  }

  static Responder redirect(String location) {
    return answer(307, "text/plain", "", "Location", location);
  }

  private void handle(HttpExchange exchange) throws IOException {
    requests.add(
        new Request(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            exchange.getRequestHeaders().getFirst("Authorization"),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
    Responder responder = responders.get(exchange.getRequestURI().getPath());
    try {
      (responder == null
              ? answer(
                  404,
                  "application/json",
                  "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\",\"message\":\"unknown\"}]}")
              : responder)
          .respond(exchange);
    } finally {
      exchange.close();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
