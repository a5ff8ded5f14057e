package io.sealbus.standalone.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sealbus.standalone.CommandException;
import io.sealbus.standalone.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A running server.
 *
 * @param base such as {@code http://127.0.0.1:8080}
 * @param token sent as a bearer token; null for none
 */
public record Server(URI base, @Nullable String token) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);

  /** Without the token. */
  @Override
  public String toString() {
    return base.toString();
  }

  /** Asks for JSON. */
  public JsonNode get(String path) {
    return json(send(request(path).GET()));
  }

  /** Hands in a text of YAML or JSON documents. */
  public JsonNode post(String path, byte[] yaml) {
    return json(send(writing("POST", path, BodyPublishers.ofByteArray(yaml))));
  }

  /** Deletes what {@code path} names. */
  public JsonNode delete(String path) {
    return json(send(request(path).DELETE()));
  }

  /** The lines of an event stream as they come; it ends when the server closes it. */
  public Stream<String> lines(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve(path)).header("Accept", "text/event-stream").build();
    HttpResponse<Stream<String>> response = exchange(request, BodyHandlers.ofLines());
    if (response.statusCode() != 200) {
      throw refusal(response.statusCode(), response.body().collect(Collectors.joining("\n")));
    }
    return response.body();
  }

  private HttpRequest.Builder writing(String method, String path, BodyPublisher body) {
    return request(path).method(method, body).header("Content-Type", "application/yaml");
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(ANSWER_WITHIN)
            .header("Accept", "application/json, application/problem+json");
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  private String send(HttpRequest.Builder request) {
    HttpResponse<String> response =
        exchange(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    if (response.statusCode() / 100 != 2) {
      throw refusal(response.statusCode(), response.body());
    }
    return response.body();
  }

  private <T> HttpResponse<T> exchange(HttpRequest request, BodyHandler<T> handler) {
    try {
      return HttpClient.newBuilder().connectTimeout(CONNECT_WITHIN).build().send(request, handler);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.UNREACHABLE,
          "SERVER_UNREACHABLE",
          "no answer from " + base + "; is 'sealbus up' running? --server names another one",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.INTERNAL, "INTERRUPTED", "interrupted", e);
    }
  }

  private static JsonNode json(String body) {
    try {
      return body.isEmpty() ? MAPPER.createObjectNode() : MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      throw new CommandException(
          ExitCode.UNREACHABLE,
          "NOT_SEALBUS",
          "the answer is no JSON; is this a Sealbus server?",
          e);
    }
  }

  /** The server's own words; RFC 9457 where they are such. */
  private static CommandException refusal(int status, String body) {
    JsonNode problem = problem(body);
    if (!problem.path("code").isTextual()) {
      return new CommandException(
          ExitCode.UNREACHABLE, "NOT_SEALBUS", "status " + status + "; is this a Sealbus server?");
    }
    var message = new StringBuilder(problem.path("detail").asText());
    for (JsonNode fault : problem.path("faults")) {
      message
          .append(" [")
          .append(fault.path("path").asText())
          .append(": ")
          .append(fault.path("message").asText())
          .append("]");
    }
    return new CommandException(exit(status), problem.path("code").asText(), message.toString());
  }

  private static JsonNode problem(String body) {
    try {
      return MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      return MAPPER.createObjectNode();
    }
  }

  private static ExitCode exit(int status) {
    return switch (status) {
      case 401, 403 -> ExitCode.USAGE;
      case 502, 503, 504 -> ExitCode.UNREACHABLE;
      default -> ExitCode.DENIED;
    };
  }
}
