package io.sealbus.testkit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * As much of a Kubernetes API server as a watcher of resources sees: pages of lists, single
 * resources, watches as chunked streams, and merge patches of a status.
 */
public final class FakeApiServer implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, TreeMap<String, ObjectNode>> kinds = new TreeMap<>();
  private final List<Watching> watchers = new CopyOnWriteArrayList<>();
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<String> patches = new CopyOnWriteArrayList<>();
  private int version = 100;
  private volatile int failing;
  private volatile boolean watchable = true;
  private volatile int pageSize = Integer.MAX_VALUE;

  private record Event(String path, int version, String line) {}

  private record Watching(String path, BlockingQueue<String> lines) {}

  private FakeApiServer(HttpServer server) {
    this.server = server;
  }

  /** On a port of its own; it serves the kinds of {@code paths} and no other. */
  public static FakeApiServer serving(String... paths) throws IOException {
    var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var fake = new FakeApiServer(http);
    for (String path : paths) {
      fake.kinds.put(path, new TreeMap<>());
    }
    http.createContext("/", fake::answer);
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.start();
    return fake;
  }

  /** A kubeconfig file that leads here. */
  public Path kubeconfig(Path directory) throws IOException {
    return Files.writeString(
        directory.resolve("kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
        users: [{name: u, user: {token: t}}]
        contexts: [{name: x, context: {cluster: c, user: u}}]
        current-context: x
        """
            .formatted(server.getAddress().getPort()));
  }

  private ObjectNode stored(String path, String name) {
    ObjectNode stored = kind(path).get(name);
    if (stored == null) {
      throw new IllegalArgumentException("no " + name + " at " + path);
    }
    return stored;
  }

  private TreeMap<String, ObjectNode> kind(String path) {
    TreeMap<String, ObjectNode> kind = kinds.get(path);
    if (kind == null) {
      throw new IllegalArgumentException("not served: " + path);
    }
    return kind;
  }

  /** Stores a resource, as YAML, and tells the watchers. */
  public synchronized void put(String path, String yaml) {
    ObjectNode resource = json(yaml);
    metadata(resource).put("uid", "uid-" + path.hashCode());
    ObjectNode stored = kind(path).get(name(resource));
    if (stored != null && stored.has("status")) {
      resource.set("status", stored.get("status"));
    }
    store(path, resource, stored == null ? "ADDED" : "MODIFIED");
  }

  private static ObjectNode json(String yaml) {
    Object document = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    return object(Json.text(document));
  }

  private static ObjectNode object(String json) {
    return Json.parse(json.getBytes(StandardCharsets.UTF_8))
        .map(ObjectNode.class::cast)
        .orElseThrow(() -> new IllegalArgumentException("not a resource: " + json));
  }

  private static ObjectNode metadata(ObjectNode resource) {
    return resource.withObjectProperty("metadata");
  }

  private void store(String path, ObjectNode resource, String event) {
    metadata(resource).put("resourceVersion", String.valueOf(++version));
    metadata(resource).putArray("managedFields").add("noise");
    kind(path).put(name(resource), resource);
    tell(path, event, resource);
  }

  /** Deletes a resource and tells the watchers. */
  public synchronized void delete(String path, String name) {
    ObjectNode gone = stored(path, name);
    kind(path).remove(name);
    version++;
    tell(path, "DELETED", gone);
  }

  /** Takes the kind away, with all of its resources. */
  public synchronized void stopServing(String path) {
    kinds.remove(path);
  }

  /** Answers watches with 403. */
  public void refuseWatches() {
    watchable = false;
  }

  /** Answers every list with this status; 0 for as it should be. */
  public void fail(int status) {
    failing = status;
  }

  /** Most resources of a page, whatever the client wishes. */
  public void pageSize(int size) {
    pageSize = size;
  }

  /** Ends all watches, as a server does when it is restarted. */
  public void dropWatches() {
    watchers.forEach(w -> w.lines().add(""));
    watchers.clear();
  }

  /** Watches that are open. */
  public int watches() {
    return watchers.size();
  }

  /** Paths of the lists and of the single resources that were asked for. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  /** The patches that came: path, content type and body. */
  public List<String> patches() {
    return List.copyOf(patches);
  }

  /** A resource as it is stored, as JSON. */
  public synchronized String get(String path, String name) {
    return stored(path, name).toString();
  }

  private static String name(ObjectNode resource) {
    return metadata(resource).path("name").asText();
  }

  private void tell(String path, String type, ObjectNode resource) {
    String line = Json.object().put("type", type).set("object", resource) + "\n";
    events.add(new Event(path, version, line));
    watchers.stream().filter(w -> w.path().equals(path)).forEach(w -> w.lines().add(line));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String query = String.valueOf(exchange.getRequestURI().getQuery());
      if (exchange.getRequestMethod().equals("PATCH")) {
        patch(exchange, path);
      } else if (query.contains("watch=true") && watchable) {
        watch(exchange, path, Integer.parseInt(query.replaceAll(".*resourceVersion=", "")));
      } else if (query.contains("watch=true")) {
        send(exchange, 403, "{\"kind\":\"Status\",\"code\":403}");
      } else {
        list(exchange, path, query);
      }
    }
  }

  private void list(HttpExchange exchange, String path, String query) throws IOException {
    if (failing != 0) {
      send(exchange, failing, "{\"kind\":\"Status\",\"code\":" + failing + "}");
      return;
    }
    asked.add(path);
    List<ObjectNode> all;
    int at;
    synchronized (this) {
      TreeMap<String, ObjectNode> kind = kinds.get(path);
      int end = path.lastIndexOf('/');
      TreeMap<String, ObjectNode> parent = kinds.get(path.substring(0, end));
      ObjectNode named = parent == null ? null : parent.get(path.substring(end + 1));
      if (named != null) {
        send(exchange, 200, named.toString());
        return;
      }
      if (kind == null) {
        send(exchange, 404, "{\"kind\":\"Status\",\"code\":404}");
        return;
      }
      all = new ArrayList<>(kind.values());
      at = version;
    }
    int token = query.indexOf("continue=");
    int from = token < 0 ? 0 : Integer.parseInt(query.substring(token + "continue=".length()));
    int to = (int) Math.min(all.size(), (long) from + pageSize);
    ObjectNode metadata = Json.object().put("resourceVersion", String.valueOf(at));
    if (to < all.size()) {
      metadata.put("continue", String.valueOf(to));
    }
    ObjectNode list = Json.object().put("kind", "List").put("apiVersion", "v1");
    list.set("metadata", metadata);
    all.subList(from, to).forEach(list.putArray("items")::add);
    send(exchange, 200, list.toString());
  }

  private void watch(HttpExchange exchange, String path, int since) throws IOException {
    var watching = new Watching(path, new LinkedBlockingQueue<>());
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    OutputStream body = exchange.getResponseBody();
    exchange.getResponseBody().flush();
    synchronized (this) {
      events.stream()
          .filter(e -> e.path().equals(path) && e.version() > since)
          .forEach(e -> watching.lines().add(e.line()));
      watchers.add(watching);
    }
    try {
      String line = "";
      while (line != null) {
        line = watching.lines().poll(60, TimeUnit.SECONDS);
        if (line == null || line.isEmpty()) {
          return;
        }
        body.write(line.getBytes(StandardCharsets.UTF_8));
        body.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      watchers.remove(watching);
    }
  }

  private synchronized void patch(HttpExchange exchange, String path) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    patches.add(path + " " + exchange.getRequestHeaders().getFirst("Content-Type") + " " + body);
    // /apis/GROUP/VERSION/namespaces/NAMESPACE/PLURAL/NAME/status, or without the namespace
    String[] parts = path.split("/");
    String name = parts[parts.length - 2];
    String kind = "/apis/" + parts[2] + "/" + parts[3] + "/" + parts[parts.length - 3];
    ObjectNode resource = stored(kind, name);
    resource.set("status", object(body).get("status"));
    store(kind, resource, "MODIFIED");
    send(exchange, 200, resource.toString());
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    dropWatches();
    server.stop(0);
  }
}
