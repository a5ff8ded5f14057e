package io.sealbus.runtime.service;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sealbus.runtime.http.Problem;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Health, metrics, and what a request gets that nobody else answers. */
final class HealthRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(HealthRoutes.class);

  private HealthRoutes() {}

  static void mount(Router router, Health health, PrometheusMeterRegistry metrics) {
    router.get("/health/live").handler(c -> c.json(new JsonObject().put("live", true)));
    router.get("/health/ready").handler(c -> report(c, health));
    router
        .get("/metrics")
        .handler(c ->
            c.response()
                .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                .end(metrics.scrape()));
    router.errorHandler(404, c -> Problem.of(404, "NOT_FOUND", "There is nothing here.").send(c));
    router.errorHandler(
        405, c -> Problem.of(405, "METHOD_NOT_ALLOWED", "Not with this method.").send(c));
    router.errorHandler(
        413, c -> Problem.of(413, "BODY_TOO_LARGE", "The body is over its bound.").send(c));
    router.errorHandler(500, HealthRoutes::failed);
  }

  private static void report(RoutingContext context, Health health) {
    var parts = new JsonObject();
    health.report().forEach(parts::put);
    boolean ready = health.ready();
    context.response().setStatusCode(ready ? 200 : 503);
    var body = new JsonObject().put("ready", ready).put("parts", parts);
    if (!health.findings().isEmpty()) {
      var findings = new JsonObject();
      health.findings().forEach((part, found) -> findings.put(part, new JsonArray(found)));
      body.put("findings", findings);
    }
    context.json(body);
  }

  private static void failed(RoutingContext context) {
    LOG.atError()
        .setCause(context.failure())
        .addKeyValue("path", context.normalizedPath())
        .log("request failed");
    Problem.of(500, "INTERNAL_ERROR", "The request failed; see the log.").send(context);
  }
}
