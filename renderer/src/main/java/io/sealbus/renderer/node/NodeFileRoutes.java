package io.sealbus.renderer.node;

import io.sealbus.renderer.PathRemainder;
import io.sealbus.runtime.http.Problem;
import io.sealbus.schemas.NodeFileRecord;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The nodes' files over HTTP, as they stand on the bus. */
final class NodeFileRoutes {
  private static final String ALL = "/v1/node-files";
  private static final String VERSION = "Sealbus-Policy-Version";

  private final Published<NodeFileRecord> files;

  NodeFileRoutes(Published<NodeFileRecord> files) {
    this.files = files;
  }

  void mount(Router router) {
    router.get(ALL).handler(this::list);
    router.route(ALL + "/*").method(HttpMethod.GET).method(HttpMethod.HEAD).handler(this::get);
  }

  private void list(RoutingContext context) {
    var items = new JsonArray();
    files
        .values()
        .forEach((path, file) ->
            items.add(
                new JsonObject()
                    .put("path", path)
                    .put("sha256", file.getSha256())
                    .put("size", file.getContent().remaining())
                    .put("policyVersion", file.getPolicyVersion())));
    context.json(new JsonObject().put("items", items));
  }

  private void get(RoutingContext context) {
    NodeFileRecord file;
    try {
      file = files.values().get("/" + PathRemainder.after(context, ALL + "/"));
    } catch (IllegalArgumentException e) {
      file = null;
    }
    if (file == null) {
      Problem.of(404, "NOT_FOUND", "Nodes are to have no such file.").send(context);
      return;
    }
    byte[] bytes = new byte[file.getContent().remaining()];
    file.getContent().duplicate().get(bytes);
    // Of the bytes that are sent, whatever the record says.
    String tag = '"' + Sha256.hex(bytes) + '"';
    HttpServerResponse response =
        context
            .response()
            .putHeader("ETag", tag)
            .putHeader("Cache-Control", "no-cache")
            .putHeader(VERSION, Long.toString(file.getPolicyVersion()));
    if (matches(context.request().getHeader("If-None-Match"), tag)) {
      response.setStatusCode(304).end();
      return;
    }
    response
        .putHeader("Content-Type", contentType(file.getPath()))
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Content-Length", Integer.toString(bytes.length));
    if (context.request().method() == HttpMethod.HEAD) {
      response.end();
    } else {
      response.end(Buffer.buffer(bytes));
    }
  }

  /**
   * Compares weakly.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2">RFC 9110, 13.1.2</a>
   */
  private static boolean matches(@Nullable String ifNoneMatch, String tag) {
    return ifNoneMatch != null
        && Arrays.stream(ifNoneMatch.split(","))
            .map(String::strip)
            .map(t -> t.startsWith("W/") ? t.substring(2) : t)
            .anyMatch(t -> t.equals("*") || t.equals(tag));
  }

  private static String contentType(String path) {
    if (path.endsWith(".json")) {
      return "application/json";
    }
    if (path.endsWith(".yaml")) {
      return "application/yaml";
    }
    return path.endsWith(".conf") ? "text/plain; charset=utf-8" : "application/octet-stream";
  }
}
