package io.sealbus.verification.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.sealbus.verification.json.JsonValue.JsonArray;
import io.sealbus.verification.json.JsonValue.JsonBoolean;
import io.sealbus.verification.json.JsonValue.JsonNull;
import io.sealbus.verification.json.JsonValue.JsonNumber;
import io.sealbus.verification.json.JsonValue.JsonObject;
import io.sealbus.verification.json.JsonValue.JsonString;
import io.sealbus.verification.json.JsonValue.Member;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one JSON text (RFC 8259) as Go's {@code encoding/json} does: no comments, no byte order
 * mark, nothing but white space after the value; malformed UTF-8 and lone surrogate escapes inside
 * strings become U+FFFD.
 *
 * <p>Bounds: 64 levels, numbers of 1000 characters, and the size that the caller names.
 */
public final class JsonParser {
  /** Deepest nesting that is read. */
  public static final int MAX_DEPTH = 64;

  /** Longest string that is read. */
  static final int MAX_STRING_LENGTH = 16 << 20;

  private static final int MAX_NUMBER_LENGTH = 1000;

  /** Names of foreign objects are neither interned nor kept in a shared table. */
  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER_LENGTH)
                  .maxNameLength(MAX_STRING_LENGTH)
                  .maxStringLength(MAX_STRING_LENGTH)
                  .build())
          .build();

  private JsonParser() {}

  /**
   * Reads {@code bytes}.
   *
   * @param maxBytes refuses more than this
   * @throws InvalidJsonException where the bytes are not one JSON text within the bounds
   */
  public static JsonValue parse(byte[] bytes, int maxBytes) throws InvalidJsonException {
    if (bytes.length > maxBytes) {
      throw new InvalidJsonException("$", "larger than " + maxBytes + " bytes");
    }
    JsonValue plain = QuickJson.read(bytes);
    return plain == null ? parseAny(Utf8.decode(bytes)) : plain;
  }

  /** As {@link #parse(byte[], int)}, of text; {@code maxChars} counts UTF-16 units. */
  public static JsonValue parse(String text, int maxChars) throws InvalidJsonException {
    if (text.length() > maxChars) {
      throw new InvalidJsonException("$", "larger than " + maxChars + " characters");
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    // Half of a surrogate pair became a question mark.
    boolean isWhole = text.equals(new String(bytes, StandardCharsets.UTF_8));
    JsonValue plain = isWhole ? QuickJson.read(bytes) : null;
    return plain == null ? parseAny(text) : plain;
  }

  /** As {@link #parse(String, int)}, whatever the characters and the faults. */
  static JsonValue parseAny(String text) throws InvalidJsonException {
    try (com.fasterxml.jackson.core.JsonParser parser = FACTORY.createParser(text.toCharArray())) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new InvalidJsonException("$", "unexpected end of JSON input");
      }
      JsonValue value = read(parser, first);
      if (parser.nextToken() != null) {
        throw new InvalidJsonException("$", "data after the value");
      }
      return value;
    } catch (IOException e) {
      throw new InvalidJsonException("$", "not JSON: " + firstLine(String.valueOf(e.getMessage())));
    }
  }

  /** Recursion is bounded by {@link #MAX_DEPTH}, which the tokenizer enforces. */
  private static JsonValue read(com.fasterxml.jackson.core.JsonParser parser, JsonToken token)
      throws IOException, InvalidJsonException {
    return switch (token) {
      case START_OBJECT -> readObject(parser);
      case START_ARRAY -> readArray(parser);
      case VALUE_STRING -> new JsonString(Utf8.replaceLoneSurrogates(parser.getText()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNumber(parser.getText());
      case VALUE_TRUE -> new JsonBoolean(true);
      case VALUE_FALSE -> new JsonBoolean(false);
      case VALUE_NULL -> new JsonNull();
      case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new InvalidJsonException("$", "unexpected token");
    };
  }

  private static JsonObject readObject(com.fasterxml.jackson.core.JsonParser parser)
      throws IOException, InvalidJsonException {
    var members = new ArrayList<Member>();
    while (next(parser) == JsonToken.FIELD_NAME) {
      String name = Utf8.replaceLoneSurrogates(parser.currentName());
      members.add(new Member(name, read(parser, next(parser))));
    }
    return new JsonObject(members);
  }

  private static JsonArray readArray(com.fasterxml.jackson.core.JsonParser parser)
      throws IOException, InvalidJsonException {
    List<JsonValue> elements = new ArrayList<>();
    for (JsonToken token = next(parser); token != JsonToken.END_ARRAY; token = next(parser)) {
      elements.add(read(parser, token));
    }
    return new JsonArray(elements);
  }

  private static JsonToken next(com.fasterxml.jackson.core.JsonParser parser)
      throws IOException, InvalidJsonException {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw new InvalidJsonException("$", "unexpected end of JSON input");
    }
    return token;
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }
}
