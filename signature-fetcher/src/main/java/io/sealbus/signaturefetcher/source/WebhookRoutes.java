package io.sealbus.signaturefetcher.source;

import io.sealbus.runtime.bus.TraceContext;
import io.sealbus.runtime.http.Problem;
import io.sealbus.signaturefetcher.source.BodyReader.Failure;
import io.sealbus.verification.Bytes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

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

  /** How long a body may take. */
  static final Duration WITHIN = Duration.ofSeconds(10);

  private static final long ROOM = 8L * MAX_BODY;

  /** Checks of one source that may wait for its issuer at one time. */
  private static final long MAX_WAITING = 4;

  private static final int WORKERS = 32;
  private static final String PATH = "/v1/webhooks/:kind/:source";

  /** The only sender that asks before it sends, in the words of CloudEvents. */
  private static final String EVENT_GRID_ORIGIN = "eventgrid.azure.net";

  /** A source, and what of this process it takes up. */
  private record Entrance(Source source, Room bodies, Room waiting) {}

  private final Map<String, Entrance> entrances = new HashMap<>();
  private final Intake intake;
  private final InstantSource clock;
  private final WebhookAnswers answers;
  private final BodyReader bodies;
  private final WorkerExecutor workers;

  /**
   * For {@code sources}.
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
    sources.forEach(source ->
        entrances.put(source.id(), new Entrance(source, new Room(ROOM), new Room(MAX_WAITING))));
    this.intake = intake;
    this.clock = clock;
    this.answers = new WebhookAnswers(metrics);
    this.bodies = new BodyReader(vertx, MAX_BODY, within);
    this.workers = vertx.createSharedWorkerExecutor("webhooks", WORKERS);
  }

  void mount(Router router) {
    router.post(PATH).handler(this::deliver);
    router.options(PATH).handler(this::handshake);
  }

  private void deliver(RoutingContext context) {
    Entrance entrance = entrance(context);
    Source source = entrance == null ? null : entrance.source();
    String encoding = context.request().getHeader("Content-Encoding");
    if (length(context.request()) > MAX_BODY) {
      answers.refuse(context, source, Failure.TOO_LARGE);
    } else if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      answers.refuseEncoding(context, source);
    } else if (entrance == null) {
      answers.refuse(context, null, Admission.REFUSED, refusal(context));
    } else {
      Delivery head = head(context);
      ifAdmitted(context, entrance, head, () -> receive(context, entrance, head));
    }
  }

  /** Bytes that the body has; -1 where it does not say. The server has checked the number. */
  private static long length(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    return length == null ? -1 : Long.parseLong(length.strip());
  }

  private @Nullable Entrance entrance(RoutingContext context) {
    return entrances.get(context.pathParam("kind") + "/" + context.pathParam("source"));
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
        .forEach((name, value) -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
    var query = new HashMap<String, String>();
    context.queryParams().forEach(query::putIfAbsent);
    return new Delivery(headers, query, client(context), Bytes.utf8(""), clock.instant());
  }

  /** What TLS has verified; without TLS, and of who has shown none, there is nothing. */
  private static @Nullable X509Certificate client(RoutingContext context) {
    try {
      List<Certificate> shown = context.request().connection().peerCertificates();
      return shown != null && !shown.isEmpty() && shown.get(0) instanceof X509Certificate first
          ? first
          : null;
    } catch (SSLPeerUnverifiedException e) {
      return null;
    }
  }

  private void ifAdmitted(RoutingContext context, Entrance entrance, Delivery head, Runnable then) {
    Source source = entrance.source();
    admission(context, entrance, head)
        .onSuccess(admission -> {
          if (admission == Admission.ADMITTED) {
            then.run();
          } else {
            answers.refuse(context, source, admission, source.kind().refusal());
          }
        })
        .onFailure(failure -> answers.failed(context, source, failure));
  }

  private Future<Admission> admission(RoutingContext context, Entrance entrance, Delivery head) {
    Authentication authentication = entrance.source().authentication();
    if (!authentication.mayWait()) {
      return Future.succeededFuture(authentication.byHead(head));
    }
    // An issuer that does not answer must not hold up the senders of others.
    if (!entrance.waiting().take(1)) {
      return Future.succeededFuture(Admission.UNDECIDED);
    }
    context.request().pause();
    return workers
        .executeBlocking(() -> authentication.byHead(head), false)
        .onComplete(done -> entrance.waiting().leave(1))
        .map(admission -> admission == null ? Admission.UNDECIDED : admission);
  }

  private void receive(RoutingContext context, Entrance entrance, Delivery head) {
    Source source = entrance.source();
    long length = length(context.request());
    long bytes = length < 0 ? MAX_BODY : length;
    if (!entrance.bodies().take(bytes)) {
      answers.busy(context, source);
      return;
    }
    Future.succeededFuture(context.request())
        .compose(bodies::read)
        .compose(body -> take(source, head.withBody(body.getBytes())))
        .onComplete(done -> entrance.bodies().leave(bytes))
        .onSuccess(reply -> {
          if (reply == null) {
            answers.refuse(context, source, Admission.REFUSED, source.kind().refusal());
          } else {
            answers.answer(context, source, reply);
          }
        })
        .onFailure(failure -> answers.failed(context, source, failure));
  }

  /**
   * Checking and sending can take their time, which an event loop has not.
   *
   * @return null where the body does not fit its code
   */
  private Future<@Nullable Reply> take(Source source, Delivery delivery) {
    TraceContext trace = TraceContext.parse(delivery.header(TraceContext.HEADER));
    return workers.executeBlocking(
        () ->
            source.authentication().byBody(delivery) == Admission.ADMITTED
                ? intake.take(source, delivery, trace)
                : null,
        false);
  }

  /**
   * A subscription asks whether its deliveries are wanted. It names no topic, but has the secret.
   *
   * @see <a
   *     href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/http-webhook.md#4-abuse-protection">CloudEvents,
   *     HTTP webhooks, abuse protection</a>
   */
  private void handshake(RoutingContext context) {
    Entrance entrance = entrance(context);
    if (entrance == null || entrance.source().kind() != SourceKind.EVENT_GRID) {
      Problem.of(405, "METHOD_NOT_ALLOWED", "Not with this method.").send(context);
      return;
    }
    Delivery head = head(context);
    ifAdmitted(context, entrance, head, () -> confirm(context, entrance.source(), head));
  }

  private void confirm(RoutingContext context, Source source, Delivery head) {
    if (EVENT_GRID_ORIGIN.equals(head.header("WebHook-Request-Origin"))) {
      context
          .response()
          .putHeader("WebHook-Allowed-Origin", EVENT_GRID_ORIGIN)
          .putHeader("WebHook-Allowed-Rate", "*")
          .end();
    } else {
      answers.refuse(context, source, Admission.REFUSED, source.kind().refusal());
    }
  }
}
