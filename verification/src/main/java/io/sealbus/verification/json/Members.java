package io.sealbus.verification.json;

import io.sealbus.verification.Quoted;
import io.sealbus.verification.json.JsonValue.JsonArray;
import io.sealbus.verification.json.JsonValue.JsonNull;
import io.sealbus.verification.json.JsonValue.JsonNumber;
import io.sealbus.verification.json.JsonValue.JsonObject;
import io.sealbus.verification.json.JsonValue.JsonString;
import io.sealbus.verification.json.JsonValue.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Strict access to one object: a duplicate member, an unknown member or a wrong type is refused,
 * names are case-sensitive. As in Go, {@code null} stands for a scalar's zero value, which {@link
 * #stringOrNull} gives as null.
 */
public final class Members {
  private final String path;
  private final Map<String, JsonValue> values;

  private Members(String path, Map<String, JsonValue> values) {
    this.path = path;
    this.values = values;
  }

  /**
   * The members of {@code value}, of which there are no two of one name.
   *
   * @param path where the value stands, for messages
   */
  public static Members of(String path, JsonValue value) throws InvalidJsonException {
    if (!(value instanceof JsonObject object)) {
      throw new InvalidJsonException(path, "expected an object, found " + value.kind());
    }
    var values = new LinkedHashMap<String, JsonValue>();
    for (Member member : object.members()) {
      if (values.put(member.name(), member.value()) != null) {
        throw new InvalidJsonException(
            path + "." + Quoted.of(member.name()), "member occurs twice");
      }
    }
    return new Members(path, values);
  }

  /** Refuses any member that is not in {@code allowed}. */
  public Members only(Set<String> allowed) throws InvalidJsonException {
    for (String name : values.keySet()) {
      if (!allowed.contains(name)) {
        throw new InvalidJsonException(path + "." + Quoted.of(name), "unknown member");
      }
    }
    return this;
  }

  /** Refuses anything but exactly the members {@code names}. */
  public Members exactly(Set<String> names) throws InvalidJsonException {
    only(names);
    for (String name : names) {
      if (!values.containsKey(name)) {
        throw new InvalidJsonException(path, "member " + name + " is missing");
      }
    }
    return this;
  }

  /** Where the object stands. */
  public String path() {
    return path;
  }

  /** Where the member {@code name} stands. */
  public String path(String name) {
    return path + "." + Quoted.of(name);
  }

  /** Names in the order of the text. */
  public Set<String> names() {
    return values.keySet();
  }

  /** The member, or null where there is none. */
  public @Nullable JsonValue get(String name) {
    return values.get(name);
  }

  /** The member, which must be there. */
  public JsonValue require(String name) throws InvalidJsonException {
    JsonValue value = values.get(name);
    if (value == null) {
      throw new InvalidJsonException(path, "member " + Quoted.of(name) + " is missing");
    }
    return value;
  }

  /** The string; null where the member is absent or {@code null}. */
  public @Nullable String stringOrNull(String name) throws InvalidJsonException {
    JsonValue value = values.get(name);
    if (value == null || value instanceof JsonNull) {
      return null;
    }
    if (value instanceof JsonString string) {
      return string.text();
    }
    throw new InvalidJsonException(path(name), "expected a string, found " + value.kind());
  }

  /** The string; empty where the member is absent or {@code null}. */
  public String string(String name) throws InvalidJsonException {
    String text = stringOrNull(name);
    return text == null ? "" : text;
  }

  /** The elements, each null where it is {@code null}; null where the member is absent. */
  public @Nullable List<@Nullable String> strings(String name) throws InvalidJsonException {
    JsonValue value = values.get(name);
    if (value == null) {
      return null;
    }
    if (value instanceof JsonNull) {
      return List.of();
    }
    if (!(value instanceof JsonArray array)) {
      throw new InvalidJsonException(path(name), "expected an array, found " + value.kind());
    }
    List<@Nullable String> strings = new ArrayList<>();
    for (JsonValue element : array.elements()) {
      switch (element) {
        case JsonString string -> strings.add(string.text());
        case JsonNull ignored -> strings.add(null);
        default ->
            throw new InvalidJsonException(path(name), "expected strings, found " + element.kind());
      }
    }
    return strings;
  }

  /** The integer as Go's int64; 0 where the member is absent or {@code null}. */
  public long int64(String name) throws InvalidJsonException {
    JsonValue value = values.get(name);
    if (value == null || value instanceof JsonNull) {
      return 0;
    }
    try {
      if (value instanceof JsonNumber number) {
        return Long.parseLong(number.text());
      }
    } catch (NumberFormatException e) {
      throw new InvalidJsonException(path(name), "not a 64-bit integer");
    }
    throw new InvalidJsonException(path(name), "expected a number, found " + value.kind());
  }
}
