package io.sealbus.renderer.node;

import io.sealbus.renderer.PathRemainder;
import io.sealbus.renderer.ReasonJson;
import io.sealbus.runtime.http.Problem;
import io.sealbus.schemas.ConditionRecord;
import io.sealbus.schemas.PolicyStatusRecord;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * The status of policies over HTTP, as it stands on the bus. A policy of a cluster-scoped kind is
 * asked for as {@code group/kind/name} or by its key, {@code group/kind//name}.
 */
final class PolicyStatusRoutes {
  private static final String ALL = "/v1/policy-status";

  private final Published<PolicyStatusRecord> statuses;

  PolicyStatusRoutes(Published<PolicyStatusRecord> statuses) {
    this.statuses = statuses;
  }

  void mount(Router router) {
    router.get(ALL).handler(this::list);
    router.get(ALL + "/*").handler(this::get);
  }

  private void list(RoutingContext context) {
    var items = new JsonArray();
    statuses.values().values().forEach(status -> items.add(json(status)));
    context.json(new JsonObject().put("items", items));
  }

  private void get(RoutingContext context) {
    PolicyStatusRecord status;
    try {
      status = statuses.values().get(key(PathRemainder.after(context, ALL + "/")));
    } catch (IllegalArgumentException e) {
      status = null;
    }
    if (status == null) {
      Problem.of(404, "NOT_FOUND", "There is no status of such a policy.").send(context);
    } else {
      context.json(json(status));
    }
  }

  private static String key(String path) {
    String[] parts = path.split("/", -1);
    return parts.length == 3 ? parts[0] + "/" + parts[1] + "//" + parts[2] : path;
  }

  private static JsonObject json(PolicyStatusRecord status) {
    var conditions = new JsonArray();
    status.getConditions().forEach(condition -> conditions.add(json(condition)));
    return new JsonObject()
        .put("policy", status.getPolicy())
        .put("conditions", conditions)
        .put("findings", ReasonJson.list(status.getFindings()))
        .put("policyVersion", status.getPolicyVersion());
  }

  private static JsonObject json(ConditionRecord condition) {
    return new JsonObject()
        .put("type", condition.getType())
        .put("status", condition.getStatus())
        .put("reason", condition.getReason())
        .put("message", condition.getMessage())
        .put("observedGeneration", condition.getObservedGeneration())
        .put("lastTransitionTime", condition.getLastTransitionTime().toString());
  }
}
