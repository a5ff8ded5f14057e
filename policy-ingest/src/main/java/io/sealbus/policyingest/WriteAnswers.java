package io.sealbus.policyingest;

import io.sealbus.policyingest.Change.Action;
import io.sealbus.runtime.http.Problem;
import io.sealbus.runtime.http.Problem.Fault;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Turns what came of a write into its HTTP answer. */
final class WriteAnswers {
  private final IngestMetrics metrics;

  WriteAnswers(IngestMetrics metrics) {
    this.metrics = metrics;
  }

  void send(RoutingContext context, Outcome outcome) {
    switch (outcome) {
      case Outcome.Applied(List<Change> changes) -> applied(context, changes);
      case Outcome.Refused(List<Fault> faults) -> {
        metrics.refused(faults);
        new Problem(422, "INVALID", "Nothing was written.", faults).send(context);
      }
      case Outcome.OwnedElsewhere owned ->
          refuse(
              context,
              Problem.of(
                  409,
                  owned.origin().startsWith(Origin.DIRECTORY)
                      ? "OWNED_BY_DIRECTORY"
                      : "OWNED_BY_CLUSTER",
                  owned.why()));
      case Outcome.Missing() ->
          refuse(context, Problem.of(404, "NOT_FOUND", "There is no such policy."));
      case Outcome.Interrupted(List<Change> changes, String why) ->
          interrupted(context, changes, why);
    }
  }

  private void applied(RoutingContext context, List<Change> changes) {
    boolean dryRun = context.queryParam("dryRun").contains("true");
    boolean created = changes.stream().anyMatch(c -> c.action() == Action.CREATED);
    if (!dryRun) {
      metrics.changed(changes);
    }
    context.response().setStatusCode(created && !dryRun ? 201 : 200);
    if (context.request().method().equals(HttpMethod.POST)) {
      context.json(new JsonObject().put("dryRun", dryRun).put("policies", PolicyJson.of(changes)));
    } else {
      context.json(PolicyJson.of(changes.getFirst()).put("dryRun", dryRun));
    }
  }

  private void interrupted(RoutingContext context, List<Change> changes, String why) {
    metrics.changed(changes);
    metrics.refused("BUS_UNAVAILABLE");
    JsonObject body =
        Problem.of(
                503,
                "BUS_UNAVAILABLE",
                "Kafka did not confirm everything ("
                    + why
                    + "); policies says what became of each.")
            .toJson()
            .put("policies", PolicyJson.of(changes));
    context
        .response()
        .setStatusCode(503)
        .putHeader("Content-Type", "application/problem+json")
        .end(body.encode());
  }

  private void refuse(RoutingContext context, Problem problem) {
    metrics.refused(problem.code());
    problem.send(context);
  }
}
