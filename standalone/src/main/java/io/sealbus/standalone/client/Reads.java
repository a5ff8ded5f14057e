package io.sealbus.standalone.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads lists and streams of a server. */
public record Reads(Server server) {
  private static final String PAGE = "limit=1000";
  private static final String VERDICTS = "/v1/verdicts";
  private static final String STREAM = "/v1/stream/verdicts";
  private static final String DATA = "data:";

  /** All policies, or those with a name. */
  public JsonNode policies(@Nullable String name) {
    return items("/v1/policies", policy -> name == null || name.equals(text(policy, "name")));
  }

  /** The files of nodes without their content, or the one at a path. */
  public JsonNode nodeFiles(@Nullable String path) {
    return items("/v1/node-files", file -> path == null || path.equals(text(file, "path")));
  }

  /** The conditions of all policies, or of those with a name. */
  public JsonNode status(@Nullable String name) {
    return items(
        "/v1/policy-status", status -> name == null || text(status, "policy").endsWith("/" + name));
  }

  private JsonNode items(String path, Predicate<JsonNode> such) {
    ArrayNode items = JsonNodeFactory.instance.arrayNode();
    server
        .get(path)
        .path("items")
        .forEach(item -> {
          if (such.test(item)) {
            items.add(item);
          }
        });
    return items;
  }

  private static String text(JsonNode item, String member) {
    return item.path(member).asText();
  }

  /** The verdict of one reference, or all of them, page by page, that {@code filters} match. */
  public ArrayNode verdicts(@Nullable String reference, List<String> filters) {
    ArrayNode verdicts = JsonNodeFactory.instance.arrayNode();
    if (reference != null) {
      return verdicts.add(server.get(VERDICTS + "/" + path(reference)));
    }
    JsonNode next = null;
    do {
      var query = new ArrayList<>(filters);
      query.add(PAGE);
      if (next != null) {
        query.add("after=" + encoded(next.asText()));
      }
      JsonNode page = server.get(VERDICTS + "?" + String.join("&", query));
      page.path("items").forEach(verdicts::add);
      next = page.path("next").isTextual() ? page.path("next") : null;
    } while (next != null);
    return verdicts;
  }

  /** Hands the data of each event over as it comes; ends when the server closes the stream. */
  public void watch(boolean snapshot, List<String> filters, Consumer<String> event) {
    var query = new ArrayList<>(filters);
    query.add("snapshot=" + snapshot);
    server
        .lines(STREAM + "?" + String.join("&", query))
        .filter(line -> line.startsWith(DATA))
        .map(line -> line.substring(DATA.length()).strip())
        .forEach(event);
  }

  /** One filter of a query. */
  public static String filter(String name, String value) {
    return name + "=" + encoded(value);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** A reference as the rest of a path: its slashes, colons and at signs stay. */
  private static String path(String reference) {
    return encoded(reference).replace("%2F", "/").replace("%3A", ":").replace("%40", "@");
  }
}
