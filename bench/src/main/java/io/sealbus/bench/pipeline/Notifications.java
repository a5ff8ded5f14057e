package io.sealbus.bench.pipeline;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sealbus.testkit.Content;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Tells Sealbus of pushes as CNCF Distribution 3 does, one event a delivery, over connections that
 * are kept. By hand and not by an HTTP client: whoever measures shares the processors with what is
 * measured, and a client of the JDK's would take as much of them for a delivery as Sealbus does.
 */
final class Notifications implements AutoCloseable {
  static final String SOURCE = "bench";
  static final String SECRET = "a-secret-of-the-bench";

  private final Queue<Connection> idle = new ConcurrentLinkedQueue<>();
  private final URI target;

  /** To the Sealbus at {@code url}. */
  Notifications(URI url) {
    target = url.resolve("/v1/webhooks/distribution/" + SOURCE);
  }

  /** A connection, on which one request follows the other. */
  private record Connection(Socket socket, InputStream in) {
    static Connection to(URI target) throws IOException {
      var socket = new Socket(target.getHost(), target.getPort());
      socket.setTcpNoDelay(true);
      return new Connection(socket, new BufferedInputStream(socket.getInputStream()));
    }

    /** The status of the answer; its body is read and thrown away. */
    int ask(byte[] request) throws IOException {
      socket.getOutputStream().write(request);
      int status = Integer.parseInt(line().split(" ", 3)[1]);
      int length = 0;
      for (String header = line(); !header.isEmpty(); header = line()) {
        if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
          length = Integer.parseInt(header.substring(header.indexOf(':') + 1).strip());
        }
      }
      in.skipNBytes(length);
      return status;
    }

    private String line() throws IOException {
      var line = new ByteArrayOutputStream();
      for (int b = in.read(); b != '\n'; b = in.read()) {
        if (b < 0) {
          throw new IOException("the connection was closed");
        }
        line.write(b);
      }
      return line.toString(ISO_8859_1).stripTrailing();
    }
  }

  /** Tells of a trip's image, and before that of its signature if it is to be told. */
  void tell(Trip trip) throws IOException {
    SignedImage image = trip.image();
    if (trip.signatureTold()) {
      send(event(image, image.signatureTag(), image.signature()));
    }
    ObjectNode event = event(image, image.tag(), image.manifest());
    trip.sent();
    send(event);
    trip.accepted();
  }

  private void send(ObjectNode event) throws IOException {
    ObjectNode envelope = JsonNodeFactory.instance.objectNode();
    envelope.putArray("events").add(event);
    byte[] body = envelope.toString().getBytes(UTF_8);
    String head =
        """
        POST %s HTTP/1.1\r
        Host: %s\r
        Authorization: Bearer %s\r
        Content-Type: application/vnd.docker.distribution.events.v2+json\r
        Content-Length: %d\r
        \r
        """
            .formatted(target.getPath(), target.getAuthority(), SECRET, body.length);
    var request = new ByteArrayOutputStream();
    request.writeBytes(head.getBytes(ISO_8859_1));
    request.writeBytes(body);
    Connection free = idle.poll();
    Connection connection = free == null ? Connection.to(target) : free;
    int status = connection.ask(request.toByteArray());
    if (status != 202) {
      throw new IllegalStateException("a notification is answered with " + status);
    }
    idle.add(connection);
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
    for (Connection connection : idle) {
      try {
        connection.socket().close();
      } catch (IOException ignored) {
        // It is of no use any more, which is why it is closed.
      }
    }
  }
}
