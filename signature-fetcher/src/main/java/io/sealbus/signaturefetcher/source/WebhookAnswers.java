package io.sealbus.signaturefetcher.source;

import io.sealbus.runtime.http.Problem;
import io.sealbus.signaturefetcher.source.BodyReader.Failure;
import io.sealbus.signaturefetcher.source.BodyReader.Unread;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What senders are told, by status and code. Every refusal is counted. */
final class WebhookAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookAnswers.class);
  private static final long LINGER_MILLIS = 1000;

  private final SourceMetrics metrics;

  WebhookAnswers(SourceMetrics metrics) {
    this.metrics = metrics;
  }

  /** What became of a delivery that was taken. */
  void answer(RoutingContext context, Source source, Reply reply) {
    switch (reply) {
      case Reply.Safe(JsonObject counts) -> {
        context.response().setStatusCode(202);
        context.json(counts);
      }
      case Reply.Confirmed(String code) ->
          context.json(new JsonObject().put("validationResponse", code));
      case Reply.Unavailable ignored -> unavailable(context, source);
    }
  }

  /**
   * The sender is not admitted.
   *
   * @param source null where there is none of that name
   */
  void refuse(RoutingContext context, @Nullable Source source, Admission admission, int status) {
    if (admission == Admission.UNDECIDED) {
      later(context, 5);
      refuse(context, source, 503, "KEYS_UNAVAILABLE", "The issuer's keys cannot be had.");
      return;
    }
    if (status == 401) {
      context.response().putHeader("WWW-Authenticate", "Bearer");
    }
    refuse(context, source, status, "UNAUTHENTICATED", "The source and its proof do not fit.");
  }

  /** The body cannot be had. */
  void refuse(RoutingContext context, @Nullable Source source, Failure failure) {
    refuse(context, source, failure.status(), failure.code(), failure.detail());
  }

  /** The body is not sent as it is. */
  void refuseEncoding(RoutingContext context, @Nullable Source source) {
    refuse(context, source, 415, "ENCODING_UNSUPPORTED", "Bodies are taken as they are.");
  }

  /** Too much at one time. */
  void busy(RoutingContext context, Source source) {
    later(context, 1);
    refuse(context, source, 503, "BUSY", "Too many notifications at one time.");
  }

  /** Something went wrong on the way. */
  void failed(RoutingContext context, Source source, Throwable failure) {
    if (failure instanceof Unread unread) {
      refuse(context, source, unread.failure());
    } else {
      LOG.atWarn()
          .setCause(failure)
          .addKeyValue("source", source.id())
          .log("a delivery could not be taken");
      unavailable(context, source);
    }
  }

  private void unavailable(RoutingContext context, Source source) {
    later(context, 5);
    refuse(context, source, 503, "BUS_UNAVAILABLE", "Kafka is away; send it again.");
  }

  private static void later(RoutingContext context, int seconds) {
    HttpServerResponse response = context.response();
    if (!response.closed() && !response.ended()) {
      response.putHeader("Retry-After", Integer.toString(seconds));
    }
  }

  private void refuse(
      RoutingContext context, @Nullable Source source, int status, String code, String detail) {
    metrics.refused(source, code);
    if (context.response().closed()) {
      return;
    }
    Problem.of(status, code, detail).send(context);
    // What still comes of the body is thrown away as it comes, and not waited for much longer: to
    // close at once would take the answer from a sender that is still sending.
    HttpServerRequest request = context.request();
    if (!request.isEnded()) {
      request.handler(null);
      request.resume();
      context.vertx().setTimer(LINGER_MILLIS, timer -> closeUnlessEnded(request));
    }
  }

  private static void closeUnlessEnded(HttpServerRequest request) {
    if (!request.isEnded()) {
      request.connection().close();
    }
  }
}
