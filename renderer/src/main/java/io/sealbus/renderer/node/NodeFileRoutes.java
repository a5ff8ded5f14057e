package io.sealbus.renderer.node;

import io.sealbus.renderer.PathRemainder;
import io.sealbus.runtime.http.Problem;
import io.sealbus.schemas.NodeFileRecord;
import io.sealbus.schemas.PolicyStatusRecord;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The nodes' files over HTTP, as they stand on the bus. */
final class NodeFileRoutes {
  private static final String ALL = "/v1/node-files";
  private static final String VERSION = "Sealbus-Policy-Version";

  private final Published<NodeFileRecord> files;
  private final Published<PolicyStatusRecord> statuses;

  NodeFileRoutes(Published<NodeFileRecord> files, Published<PolicyStatusRecord> statuses) {
    this.files = files;
    this.statuses = statuses;
  }

  void mount(Router router) {
    router.get(ALL).handler(this::list);
    router.route(ALL + "/*").method(HttpMethod.GET).method(HttpMethod.HEAD).handler(this::get);
  }

  private void list(RoutingContext context) {
    String format = context.queryParams().get("format");
    if (format == null || format.equals("json")) {
      context.json(NodeFileJson.of(files.values().values(), statuses.values().values()));
    } else if (format.equals("tar")) {
      archive(context);
    } else {
      Problem.of(400, "BAD_FORMAT", "The format is json or tar.").send(context);
    }
  }

  /** All files as one archive, for a node that has nobody to put them in their places. */
  private void archive(RoutingContext context) {
    var contents = new TreeMap<String, byte[]>();
    long version = -1;
    for (NodeFileRecord file : files.values().values()) {
      contents.put(file.getPath(), NodeFileRecords.content(file).toArray());
      version = Math.max(version, file.getPolicyVersion());
    }
    byte[] tar = NodeArchive.of(contents);
    context
        .response()
        .putHeader("Content-Type", "application/x-tar")
        .putHeader("ETag", '"' + Sha256.hex(tar) + '"')
        .putHeader("Cache-Control", "no-cache")
        .putHeader(VERSION, Long.toString(version))
        .end(Buffer.buffer(tar));
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
    byte[] bytes = NodeFileRecords.content(file).toArray();
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
