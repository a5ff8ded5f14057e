package io.sealbus.signaturefetcher;

import io.sealbus.runtime.bus.DeadLetters;
import io.sealbus.runtime.bus.OutgoingRecord;
import io.sealbus.runtime.bus.RecordSender;
import io.sealbus.runtime.bus.TraceContext;
import io.sealbus.runtime.http.Problem;
import io.sealbus.runtime.http.Secrets;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.verification.ReasonCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes notifications of registries. The bound comes before the sender, the sender before the
 * content: nothing is read of a request whose sender is not known.
 *
 * <p>A registry of the Distribution project repeats a notification for ever until it is answered
 * with 2xx, and holds back all later ones meanwhile. So what is durable on the bus is answered with
 * 202, what cannot be used included, which becomes a dead letter; 503 is only said when Kafka is
 * away, and 401 to who cannot prove to be the sender.
 */
final class WebhookRoutes {
  /** Most bytes of a notification. */
  static final int MAX_BODY = 1 << 20;

  /** Most notifications at work at one time; each may hold a body while Kafka is slow. */
  private static final int MAX_AT_WORK = 64;

  private static final long LINGER_MILLIS = 1000;
  private static final Logger LOG = LoggerFactory.getLogger(WebhookRoutes.class);
  private static final String SOURCE = "source";
  private static final String PATH = "/v1/webhooks/distribution/:" + SOURCE;

  /** Sends records; completes when they are durable. */
  interface Outlet {
    CompletableFuture<Void> send(List<OutgoingRecord<?>> records, TraceContext trace);

    /** To the bus. */
    static Outlet to(RecordSender sender) {
      return sender::sendAll;
    }
  }

  private final Map<String, Secrets> secrets = new HashMap<>();
  private final Map<String, String> registries;
  private final AllowedRegistries allowed;
  private final Outlet outlet;
  private final InstantSource clock;
  private final FetchMetrics metrics;
  private final AtomicInteger atWork = new AtomicInteger();

  WebhookRoutes(
      SignatureFetcherConfig config, Outlet outlet, InstantSource clock, FetchMetrics metrics) {
    config.secrets().forEach((name, current) -> secrets.put(name, new Secrets(current)));
    this.registries = config.sources();
    this.allowed = config.registries();
    this.outlet = outlet;
    this.clock = clock;
    this.metrics = metrics;
  }

  void mount(Router router) {
    // Routes of their own, since one route would put the body before everything else.
    router.post(PATH).handler(this::bound);
    router.post(PATH).handler(this::authenticate);
    router.post(PATH).handler(BodyHandler.create(false).setBodyLimit(MAX_BODY));
    router.post(PATH).handler(this::receive);
  }

  private void bound(RoutingContext context) {
    String length = context.request().getHeader("Content-Length");
    // The server has checked that it is a number; a body without a length is bounded as it comes.
    if (length != null && Long.parseLong(length.strip()) > MAX_BODY) {
      refuse(context, 413, "BODY_TOO_LARGE", "A notification has at most 1 MiB.");
    } else {
      context.next();
    }
  }

  private void authenticate(RoutingContext context) {
    // A source that does not exist and one whose secret is not known look the same from outside.
    Secrets current = secrets.get(context.pathParam(SOURCE));
    if (current != null && current.admitsBearer(context.request().getHeader("Authorization"))) {
      context.next();
    } else {
      context.response().putHeader("WWW-Authenticate", "Bearer");
      refuse(context, 401, "UNAUTHENTICATED", "The source and its secret do not fit.");
    }
  }

  private void refuse(RoutingContext context, int status, String code, String detail) {
    metrics.refused(code);
    Problem.of(status, code, detail).send(context);
    // What still comes of the body is thrown away as it comes, and not waited for much longer: to
    // close at once would take the answer from a sender that is still sending.
    HttpServerRequest request = context.request();
    if (request.isEnded()) {
      return;
    }
    request.resume();
    context.vertx().setTimer(LINGER_MILLIS, timer -> closeUnlessEnded(request));
  }

  private static void closeUnlessEnded(HttpServerRequest request) {
    if (!request.isEnded()) {
      request.connection().close();
    }
  }

  private void receive(RoutingContext context) {
    if (atWork.incrementAndGet() > MAX_AT_WORK) {
      atWork.decrementAndGet();
      context.response().putHeader("Retry-After", "1");
      refuse(context, 503, "BUSY", "Too many notifications at one time.");
      return;
    }
    // Sending can block while the bus is away, which an event loop must not.
    context
        .vertx()
        .executeBlocking(() -> pass(context), false)
        .onComplete(
            counts -> {
              atWork.decrementAndGet();
              context.response().setStatusCode(202);
              context.json(counts);
            },
            failure -> {
              atWork.decrementAndGet();
              LOG.atWarn().setCause(failure).log("a notification could not be passed on");
              context.response().putHeader("Retry-After", "5");
              refuse(context, 503, "BUS_UNAVAILABLE", "Kafka is away; send it again.");
            });
  }

  private JsonObject pass(RoutingContext context) {
    String source = "distribution/" + context.pathParam(SOURCE);
    Buffer buffer = context.body().buffer();
    byte[] body = buffer == null ? new byte[0] : buffer.getBytes();
    Instant now = clock.instant();
    NotificationEvents read = read(context, source, body, now);
    var records = new ArrayList<OutgoingRecord<?>>();
    read.events()
        .forEach(e ->
            records.add(
                OutgoingRecord.of(
                    TopicCatalogue.IMAGE_EVENTS, e.getRegistry() + "/" + e.getRepository(), e)));
    if (read.fault() != null) {
      records.add(letter(source, body, ReasonCode.IMAGE_EVENT_INVALID, read.fault(), now));
    }
    if (read.refused() > 0) {
      String message = read.refused() + " events of registries that are not configured";
      records.add(letter(source, body, ReasonCode.REGISTRY_NOT_ALLOWED, message, now));
    }
    outlet
        .send(records, TraceContext.parse(context.request().getHeader(TraceContext.HEADER)))
        .join();
    count(read);
    return new JsonObject()
        .put("accepted", read.events().size())
        .put("skipped", read.skipped())
        .put("setAside", records.size() - read.events().size());
  }

  private static OutgoingRecord<?> letter(
      String source, byte[] body, ReasonCode code, String message, Instant now) {
    return DeadLetters.ofRequest(
        SignatureFetcherHandler.SERVICE, source, body, code.name(), message, now);
  }

  private NotificationEvents read(RoutingContext context, String source, byte[] body, Instant now) {
    String header = String.valueOf(context.request().getHeader("Content-Type"));
    String type = header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return DistributionNotifications.MEDIA_TYPES.contains(type)
        ? new DistributionNotifications(source, registries.get(context.pathParam(SOURCE)))
            .read(body, allowed, now)
        : new NotificationEvents(List.of(), 0, 0, "the body is of another media type");
  }

  private void count(NotificationEvents read) {
    metrics.accepted(read.events().size());
    metrics.skipped(read.skipped());
    if (read.fault() != null) {
      metrics.refused(ReasonCode.IMAGE_EVENT_INVALID.name());
    }
    if (read.refused() > 0) {
      metrics.refused(ReasonCode.REGISTRY_NOT_ALLOWED.name());
    }
  }
}
