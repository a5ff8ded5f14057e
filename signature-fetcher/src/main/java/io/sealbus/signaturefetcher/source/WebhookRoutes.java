package io.sealbus.signaturefetcher.source;

import io.sealbus.runtime.bus.TraceContext;
import io.sealbus.runtime.http.Problem;
import io.sealbus.signaturefetcher.source.BodyReader.Failure;
import io.sealbus.signaturefetcher.source.BodyReader.Unread;
import io.sealbus.verification.Bytes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes deliveries over HTTP. The bound comes before the sender, the sender before the content:
 * nothing is read of a request whose sender is not known, and nothing parsed whose code does not
 * fit its bytes.
 *
 * <p>A sender that comes again holds back, or soon gives up, whatever it is not told to be well. So
 * what is durable is answered with 202, what cannot be used included, which becomes a dead letter;
 * 503 is only said when it has to come again, and 401 to who cannot prove to be the sender.
 */
final class WebhookRoutes {
  /** Most bytes of a delivery. */
  static final int MAX_BODY = 1 << 20;

  private static final Duration WITHIN = Duration.ofSeconds(10);
  private static final long ROOM = 8L * MAX_BODY;
  private static final int WORKERS = 32;
  private static final long LINGER_MILLIS = 1000;
  private static final Logger LOG = LoggerFactory.getLogger(WebhookRoutes.class);
  private static final String PATH = "/v1/webhooks/:kind/:source";

  /** The only sender that asks before it sends, in the words of CloudEvents. */
  private static final String EVENT_GRID_ORIGIN = "eventgrid.azure.net";

  private final Map<String, Source> sources;
  private final Map<String, Room> rooms = new HashMap<>();
  private final Intake intake;
  private final InstantSource clock;
  private final SourceMetrics metrics;
  private final Vertx vertx;
  private final BodyReader bodies;
  private final WorkerExecutor workers;

  WebhookRoutes(
      Vertx vertx,
      List<Source> sources,
      Intake intake,
      InstantSource clock,
      SourceMetrics metrics) {
    this(vertx, sources, intake, clock, metrics, WITHIN);
  }

  /**
   * With another bound of time.
   *
   * @param within how long a body may take
   */
  WebhookRoutes(
      Vertx vertx,
      List<Source> sources,
      Intake intake,
      InstantSource clock,
      SourceMetrics metrics,
      Duration within) {
    this.vertx = vertx;
    this.sources = sources.stream().collect(Collectors.toMap(Source::id, Function.identity()));
    sources.forEach(source -> rooms.put(source.id(), new Room(ROOM)));
    this.intake = intake;
    this.clock = clock;
    this.metrics = metrics;
    this.bodies = new BodyReader(vertx, MAX_BODY, within);
    this.workers = vertx.createSharedWorkerExecutor("webhooks", WORKERS);
  }

  void mount(Router router) {
    router.post(PATH).handler(this::deliver);
    router.options(PATH).handler(this::handshake);
  }

  private void deliver(RoutingContext context) {
    if (length(context.request()) > MAX_BODY) {
      refuse(
          context,
          Failure.TOO_LARGE.status(),
          Failure.TOO_LARGE.code(),
          Failure.TOO_LARGE.detail());
      return;
    }
    String encoding = context.request().getHeader("Content-Encoding");
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      refuse(context, 415, "ENCODING_UNSUPPORTED", "Bodies are taken as they are.");
      return;
    }
    Source source = source(context);
    if (source == null) {
      refuse(context, Admission.REFUSED, refusal(context));
      return;
    }
    Delivery head = head(context);
    admission(context, source, head)
        .onSuccess(admission -> {
          if (admission == Admission.ADMITTED) {
            receive(context, source, head);
          } else {
            refuse(context, admission, source.kind().refusal());
          }
        })
        .onFailure(failure -> unavailable(context, failure));
  }

  /** Bytes that the body has; -1 where it does not say. The server has checked the number. */
  private static long length(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    return length == null ? -1 : Long.parseLong(length.strip());
  }

  private @Nullable Source source(RoutingContext context) {
    return sources.get(context.pathParam("kind") + "/" + context.pathParam("source"));
  }

  /** One that does not exist and one whose secret is not known look the same from outside. */
  private static int refusal(RoutingContext context) {
    return SourceKind.of(String.valueOf(context.pathParam("kind")))
        .map(SourceKind::refusal)
        .orElse(401);
  }

  private Delivery head(RoutingContext context) {
    var headers = new HashMap<String, String>();
    context
        .request()
        .headers()
        .forEach(
            (name, value) -> headers.putIfAbsent(name.toLowerCase(java.util.Locale.ROOT), value));
    var query = new HashMap<String, String>();
    context.queryParams().forEach(query::putIfAbsent);
    return new Delivery(headers, query, Bytes.copyOf(new byte[0]), clock.instant());
  }

  private Future<Admission> admission(RoutingContext context, Source source, Delivery head) {
    Authentication authentication = source.authentication();
    if (!authentication.mayWait()) {
      return Future.succeededFuture(authentication.byHead(head));
    }
    context.request().pause();
    return workers
        .executeBlocking(() -> authentication.byHead(head), false)
        .map(admission -> admission == null ? Admission.UNDECIDED : admission);
  }

  private void receive(RoutingContext context, Source source, Delivery head) {
    long length = length(context.request());
    long bytes = length < 0 ? MAX_BODY : length;
    Room room = rooms.get(source.id());
    if (room == null || !room.take(bytes)) {
      metrics.refused(source, "BUSY");
      context.response().putHeader("Retry-After", "1");
      refuse(context, 503, "BUSY", "Too many notifications at one time.");
      return;
    }
    bodies
        .read(context.request())
        .compose(body -> take(context, source, head.withBody(body.getBytes())))
        .onComplete(done -> room.leave(bytes))
        .onFailure(failure -> {
          if (failure instanceof Unread unread) {
            Failure why = unread.failure();
            refuse(context, why.status(), why.code(), why.detail());
          } else {
            unavailable(context, failure);
          }
        });
  }

  /** Checking and sending can take their time, which an event loop has not. */
  private Future<?> take(RoutingContext context, Source source, Delivery delivery) {
    TraceContext trace = TraceContext.parse(delivery.header(TraceContext.HEADER));
    return workers
        .executeBlocking(
            () ->
                source.authentication().byBody(delivery) == Admission.ADMITTED
                    ? intake.take(source, delivery, trace)
                    : null,
            false)
        .onSuccess(reply -> answer(context, source, reply));
  }

  private void answer(RoutingContext context, Source source, @Nullable Reply reply) {
    switch (reply) {
      case null -> refuse(context, Admission.REFUSED, source.kind().refusal());
      case Reply.Safe(JsonObject counts) -> {
        context.response().setStatusCode(202);
        context.json(counts);
      }
      case Reply.Confirmed(String code) ->
          context.json(new JsonObject().put("validationResponse", code));
      case Reply.Unavailable ignored -> unavailable(context, null);
    }
  }

  /**
   * A subscription asks whether its deliveries are wanted. It names no topic, but has the secret.
   *
   * @see <a
   *     href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/http-webhook.md#4-abuse-protection">CloudEvents,
   *     HTTP webhooks, abuse protection</a>
   */
  private void handshake(RoutingContext context) {
    Source source = source(context);
    if (source == null || source.kind() != SourceKind.EVENT_GRID) {
      Problem.of(405, "METHOD_NOT_ALLOWED", "Not with this method.").send(context);
      return;
    }
    Delivery head = head(context);
    admission(context, source, head)
        .onSuccess(admission -> {
          if (admission == Admission.ADMITTED
              && EVENT_GRID_ORIGIN.equals(head.header("WebHook-Request-Origin"))) {
            context
                .response()
                .putHeader("WebHook-Allowed-Origin", EVENT_GRID_ORIGIN)
                .putHeader("WebHook-Allowed-Rate", "*")
                .end();
          } else {
            refuse(context, Admission.REFUSED, source.kind().refusal());
          }
        })
        .onFailure(failure -> unavailable(context, failure));
  }

  private void unavailable(RoutingContext context, @Nullable Throwable failure) {
    if (failure != null) {
      LOG.atWarn().setCause(failure).log("a delivery could not be taken");
    }
    if (!context.response().closed()) {
      context.response().putHeader("Retry-After", "5");
    }
    refuse(context, 503, "BUS_UNAVAILABLE", "Kafka is away; send it again.");
  }

  private void refuse(RoutingContext context, Admission admission, int status) {
    if (admission == Admission.UNDECIDED) {
      context.response().putHeader("Retry-After", "5");
      refuse(context, 503, "KEYS_UNAVAILABLE", "The issuer's keys cannot be had; send it again.");
      return;
    }
    if (status == 401) {
      context.response().putHeader("WWW-Authenticate", "Bearer");
    }
    refuse(context, status, "UNAUTHENTICATED", "The source and its proof do not fit.");
  }

  private void refuse(RoutingContext context, int status, String code, String detail) {
    Source source = source(context);
    if (source == null) {
      metrics.refused(code);
    } else {
      metrics.refused(source, code);
    }
    if (context.response().closed()) {
      return;
    }
    Problem.of(status, code, detail).send(context);
    // What still comes of the body is thrown away as it comes, and not waited for much longer: to
    // close at once would take the answer from a sender that is still sending.
    HttpServerRequest request = context.request();
    if (request.isEnded()) {
      return;
    }
    request.handler(null);
    request.resume();
    vertx.setTimer(LINGER_MILLIS, timer -> closeUnlessEnded(request));
  }

  private static void closeUnlessEnded(HttpServerRequest request) {
    if (!request.isEnded()) {
      request.connection().close();
    }
  }
}
