package io.sealbus.bench.pipeline;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sealbus.testkit.Content;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.UUID;

/** Tells Sealbus of pushes as CNCF Distribution 3 does, one event a delivery. */
final class Notifications implements AutoCloseable {
  static final String SOURCE = "bench";
  static final String SECRET = "a-secret-of-the-bench";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI target;

  /** To the Sealbus at {@code url}. */
  Notifications(URI url) {
    target = url.resolve("/v1/webhooks/distribution/" + SOURCE);
  }

  /** Tells of a trip's image, and before that of its signature if it is to be told. */
  void tell(Trip trip) throws IOException, InterruptedException {
    SignedImage image = trip.image();
    if (trip.signatureTold()) {
      send(event(image, image.signatureTag(), image.signature()));
    }
    ObjectNode event = event(image, image.tag(), image.manifest());
    trip.sent();
    send(event);
    trip.accepted();
  }

  private void send(ObjectNode event) throws IOException, InterruptedException {
    ObjectNode envelope = JsonNodeFactory.instance.objectNode();
    envelope.putArray("events").add(event);
    var request =
        HttpRequest.newBuilder(target)
            .header("Authorization", "Bearer " + SECRET)
            .header("Content-Type", "application/vnd.docker.distribution.events.v2+json")
            .POST(BodyPublishers.ofString(envelope.toString()))
            .build();
    var response = client.send(request, BodyHandlers.ofString());
    if (response.statusCode() != 202) {
      throw new IllegalStateException(response.statusCode() + ": " + response.body());
    }
  }

  private static ObjectNode event(SignedImage image, String tag, Content manifest) {
    ObjectNode event =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", UUID.randomUUID().toString())
            .put("timestamp", Instant.now().toString())
            .put("action", "push");
    event
        .putObject("target")
        .put("mediaType", manifest.mediaType())
        .put("size", manifest.size())
        .put("digest", manifest.digest())
        .put("repository", image.repository())
        .put("tag", tag);
    event.putObject("request").put("host", image.registry()).put("method", "PUT");
    return event;
  }

  @Override
  public void close() {
    client.close();
  }
}
