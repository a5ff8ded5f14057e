package io.sealbus.signaturefetcher.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sealbus.signaturefetcher.registry.StrictJson;
import io.sealbus.verification.Bytes;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object of a delivery. A member that is null or an empty text is as good as none. */
final class Fields {
  /** Most events of one delivery; none of the senders puts so many into its bytes. */
  private static final int MAX_ELEMENTS = 4096;

  /** As {@code +00:00}, {@code Z} and, as Nexus writes it, {@code +0000}. */
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .optionalStart()
          .appendOffset("+HH:MM", "Z")
          .optionalEnd()
          .optionalStart()
          .appendOffset("+HHMM", "Z")
          .optionalEnd()
          .toFormatter(Locale.ROOT);

  private static final BigDecimal MAX_SECONDS = BigDecimal.valueOf(1L << 40);

  private final JsonNode object;

  private Fields(JsonNode object) {
    this.object = object;
  }

  /** The object that {@code json} is. */
  static Fields parse(Bytes json) throws UnusableException {
    return of(value(json));
  }

  /** Any one JSON value. */
  static JsonNode value(Bytes json) throws UnusableException {
    try {
      return StrictJson.parse(json);
    } catch (JsonProcessingException e) {
      throw new UnusableException("the body is no JSON, or has a member twice");
    }
  }

  static Fields of(JsonNode value) throws UnusableException {
    if (!value.isObject()) {
      throw new UnusableException("no JSON object where there has to be one");
    }
    return new Fields(value);
  }

  /** Whether there is a member that is not null. */
  boolean has(String member) {
    return object.hasNonNull(member);
  }

  /** The member as it is; missing where there is none. */
  JsonNode get(String member) {
    return object.path(member);
  }

  /** The member's text, or null. */
  @Nullable String text(String member) throws UnusableException {
    JsonNode value = object.path(member);
    if (!value.isTextual() && !value.isMissingNode() && !value.isNull()) {
      throw new UnusableException(member + " is no text");
    }
    return value.isTextual() && !value.asText().isEmpty() ? value.asText() : null;
  }

  /** The member's text, which must be there. */
  String require(String member) throws UnusableException {
    String text = text(member);
    if (text == null) {
      throw new UnusableException(member + " is missing");
    }
    return text;
  }

  /** The member's object; an empty one where there is none. */
  Fields object(String member) throws UnusableException {
    JsonNode value = object.path(member);
    if (value.isObject()) {
      return new Fields(value);
    }
    if (value.isMissingNode() || value.isNull()) {
      return new Fields(JsonNodeFactory.instance.objectNode());
    }
    throw new UnusableException(member + " is no object");
  }

  /** The member's elements; null where there is no such array. */
  @Nullable List<JsonNode> array(String member) throws UnusableException {
    JsonNode value = object.path(member);
    return value.isArray() ? elements(value) : null;
  }

  static List<JsonNode> elements(JsonNode array) throws UnusableException {
    if (array.size() > MAX_ELEMENTS) {
      throw new UnusableException("more than " + MAX_ELEMENTS + " elements");
    }
    var elements = new ArrayList<JsonNode>();
    array.forEach(elements::add);
    return elements;
  }

  /** The names of the members. */
  List<String> names() {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }

  /** The instant that a text says; null where it is none, since a clock is never relied upon. */
  static @Nullable Instant time(@Nullable String text) {
    try {
      // What does not fit into a record's milliseconds was never a time.
      return text == null
          ? null
          : Instant.ofEpochMilli(OffsetDateTime.parse(text, TIME).toInstant().toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
  }

  /** The instant at so many seconds, which may have a fraction; null where it is no such number. */
  static @Nullable Instant seconds(JsonNode value) {
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      return null;
    }
    BigDecimal seconds = value.decimalValue();
    // An exponent can make a short number a long one, so it is compared before it is expanded.
    return seconds.abs().compareTo(MAX_SECONDS) > 0
        ? null
        : Instant.ofEpochMilli(seconds.movePointRight(3).longValue());
  }
}
