package io.sealbus.verification.json;

import java.util.HashSet;
import java.util.List;

/** A parsed JSON value. */
public sealed interface JsonValue {
  /** Members in the order of the text, duplicates included. */
  record JsonObject(List<Member> members) implements JsonValue {
    /** So many names are compared one by one. */
    private static final int FEW = 8;

    public JsonObject {
      members = List.copyOf(members);
    }

    /** Whether no two members have one name, as the text writes it. */
    public boolean hasDistinctNames() {
      if (members.size() > FEW) {
        var names = new HashSet<String>();
        return members.stream().allMatch(member -> names.add(member.name()));
      }
      for (int i = 1; i < members.size(); i++) {
        for (int j = 0; j < i; j++) {
          if (members.get(i).name().equals(members.get(j).name())) {
            return false;
          }
        }
      }
      return true;
    }
  }

  /** One member of an object. */
  record Member(String name, JsonValue value) {}

  /** An array. */
  record JsonArray(List<JsonValue> elements) implements JsonValue {
    public JsonArray {
      elements = List.copyOf(elements);
    }
  }

  /** A string; what was malformed in it is U+FFFD. */
  record JsonString(String text) implements JsonValue {}

  /** A number as the text writes it. */
  record JsonNumber(String text) implements JsonValue {}

  /** {@code true} or {@code false}. */
  record JsonBoolean(boolean value) implements JsonValue {}

  /** {@code null}. */
  record JsonNull() implements JsonValue {}

  /** The kind, for messages. */
  default String kind() {
    return switch (this) {
      case JsonObject ignored -> "an object";
      case JsonArray ignored -> "an array";
      case JsonString ignored -> "a string";
      case JsonNumber ignored -> "a number";
      case JsonBoolean ignored -> "a boolean";
      case JsonNull ignored -> "null";
    };
  }
}
