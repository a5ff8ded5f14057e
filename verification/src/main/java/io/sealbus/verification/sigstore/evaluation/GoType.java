package io.sealbus.verification.sigstore.evaluation;

import io.sealbus.verification.json.CanonicalJson;
import io.sealbus.verification.json.InvalidJsonException;
import io.sealbus.verification.json.JsonParser;
import io.sealbus.verification.json.JsonValue;
import io.sealbus.verification.json.JsonValue.JsonArray;
import io.sealbus.verification.json.JsonValue.JsonBoolean;
import io.sealbus.verification.json.JsonValue.JsonNull;
import io.sealbus.verification.json.JsonValue.JsonNumber;
import io.sealbus.verification.json.JsonValue.JsonObject;
import io.sealbus.verification.json.JsonValue.JsonString;
import io.sealbus.verification.json.JsonValue.Member;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a JSON value that a Go program reads into a type and writes again: members that
 * the type does not know are lost, absent ones get zero values, numbers become doubles. Policies
 * about attestations see documents that went this way.
 *
 * @see <a href="https://pkg.go.dev/encoding/json#Unmarshal">encoding/json, Unmarshal</a>
 */
sealed interface GoType {
  /** Every integer of so many digits is a double. */
  int EXACT_DIGITS = 15;

  /** What {@code value} becomes; null stands for an absent member. */
  JsonValue pass(@Nullable JsonValue value) throws InvalidJsonException;

  /** Whether {@code omitempty} leaves {@code passed} out. */
  default boolean isEmpty(JsonValue passed) {
    return switch (passed) {
      case JsonNull ignored -> true;
      case JsonString string -> string.text().isEmpty();
      case JsonBoolean bool -> !bool.value();
      case JsonArray array -> array.elements().isEmpty();
      // An empty map is left out, an empty struct is not.
      case JsonObject object -> this instanceof MapOf && object.members().isEmpty();
      case JsonNumber ignored -> false;
    };
  }

  private static InvalidJsonException wrongType(JsonValue value, String into) {
    return new InvalidJsonException(
        "$", "json: cannot unmarshal " + value.kind() + " into Go value of type " + into);
  }

  /** {@code string}. */
  record Text() implements GoType {
    @Override
    public JsonValue pass(@Nullable JsonValue value) throws InvalidJsonException {
      if (value == null || value instanceof JsonNull) {
        return new JsonString("");
      }
      if (value instanceof JsonString) {
        return value;
      }
      throw wrongType(value, "string");
    }
  }

  /** {@code bool}. */
  record Bool() implements GoType {
    @Override
    public JsonValue pass(@Nullable JsonValue value) throws InvalidJsonException {
      if (value == null || value instanceof JsonNull) {
        return new JsonBoolean(false);
      }
      if (value instanceof JsonBoolean) {
        return value;
      }
      throw wrongType(value, "bool");
    }
  }

  /** {@code interface{}}: anything at all. */
  record Any() implements GoType {
    @Override
    public boolean isEmpty(JsonValue passed) {
      return passed instanceof JsonNull;
    }

    @Override
    public JsonValue pass(@Nullable JsonValue value) throws InvalidJsonException {
      if (value == null) {
        return new JsonNull();
      }
      return switch (value) {
        case JsonObject object -> members(object, this);
        case JsonArray array -> elements(array, this);
        // Go writes a double as ECMAScript does.
        case JsonNumber number ->
            isPlain(number.text()) ? value : JsonParser.parse(CanonicalJson.of(number), 64);
        case JsonString ignored -> value;
        case JsonBoolean ignored -> value;
        case JsonNull ignored -> value;
      };
    }
  }

  /** {@code time.Time}; {@code pointer} where an absent one stays absent. */
  record Time(boolean pointer) implements GoType {
    private static final String ZERO = "0001-01-01T00:00:00Z";
    private static final Pattern RFC_3339 =
        Pattern.compile(
            "(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d)(\\.\\d{1,9})?\\d*(Z|[+-]\\d\\d:\\d\\d)");

    @Override
    public JsonValue pass(@Nullable JsonValue value) throws InvalidJsonException {
      if (value == null || value instanceof JsonNull) {
        return pointer ? new JsonNull() : new JsonString(ZERO);
      }
      if (!(value instanceof JsonString string)) {
        throw wrongType(value, "time.Time");
      }
      Matcher parts = RFC_3339.matcher(string.text());
      try {
        if (parts.matches()) {
          String fraction = parts.group(2) == null ? "" : parts.group(2).replaceAll("\\.?0+$", "");
          OffsetDateTime time = OffsetDateTime.parse(parts.group(1) + parts.group(3));
          boolean utc = time.getOffset().getTotalSeconds() == 0;
          return new JsonString(parts.group(1) + fraction + (utc ? "Z" : parts.group(3)));
        }
      } catch (DateTimeParseException e) {
        throw new InvalidJsonException("$", "parsing time: out of range");
      }
      throw new InvalidJsonException("$", "parsing time: not RFC 3339");
    }
  }

  /** A map whose keys are text. */
  record MapOf(GoType values) implements GoType {
    @Override
    public JsonValue pass(@Nullable JsonValue value) throws InvalidJsonException {
      if (value == null || value instanceof JsonNull) {
        return new JsonNull();
      }
      if (!(value instanceof JsonObject object)) {
        throw wrongType(value, "map");
      }
      return GoType.members(object, values);
    }
  }

  /** A slice. */
  record ListOf(GoType elements) implements GoType {
    @Override
    public JsonValue pass(@Nullable JsonValue value) throws InvalidJsonException {
      if (value == null || value instanceof JsonNull) {
        return new JsonNull();
      }
      if (!(value instanceof JsonArray array)) {
        throw wrongType(value, "slice");
      }
      return GoType.elements(array, elements);
    }
  }

  /** A struct; {@code pointer} where an absent one stays absent. */
  record Struct(boolean pointer, List<Field> fields) implements GoType {
    public Struct {
      fields = List.copyOf(fields);
    }

    static Struct of(Field... fields) {
      return new Struct(false, List.of(fields));
    }

    static Struct pointerTo(Field... fields) {
      return new Struct(true, List.of(fields));
    }

    @Override
    public JsonValue pass(@Nullable JsonValue value) throws InvalidJsonException {
      JsonObject object;
      if (value == null || value instanceof JsonNull) {
        if (pointer) {
          return new JsonNull();
        }
        object = new JsonObject(List.of());
      } else if (value instanceof JsonObject given) {
        object = given;
      } else {
        throw wrongType(value, "struct");
      }
      var members = new ArrayList<Member>();
      for (Field field : fields) {
        JsonValue passed = field.type.pass(field.in(object));
        if (!field.omitEmpty || !field.type.isEmpty(passed)) {
          members.add(new Member(field.name, passed));
        }
      }
      return new JsonObject(members);
    }
  }

  /** A member of a struct. */
  record Field(String name, GoType type, boolean omitEmpty) {
    static Field of(String name, GoType type) {
      return new Field(name, type, false);
    }

    static Field optional(String name, GoType type) {
      return new Field(name, type, true);
    }

    /** The last member of this name, in whatever case; an explicit null changes nothing. */
    @Nullable JsonValue in(JsonObject object) {
      JsonValue found = null;
      for (Member member : object.members()) {
        boolean meant = member.name().equalsIgnoreCase(name);
        if (meant && (found == null || !(member.value() instanceof JsonNull))) {
          found = member.value();
        }
      }
      return found;
    }
  }

  /** Each member passed, of those of one name the last; the object itself where nothing changes. */
  private static JsonObject members(JsonObject object, GoType type) throws InvalidJsonException {
    List<Member> given = object.hasDistinctNames() ? object.members() : lastOf(object);
    List<Member> passed = given;
    for (int i = 0; i < given.size(); i++) {
      Member member = given.get(i);
      JsonValue value = type.pass(member.value());
      if (value != member.value()) {
        passed = passed == given ? new ArrayList<>(given) : passed;
        passed.set(i, new Member(member.name(), value));
      }
    }
    return passed == object.members() ? object : new JsonObject(passed);
  }

  /** Each element passed; the array itself where nothing changes. */
  private static JsonArray elements(JsonArray array, GoType type) throws InvalidJsonException {
    List<JsonValue> given = array.elements();
    List<JsonValue> passed = given;
    for (int i = 0; i < given.size(); i++) {
      JsonValue value = type.pass(given.get(i));
      if (value != given.get(i)) {
        passed = passed == given ? new ArrayList<>(given) : passed;
        passed.set(i, value);
      }
    }
    return passed == given ? array : new JsonArray(passed);
  }

  private static List<Member> lastOf(JsonObject object) {
    var members = new LinkedHashMap<String, Member>();
    object.members().forEach(member -> members.put(member.name(), member));
    return List.copyOf(members.values());
  }

  /** Whether a number is an integer that a double holds and that is written as it would be. */
  private static boolean isPlain(String number) {
    int start = number.startsWith("-") ? 1 : 0;
    int digits = number.length() - start;
    if (digits < 1 || digits > EXACT_DIGITS || number.charAt(start) == '0' && number.length() > 1) {
      return false;
    }
    for (int i = start; i < number.length(); i++) {
      if (number.charAt(i) < '0' || number.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}
