package io.sealbus.verification.json;

import io.sealbus.verification.Quoted;
import io.sealbus.verification.json.JsonValue.JsonArray;
import io.sealbus.verification.json.JsonValue.JsonNull;
import io.sealbus.verification.json.JsonValue.JsonNumber;
import io.sealbus.verification.json.JsonValue.JsonObject;
import io.sealbus.verification.json.JsonValue.JsonString;
import io.sealbus.verification.json.JsonValue.Member;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Access to an object that is a protobuf message in JSON: a field goes by its JSON name or its
 * original one, base64 may be of either alphabet and without padding, integers may be strings, and
 * {@code null} is as good as absent. All else is strict: a field that is unknown or occurs twice is
 * refused, and so is a wrong type.
 *
 * @see <a href="https://protobuf.dev/programming-guides/json/">ProtoJSON format</a>
 */
public final class ProtobufMembers {
  private static final Pattern INTEGER = Pattern.compile("-?(?:0|[1-9][0-9]{0,18})");
  private static final Pattern TIMESTAMP =
      Pattern.compile(
          "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,9})?(?:Z|[+-]\\d{2}:\\d{2})");

  private final String path;
  private final Map<String, JsonValue> values;

  private ProtobufMembers(String path, Map<String, JsonValue> values) {
    this.path = path;
    this.values = values;
  }

  /**
   * The fields of {@code value}.
   *
   * @param path where the value stands, for messages
   * @param fields JSON names of the fields that the message has
   */
  public static ProtobufMembers of(String path, JsonValue value, Set<String> fields)
      throws InvalidJsonException {
    if (!(value instanceof JsonObject object)) {
      throw new InvalidJsonException(path, "expected an object, found " + value.kind());
    }
    var values = new HashMap<String, JsonValue>();
    for (Member member : object.members()) {
      String field = jsonName(member.name());
      if (!fields.contains(field)) {
        throw new InvalidJsonException(path + "." + Quoted.of(member.name()), "unknown field");
      }
      if (values.put(field, member.value()) != null) {
        throw new InvalidJsonException(path + "." + field, "field occurs twice");
      }
    }
    values.values().removeIf(JsonNull.class::isInstance);
    return new ProtobufMembers(path, values);
  }

  /** The JSON name of a field by its original name; any other name as it is. */
  private static String jsonName(String name) {
    if (name.indexOf('_') < 0) {
      return name;
    }
    String[] parts = name.split("_", -1);
    var json = new StringBuilder(parts[0]);
    for (int i = 0; i < parts.length; i++) {
      if (parts[i].isEmpty() || !parts[i].equals(parts[i].toLowerCase(Locale.ROOT))) {
        return name;
      }
      if (i > 0) {
        json.append(Character.toUpperCase(parts[i].charAt(0)))
            .append(parts[i], 1, parts[i].length());
      }
    }
    return json.toString();
  }

  /** Whether the field is there. */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** How many of {@code names} are there. */
  public long count(Set<String> names) {
    return names.stream().filter(values::containsKey).count();
  }

  /** Where the field {@code name} stands. */
  public String path(String name) {
    return path + "." + name;
  }

  /** The value, or null. */
  public @Nullable JsonValue get(String name) {
    return values.get(name);
  }

  /** The message, which has {@code fields}, or null. */
  public @Nullable ProtobufMembers messageOrNull(String name, Set<String> fields)
      throws InvalidJsonException {
    JsonValue value = values.get(name);
    return value == null ? null : of(path(name), value, fields);
  }

  /** As {@link #messageOrNull}; it must be there. */
  public ProtobufMembers message(String name, Set<String> fields) throws InvalidJsonException {
    JsonValue value = values.get(name);
    if (value == null) {
      throw new InvalidJsonException(path(name), "field is missing");
    }
    return of(path(name), value, fields);
  }

  /** The messages, each of which has {@code fields}; none where the field is absent. */
  public List<ProtobufMembers> messages(String name, Set<String> fields, int max)
      throws InvalidJsonException {
    var messages = new ArrayList<ProtobufMembers>();
    for (JsonValue element : elements(name, max)) {
      messages.add(of(path(name) + "[" + messages.size() + "]", element, fields));
    }
    return messages;
  }

  /** The byte strings; none where the field is absent. */
  public List<byte[]> bytesList(String name, int max) throws InvalidJsonException {
    var list = new ArrayList<byte[]>();
    for (JsonValue element : elements(name, max)) {
      list.add(base64(path(name), text(path(name), element)));
    }
    return list;
  }

  private List<JsonValue> elements(String name, int max) throws InvalidJsonException {
    JsonValue value = values.get(name);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof JsonArray array)) {
      throw new InvalidJsonException(path(name), "expected an array, found " + value.kind());
    }
    if (array.elements().size() > max) {
      throw new InvalidJsonException(path(name), "more than " + max + " elements");
    }
    return array.elements();
  }

  /** The string; empty where the field is absent. */
  public String string(String name) throws InvalidJsonException {
    JsonValue value = values.get(name);
    return value == null ? "" : text(path(name), value);
  }

  private static String text(String path, JsonValue value) throws InvalidJsonException {
    if (value instanceof JsonString string) {
      return string.text();
    }
    throw new InvalidJsonException(path, "expected a string, found " + value.kind());
  }

  /** The bytes; empty where the field is absent. */
  public byte[] bytes(String name) throws InvalidJsonException {
    return base64(path(name), string(name));
  }

  /** As {@link #bytes}; at least one byte must be there. */
  public byte[] requireBytes(String name) throws InvalidJsonException {
    byte[] bytes = bytes(name);
    if (bytes.length == 0) {
      throw new InvalidJsonException(path(name), "field is missing");
    }
    return bytes;
  }

  private static byte[] base64(String path, String text) throws InvalidJsonException {
    boolean url = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
    try {
      return (url ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidJsonException(path, "not base64");
    }
  }

  /** The 64-bit integer; 0 where the field is absent. */
  public long int64(String name) throws InvalidJsonException {
    JsonValue value = values.get(name);
    String text =
        switch (value) {
          case null -> "0";
          case JsonNumber number -> number.text();
          case JsonString string -> string.text();
          default ->
              throw new InvalidJsonException(
                  path(name), "expected an integer, found " + value.kind());
        };
    try {
      if (INTEGER.matcher(text).matches()) {
        return Long.parseLong(text);
      }
    } catch (NumberFormatException e) {
      throw new InvalidJsonException(path(name), "not a 64-bit integer");
    }
    throw new InvalidJsonException(path(name), "not a 64-bit integer");
  }

  /**
   * The name of the enum's value, which may be written as a number; the name of 0 where the field
   * is absent.
   *
   * @param names by number
   */
  public String enumName(String name, Map<Integer, String> names) throws InvalidJsonException {
    JsonValue value = values.get(name);
    String found =
        switch (value) {
          case null -> names.get(0);
          case JsonNumber number when number.text().matches("0|[1-9][0-9]{0,8}") ->
              names.get(Integer.parseInt(number.text()));
          case JsonString string when names.containsValue(string.text()) -> string.text();
          default -> null;
        };
    if (found == null) {
      throw new InvalidJsonException(path(name), "unknown value");
    }
    return found;
  }

  /** The instant, or null. */
  public @Nullable Instant timestamp(String name) throws InvalidJsonException {
    if (!has(name)) {
      return null;
    }
    String text = string(name);
    try {
      if (TIMESTAMP.matcher(text).matches()) {
        return OffsetDateTime.parse(text).toInstant();
      }
    } catch (DateTimeException e) {
      throw new InvalidJsonException(path(name), "not a timestamp");
    }
    throw new InvalidJsonException(path(name), "not a timestamp");
  }
}
