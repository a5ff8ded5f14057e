package io.sealbus.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * A schema registry with Confluent's HTTP interface. Ids and schemas never change once given, so
 * each is asked for once. Calls block for at most ten seconds.
 */
public final class SchemaRegistry {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final URI base;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(DEADLINE).build();
  private final Map<String, Integer> idBySubject = new ConcurrentHashMap<>();
  private final Map<Integer, Schema> schemaById = new ConcurrentHashMap<>();

  /** The registry at {@code base}, such as {@code http://schema-registry:8081}. */
  public SchemaRegistry(URI base) {
    this.base = base.toString().endsWith("/") ? base : URI.create(base + "/");
  }

  /**
   * The id of {@code schema} under {@code subject}, registered if it was not.
   *
   * @throws SchemaRegistryException where the registry cannot be asked or refuses the schema
   */
  int register(String subject, Schema schema) {
    return idBySubject.computeIfAbsent(
        subject,
        s -> {
          String body = JSON.createObjectNode().put("schema", schema.toString()).toString();
          String path = "subjects/" + URLEncoder.encode(s, StandardCharsets.UTF_8) + "/versions";
          HttpRequest.Builder request =
              HttpRequest.newBuilder(base.resolve(path))
                  .header("Content-Type", MEDIA_TYPE)
                  .POST(HttpRequest.BodyPublishers.ofString(body));
          JsonNode id = ask(request).path("id");
          if (!id.isInt()) {
            throw new SchemaRegistryException("the schema registry gave no id for " + s);
          }
          return id.intValue();
        });
  }

  /**
   * The schema with {@code id}.
   *
   * @throws SchemaRegistryException where the registry cannot be asked or does not know the id
   */
  Schema schema(int id) {
    return schemaById.computeIfAbsent(
        id,
        i -> {
          JsonNode schema =
              ask(HttpRequest.newBuilder(base.resolve("schemas/ids/" + i)).GET()).path("schema");
          try {
            return new Schema.Parser().parse(schema.asText());
          } catch (AvroRuntimeException e) {
            throw new SchemaRegistryException("schema " + i + " is no Avro schema", e);
          }
        });
  }

  private JsonNode ask(HttpRequest.Builder builder) {
    HttpRequest request = builder.timeout(DEADLINE).header("Accept", MEDIA_TYPE).build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new SchemaRegistryException(
            "the schema registry answered "
                + response.statusCode()
                + " to "
                + request.uri().getPath());
      }
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new SchemaRegistryException("the schema registry did not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SchemaRegistryException("interrupted while asking the schema registry", e);
    }
  }
}
