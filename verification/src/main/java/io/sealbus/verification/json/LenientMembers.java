package io.sealbus.verification.json;

import io.sealbus.verification.json.JsonValue.JsonNull;
import io.sealbus.verification.json.JsonValue.JsonObject;
import io.sealbus.verification.json.JsonValue.JsonString;
import io.sealbus.verification.json.JsonValue.Member;
import org.jspecify.annotations.Nullable;

/**
 * Access to an object as Go decodes into a struct: unknown members are passed over, a name matches
 * in any case, of several matches the last counts, and a {@code null} is as good as absent.
 */
public final class LenientMembers {
  private final String path;
  private final JsonObject object;

  private LenientMembers(String path, JsonObject object) {
    this.path = path;
    this.object = object;
  }

  /** The members of {@code value}. */
  public static LenientMembers of(String path, JsonValue value) throws InvalidJsonException {
    if (value instanceof JsonObject object) {
      return new LenientMembers(path, object);
    }
    throw new InvalidJsonException(path, "expected an object, found " + value.kind());
  }

  /** The string, or null. */
  public @Nullable String string(String name) throws InvalidJsonException {
    String found = null;
    for (Member member : object.members()) {
      if (member.name().equalsIgnoreCase(name)) {
        found =
            switch (member.value()) {
              case JsonString string -> string.text();
              // Go leaves a string as it is on null, and sets a pointer to nil.
              case JsonNull ignored -> null;
              default ->
                  throw new InvalidJsonException(
                      path + "." + name, "expected a string, found " + member.value().kind());
            };
      }
    }
    return found;
  }

  /** The object, or null. */
  public @Nullable LenientMembers object(String name) throws InvalidJsonException {
    LenientMembers found = null;
    for (Member member : object.members()) {
      if (member.name().equalsIgnoreCase(name)) {
        found = member.value() instanceof JsonNull ? null : of(path + "." + name, member.value());
      }
    }
    return found;
  }

  /** The value, or null. */
  public @Nullable JsonValue get(String name) {
    JsonValue found = null;
    for (Member member : object.members()) {
      if (member.name().equalsIgnoreCase(name)) {
        found = member.value();
      }
    }
    return found;
  }
}
