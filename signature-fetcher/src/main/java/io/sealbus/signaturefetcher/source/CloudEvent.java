package io.sealbus.signaturefetcher.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A CloudEvent with JSON in it, in any of the content modes of HTTP: binary, structured, batched.
 *
 * @param source as the event says it, which nothing proves
 * @see <a
 *     href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md">CloudEvents,
 *     HTTP protocol binding</a>
 */
record CloudEvent(String id, String type, String source, @Nullable Instant time, Fields data) {
  private static final String STRUCTURED = "application/cloudevents+json";
  private static final String BATCHED = "application/cloudevents-batch+json";
  private static final String VERSION = "specversion";

  /** Makes a notice of an event. */
  interface Reader {
    Notice read(CloudEvent event) throws UnusableException;
  }

  /** Whether the delivery is one; some senders say so in the body alone. */
  static boolean is(Delivery delivery) throws UnusableException {
    return isBinary(delivery)
        || delivery.mediaType().startsWith("application/cloudevents")
        || Fields.value(delivery.body()).has(VERSION);
  }

  /** What {@code reader} makes of each event; a bad one says nothing about the others. */
  static List<Notice> each(Delivery delivery, Reader reader) throws UnusableException {
    if (isBinary(delivery)) {
      return List.of(notice(() -> binary(delivery), reader));
    }
    if (!delivery.mediaType().equals(BATCHED)) {
      JsonNode event = Fields.value(delivery.body());
      if (!delivery.mediaType().equals(STRUCTURED) && !event.has(VERSION)) {
        throw new UnusableException("no CloudEvent");
      }
      return List.of(notice(() -> structured(event), reader));
    }
    JsonNode batch = Fields.value(delivery.body());
    if (!batch.isArray()) {
      throw new UnusableException("a batch is an array");
    }
    var notices = new ArrayList<Notice>();
    for (JsonNode event : Fields.elements(batch)) {
      notices.add(notice(() -> structured(event), reader));
    }
    return notices;
  }

  private interface Parse {
    CloudEvent event() throws UnusableException;
  }

  private static Notice notice(Parse parse, Reader reader) {
    try {
      return reader.read(parse.event());
    } catch (UnusableException e) {
      return new Notice.Unusable(e.problem());
    }
  }

  private static boolean isBinary(Delivery delivery) {
    return delivery.header("ce-" + VERSION) != null;
  }

  private static CloudEvent binary(Delivery delivery) throws UnusableException {
    checkVersion(delivery.header("ce-" + VERSION));
    return new CloudEvent(
        require(delivery, "id"),
        require(delivery, "type"),
        require(delivery, "source"),
        Fields.time(delivery.header("ce-time")),
        Fields.parse(delivery.body()));
  }

  private static String require(Delivery delivery, String attribute) throws UnusableException {
    String value = delivery.header("ce-" + attribute);
    if (value == null || value.isEmpty()) {
      throw new UnusableException(attribute + " is missing");
    }
    return value;
  }

  private static CloudEvent structured(JsonNode node) throws UnusableException {
    Fields event = Fields.of(node);
    checkVersion(event.text(VERSION));
    return new CloudEvent(
        event.require("id"),
        event.require("type"),
        event.require("source"),
        Fields.time(event.text("time")),
        event.object("data"));
  }

  private static void checkVersion(@Nullable String version) throws UnusableException {
    if (version == null || !version.startsWith("1.")) {
      throw new UnusableException("a CloudEvent of another version");
    }
  }
}
