package io.sealbus.signaturefetcher.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.sealbus.schemas.ImageEventRecord;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A request as a sender makes it, over HTTP, and what has to come of it. */
final class WebhookVector {
  private static final Path VECTORS =
      Path.of(System.getProperty("sealbus.root", ".."), "vectors", "webhooks");
  private static final JsonMapper JSON = new JsonMapper();

  private WebhookVector() {}

  /** The names of all vectors that start so. */
  static Stream<String> names(String... prefixes) throws IOException {
    try (Stream<Path> files = Files.walk(VECTORS)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .map(file -> VECTORS.relativize(file).toString())
          .filter(name -> Stream.of(prefixes).anyMatch(name::startsWith))
          .sorted()
          .toList()
          .stream();
    }
  }

  /** Makes the request and looks at all that came of it. */
  static void check(String name) throws Exception {
    JsonNode vector = JSON.readTree(VECTORS.resolve(name).toFile());
    JsonNode source = vector.get("source");
    JsonNode expected = vector.get("expected");
    var sources =
        WebhookRig.sources(
            "{\"sources\":[" + source + "]}",
            keys(vector),
            Instant.parse(vector.path("now").asText("2026-11-22T03:00:05Z")));
    Set<String> allowed = allowed(vector, sources);
    try (var rig = new WebhookRig(sources, allowed::contains, null)) {
      HttpResponse<String> response = send(rig, sources.getFirst().id(), vector.get("request"));

      assertThat(response.statusCode())
          .as(response.body())
          .isEqualTo(expected.get("status").asInt());
      assertThat(events(rig)).isEqualTo(expectedEvents(expected));
      assertThat(rig.letters()).isEqualTo(texts(expected.path("setAside")));
      expected
          .path("headers")
          .properties()
          .forEach(header ->
              assertThat(response.headers().firstValue(header.getKey()))
                  .contains(header.getValue().asText()));
      if (expected.has("answer")) {
        assertThat(JSON.readTree(response.body())).isEqualTo(expected.get("answer"));
      }
      if (response.statusCode() == 202) {
        assertThat(JSON.readTree(response.body()).get("skipped").asInt())
            .isEqualTo(expected.path("skipped").asInt());
      }
    }
  }

  private static HttpResponse<String> send(WebhookRig rig, String id, JsonNode request)
      throws Exception {
    Map<String, String> headers = new LinkedHashMap<>();
    request
        .path("headers")
        .properties()
        .forEach(h -> headers.put(h.getKey(), h.getValue().asText()));
    String query = request.path("query").asText("");
    return rig.request(
        request.get("method").asText(),
        id + (query.isEmpty() ? "" : "?" + query),
        headers,
        request.path("body").asText(""));
  }

  private static JWKSource<SecurityContext> keys(JsonNode vector) throws Exception {
    if (!vector.has("keys")) {
      return (selector, context) -> {
        throw new KeySourceException("away");
      };
    }
    return new ImmutableJWKSet<>(JWKSet.parse(vector.get("keys").toString()));
  }

  private static Set<String> allowed(JsonNode vector, List<Source> sources) {
    return vector.has("allowed")
        ? new LinkedHashSet<>(texts(vector.get("allowed")))
        : sources.getFirst().registries();
  }

  private static List<String> texts(JsonNode array) {
    var texts = new ArrayList<String>();
    array.forEach(one -> texts.add(one.asText()));
    return texts;
  }

  /** An event without an id in its vector has one that is made of the rest. */
  private static List<Map<String, String>> expectedEvents(JsonNode expected) {
    var events = new ArrayList<Map<String, String>>();
    for (JsonNode event : expected.get("events")) {
      Map<String, String> fields = new TreeMap<>();
      fields.put("id", "made");
      event.properties().forEach(field -> fields.put(field.getKey(), field.getValue().asText()));
      events.add(fields);
    }
    return events;
  }

  private static List<Map<String, String>> events(WebhookRig rig) {
    return rig.events().stream().map(WebhookVector::fields).toList();
  }

  private static Map<String, String> fields(ImageEventRecord event) {
    Map<String, String> fields = new TreeMap<>();
    put(fields, "id", event.getId().matches("sha256:[0-9a-f]{64}") ? "made" : event.getId());
    put(fields, "action", event.getAction());
    put(fields, "authenticity", event.getAuthenticity());
    put(fields, "registry", event.getRegistry());
    put(fields, "repository", event.getRepository());
    put(fields, "tag", event.getTag());
    put(fields, "digest", event.getDigest());
    put(fields, "mediaType", event.getMediaType());
    put(fields, "artifactType", event.getArtifactType());
    put(fields, "subject", event.getSubject());
    put(fields, "occurredAt", event.getOccurredAt());
    return fields;
  }

  private static void put(Map<String, String> fields, String name, @Nullable Object value) {
    if (value != null) {
      fields.put(name, value.toString());
    }
  }
}
