package io.sealbus.runtime.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * An error as every HTTP interface of Sealbus gives it: a permanent code, a sentence, and where the
 * request had several faults, each with its place and rule.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457, Problem Details for HTTP APIs</a>
 */
public record Problem(int status, String code, String detail, List<Fault> faults) {
  /** One fault: where, which rule, and a sentence. */
  public record Fault(String path, String rule, String message) {}

  public Problem {
    faults = List.copyOf(faults);
  }

  /** A problem without single faults. */
  public static Problem of(int status, String code, String detail) {
    return new Problem(status, code, detail, List.of());
  }

  /** Ends the request with this problem. */
  public void send(RoutingContext context) {
    if (!context.response().ended()) {
      context
          .response()
          .setStatusCode(status)
          .putHeader("Content-Type", "application/problem+json")
          .end(toJson().encode());
    }
  }

  /** The problem as JSON. */
  public JsonObject toJson() {
    var json =
        new JsonObject()
            .put("type", "about:blank")
            .put("status", status)
            .put("code", code)
            .put("detail", detail);
    if (!faults.isEmpty()) {
      var list = new JsonArray();
      faults.forEach(f ->
          list.add(
              new JsonObject()
                  .put("path", f.path())
                  .put("rule", f.rule())
                  .put("message", f.message())));
      json.put("faults", list);
    }
    return json;
  }
}
