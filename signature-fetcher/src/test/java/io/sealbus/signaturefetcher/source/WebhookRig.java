package io.sealbus.signaturefetcher.source;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sealbus.runtime.bus.OutgoingRecord;
import io.sealbus.schemas.DeadLetterRecord;
import io.sealbus.schemas.ImageEventRecord;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The routes of some sources on a port, before a bus that does as the test says. */
final class WebhookRig implements AutoCloseable {
  /** How long a body may take where no test is about that: time enough for a busy machine. */
  private static final Duration WITHIN = Duration.ofSeconds(30);

  /** What was given to the bus, in its order. */
  final List<OutgoingRecord<?>> sent = new CopyOnWriteArrayList<>();

  /** What becomes of what is given to it. */
  volatile Supplier<CompletableFuture<Void>> bus = () -> CompletableFuture.completedFuture(null);

  volatile Instant now = Instant.parse("2026-11-22T03:00:05Z");
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService sending = Executors.newVirtualThreadPerTaskExecutor();
  private final int port;

  WebhookRig(List<Source> sources, Predicate<String> allowed, @Nullable Spool spool) {
    this(sources, allowed, spool, WITHIN);
  }

  /** With bodies that are to come {@code within} a time. */
  WebhookRig(
      List<Source> sources, Predicate<String> allowed, @Nullable Spool spool, Duration within) {
    Router router = Router.router(vertx);
    var intake =
        new Intake(
            new EventReader(allowed),
            new RecentEvents(Duration.ofHours(1)),
            new Stowage(outlet(), spool, Duration.ofMillis(300), sending),
            new SourceMetrics(meters));
    new WebhookRoutes(vertx, sources, intake, () -> now, new SourceMetrics(meters), within)
        .mount(router);
    port =
        vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").await().actualPort();
  }

  /** The bus, as a drain would have it. */
  Outlet outlet() {
    return (records, trace) -> {
      CompletableFuture<Void> durable = bus.get();
      if (!durable.isCompletedExceptionally()) {
        sent.addAll(records);
      }
      return durable;
    };
  }

  /** The sources in a file's text, whose keys are {@code keys}. */
  static List<Source> sources(String file, JWKSource<SecurityContext> keys, Instant now) {
    return new SourcesFile(Path.of("."), name -> null, url -> keys, () -> now)
        .read(file.getBytes(StandardCharsets.UTF_8));
  }

  /** The same where no keys are needed. */
  static List<Source> sources(String file) {
    return sources(file, (selector, context) -> List.of(), Instant.EPOCH);
  }

  URI url(String path) {
    return URI.create("http://127.0.0.1:" + port + "/v1/webhooks/" + path);
  }

  int port() {
    return port;
  }

  HttpResponse<String> post(String path, Map<String, String> headers, String body)
      throws Exception {
    return request("POST", path, headers, body);
  }

  HttpResponse<String> request(String method, String path, Map<String, String> headers, String body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url(path)).method(method, HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  List<ImageEventRecord> events() {
    return values(ImageEventRecord.class);
  }

  List<String> letters() {
    return values(DeadLetterRecord.class).stream().map(DeadLetterRecord::getCode).toList();
  }

  private <V> List<V> values(Class<V> type) {
    return sent.stream()
        .map(OutgoingRecord::value)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  @Override
  public void close() {
    client.close();
    sending.shutdownNow();
    vertx.close().await();
  }
}
