package io.sealbus.policyingest;

import io.sealbus.runtime.http.Problem;
import io.sealbus.runtime.http.Secrets;
import io.sealbus.verification.resource.ResourceKey;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The HTTP interface to policies. Reads are answered from the table; writes go to the writer. */
final class PolicyRoutes {
  private static final String ALL = "/v1/policies";
  private static final List<String> ONE =
      List.of(ALL + "/:group/:kind/:name", ALL + "/:group/:kind/:namespace/:name");

  private final PolicyTable table;
  private final PolicyWriter writer;
  private final WriteGate gate;
  private final WriteAnswers answers;

  PolicyRoutes(PolicyTable table, PolicyWriter writer, Secrets tokens, IngestMetrics metrics) {
    this.table = table;
    this.writer = writer;
    this.gate = new WriteGate(tokens, metrics);
    this.answers = new WriteAnswers(metrics);
  }

  void mount(Router router) {
    router.get(ALL).handler(this::list);
    write(() -> router.post(ALL), true, this::applyAll);
    for (String one : ONE) {
      router.get(one).handler(this::get);
      write(() -> router.put(one), true, this::applyOne);
      write(() -> router.delete(one), false, this::delete);
    }
  }

  /** The gate stands on a route of its own, before the one that reads the body. */
  private void write(
      Supplier<Route> route, boolean body, BiFunction<RoutingContext, Boolean, Outcome> work) {
    Route entrance = route.get().handler(gate::authorize).handler(gate::checkQuery);
    if (body) {
      entrance.handler(gate::checkMediaType);
    }
    entrance.handler(gate::enter);
    route
        .get()
        .handler(BodyHandler.create(false).setBodyLimit(Submission.LIMITS.bytes()))
        .handler(c -> gate.work(c, () -> work.apply(c, gate.dryRun(c)), answers::send))
        .failureHandler(gate::failed);
  }

  private void list(RoutingContext context) {
    @Nullable String kind = context.queryParams().get("kind");
    PolicyTable.Snapshot now = table.snapshot();
    var items = new JsonArray();
    now.policies().values().stream()
        .filter(p -> kind == null || kind.equals(p.key().kind()))
        .forEach(p -> items.add(PolicyJson.of(p)));
    context.json(new JsonObject().put("policyVersion", now.version()).put("items", items));
  }

  private void get(RoutingContext context) {
    Optional<CurrentPolicy> policy = key(context).map(table.snapshot()::get);
    policy.ifPresentOrElse(
        p -> context.json(PolicyJson.of(p)),
        () -> Problem.of(404, "NOT_FOUND", "There is no such policy.").send(context));
  }

  private Outcome applyAll(RoutingContext context, boolean dryRun) {
    return switch (Submission.read(body(context))) {
      case Checked.Bad<List<Submitted>>(List<Problem.Fault> faults) -> new Outcome.Refused(faults);
      case Checked.Good<List<Submitted>>(List<Submitted> resources) ->
          writer.apply(resources, new Origin.Http(), dryRun);
    };
  }

  private Outcome applyOne(RoutingContext context, boolean dryRun) {
    return switch (Submission.read(body(context))) {
      case Checked.Bad<List<Submitted>>(List<Problem.Fault> faults) -> new Outcome.Refused(faults);
      case Checked.Good<List<Submitted>>(List<Submitted> resources) ->
          checkPath(context, resources)
              .map(fault -> (Outcome) new Outcome.Refused(List.of(fault)))
              .orElseGet(() -> writer.apply(resources, new Origin.Http(), dryRun));
    };
  }

  private static Optional<Problem.Fault> checkPath(
      RoutingContext context, List<Submitted> resources) {
    if (resources.size() != 1) {
      return Optional.of(
          Rule.ONE_RESOURCE.fault("documents", "One policy is put at a time, not a list of them."));
    }
    Submitted one = resources.getFirst();
    Optional<ResourceKey> own = one.resource().key();
    // A resource without a key of its own is refused by admission, which says why.
    if (own.isEmpty() || own.equals(key(context))) {
      return Optional.empty();
    }
    return Optional.of(
        Rule.PATH_MISMATCH.fault(
            one.place() + ".metadata", "The path is not that of " + own.get() + "."));
  }

  private Outcome delete(RoutingContext context, boolean dryRun) {
    return key(context)
        .map(key -> writer.delete(key, new Origin.Http(), dryRun))
        .orElseGet(Outcome.Missing::new);
  }

  private static byte[] body(RoutingContext context) {
    var buffer = context.body().buffer();
    return buffer == null ? new byte[0] : buffer.getBytes();
  }

  private static Optional<ResourceKey> key(RoutingContext context) {
    String group = context.pathParam("group");
    String kind = context.pathParam("kind");
    String name = context.pathParam("name");
    if (group == null || kind == null || name == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(new ResourceKey(group, kind, context.pathParam("namespace"), name));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
