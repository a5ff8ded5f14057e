package io.sealbus.verification.language;

import io.sealbus.verification.json.JsonValue;
import io.sealbus.verification.json.JsonValue.JsonArray;
import io.sealbus.verification.json.JsonValue.JsonNumber;
import io.sealbus.verification.json.JsonValue.JsonObject;
import io.sealbus.verification.json.JsonValue.JsonString;
import io.sealbus.verification.json.JsonValue.Member;
import java.util.List;

/**
 * How large a document is, and whether every language reads it alike: no object has two members of
 * one name, and all numbers are short and written without an exponent.
 */
public final class DocumentExtent {
  private static final int MAX_NUMBER_LENGTH = 18;

  private long values;
  private long characters;
  private int depth;
  private boolean plain = true;

  private DocumentExtent() {}

  /** That of {@code document}. Where it is not plain, it may not have been looked at in whole. */
  public static DocumentExtent of(JsonValue document) {
    var extent = new DocumentExtent();
    extent.add(document, 1);
    return extent;
  }

  /** Whether names are unique and numbers short. */
  public boolean isPlain() {
    return plain;
  }

  /** How many values there are, those that hold others included. */
  public long values() {
    return values;
  }

  /** UTF-16 units of all strings, names of members aside. */
  public long characters() {
    return characters;
  }

  /** How deep they nest, 1 for a value without parts. */
  public int depth() {
    return depth;
  }

  private void add(JsonValue value, int level) {
    values++;
    depth = Math.max(depth, level);
    switch (value) {
      case JsonObject object -> {
        List<Member> members = object.members();
        plain &= object.hasDistinctNames();
        for (int i = 0; i < members.size() && plain; i++) {
          add(members.get(i).value(), level + 1);
        }
      }
      case JsonArray(List<JsonValue> elements) -> {
        for (int i = 0; i < elements.size() && plain; i++) {
          add(elements.get(i), level + 1);
        }
      }
      case JsonNumber(String text) -> plain &= isShort(text);
      case JsonString(String text) -> characters += text.length();
      default -> {}
    }
  }

  private static boolean isShort(String number) {
    return number.length() <= MAX_NUMBER_LENGTH
        && number.indexOf('e') < 0
        && number.indexOf('E') < 0;
  }
}
