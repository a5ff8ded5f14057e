package io.sealbus.verification.json;

import io.sealbus.verification.json.JsonValue.JsonNull;
import io.sealbus.verification.json.JsonValue.JsonObject;
import io.sealbus.verification.json.JsonValue.JsonString;
import io.sealbus.verification.json.JsonValue.Member;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Access to an object as Go decodes into a struct: unknown members are passed over, a name matches
 * in any case, and of several matches every one must have the right type. Objects add to those
 * before them; of everything else the last one counts.
 */
public final class LenientMembers {
  private final String path;
  private final List<Member> members;

  private LenientMembers(String path, List<Member> members) {
    this.path = path;
    this.members = List.copyOf(members);
  }

  /** The members of {@code value}. */
  public static LenientMembers of(String path, JsonValue value) throws InvalidJsonException {
    if (value instanceof JsonObject object) {
      return new LenientMembers(path, object.members());
    }
    throw new InvalidJsonException(path, "expected an object, found " + value.kind());
  }

  /** The members of {@code later} after these. */
  public LenientMembers and(LenientMembers later) {
    var both = new ArrayList<>(members);
    both.addAll(later.members);
    return new LenientMembers(path, both);
  }

  /** The string, or null. As in a Go string, {@code null} leaves what was there. */
  public @Nullable String string(String name) throws InvalidJsonException {
    String found = null;
    for (JsonValue value : all(name)) {
      String text = text(name, value);
      found = text == null ? found : text;
    }
    return found;
  }

  /** The string, or null. As in a Go pointer to a string, {@code null} takes it away. */
  public @Nullable String stringOrNull(String name) throws InvalidJsonException {
    String found = null;
    for (JsonValue value : all(name)) {
      found = text(name, value);
    }
    return found;
  }

  private @Nullable String text(String name, JsonValue value) throws InvalidJsonException {
    return switch (value) {
      case JsonString string -> string.text();
      case JsonNull ignored -> null;
      default ->
          throw new InvalidJsonException(
              path + "." + name, "expected a string, found " + value.kind());
    };
  }

  /** The object, or null. As in a Go pointer to a struct, {@code null} takes it away. */
  public @Nullable LenientMembers object(String name) throws InvalidJsonException {
    LenientMembers found = null;
    for (JsonValue value : all(name)) {
      if (value instanceof JsonNull) {
        found = null;
      } else {
        LenientMembers next = of(path + "." + name, value);
        found = found == null ? next : found.and(next);
      }
    }
    return found;
  }

  /** The last value, or null. */
  public @Nullable JsonValue get(String name) {
    for (int i = members.size() - 1; i >= 0; i--) {
      if (isSame(members.get(i).name(), name)) {
        return members.get(i).value();
      }
    }
    return null;
  }

  /** Every value under the name, in the order of the text. */
  public List<JsonValue> all(String name) {
    var all = new ArrayList<JsonValue>(1);
    for (Member member : members) {
      if (isSame(member.name(), name)) {
        all.add(member.value());
      }
    }
    return all;
  }

  /** Folding changes no length. */
  private static boolean isSame(String name, String other) {
    if (name.length() != other.length()) {
      return false;
    }
    if (name.equals(other)) {
      return true;
    }
    for (int i = 0; i < name.length(); i++) {
      if (fold(name.charAt(i)) != fold(other.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Beside the ASCII letters, two others fold onto one of them: the long s and the Kelvin sign. */
  private static char fold(char c) {
    return switch (c) {
      case '\u017f' -> 's';
      case '\u212a' -> 'k';
      default -> c < 0x80 ? Character.toLowerCase(c) : c;
    };
  }
}
