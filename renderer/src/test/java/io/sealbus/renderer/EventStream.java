package io.sealbus.renderer;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client of server-sent events, as the HTML standard has it. */
public final class EventStream implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final InputStream input;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private volatile String lastId;

  /** One event; of type {@code end} when the stream is over. */
  public record Event(String type, JsonObject data, String id) {}

  public EventStream(Http http, String query, String lastEventId)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(http.uri("/v1/stream/verdicts" + query));
    if (lastEventId != null) {
      request.header("Last-Event-ID", lastEventId);
    }
    lastId = lastEventId;
    input = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()).body();
    Thread.ofVirtual()
        .start(
            () -> read(new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8))));
  }

  private void read(BufferedReader reader) {
    String type = "message";
    String data = null;
    try (reader) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.startsWith("event: ")) {
          type = line.substring(7);
        } else if (line.startsWith("data: ")) {
          data = line.substring(6);
        } else if (line.startsWith("id: ")) {
          lastId = line.substring(4);
        } else if (line.isEmpty()) {
          if (data != null) {
            events.add(new Event(type, new JsonObject(data), lastId));
          }
          type = "message";
          data = null;
        }
      }
    } catch (IOException e) {
      // Ended by either side.
    }
    events.add(new Event("end", new JsonObject(), lastId));
  }

  /** The next event, waited for at most two minutes. */
  public Event next() throws InterruptedException {
    Event event = events.poll(2, TimeUnit.MINUTES);
    if (event == null) {
      throw new AssertionError("no event within two minutes");
    }
    return event;
  }

  /** Whether an event is there within {@code millis}. */
  public boolean isQuietFor(long millis) throws InterruptedException {
    return events.poll(millis, TimeUnit.MILLISECONDS) == null;
  }

  public String lastId() {
    return lastId;
  }

  @Override
  public void close() {
    // Unlike a URL connection, the client ends a response that another thread is reading.
    client.shutdownNow();
  }
}
