package io.sealbus.verification.json;

import io.sealbus.verification.json.JsonValue.JsonArray;
import io.sealbus.verification.json.JsonValue.JsonBoolean;
import io.sealbus.verification.json.JsonValue.JsonNull;
import io.sealbus.verification.json.JsonValue.JsonNumber;
import io.sealbus.verification.json.JsonValue.JsonObject;
import io.sealbus.verification.json.JsonValue.JsonString;
import io.sealbus.verification.json.JsonValue.Member;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The JSON Canonicalization Scheme.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8785">RFC 8785</a>
 */
public final class CanonicalJson {
  private CanonicalJson() {}

  /**
   * The canonical text.
   *
   * @throws InvalidJsonException for what has no canonical form: a member that occurs twice, a
   *     number out of a double's range
   */
  public static String of(JsonValue value) throws InvalidJsonException {
    var out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(JsonValue value, StringBuilder out) throws InvalidJsonException {
    switch (value) {
      case JsonObject object -> writeObject(object, out);
      case JsonArray array -> writeArray(array, out);
      case JsonString string -> writeString(string.text(), out);
      case JsonNumber number -> out.append(EcmaScriptNumber.format(number.text()));
      case JsonBoolean bool -> out.append(bool.value());
      case JsonNull ignored -> out.append("null");
    }
  }

  private static void writeArray(JsonArray array, StringBuilder out) throws InvalidJsonException {
    out.append('[');
    boolean first = true;
    for (JsonValue element : array.elements()) {
      if (!first) {
        out.append(',');
      }
      first = false;
      write(element, out);
    }
    out.append(']');
  }

  /** Section 3.2.3: sorted by UTF-16 units, which is how Java compares strings. */
  private static void writeObject(JsonObject object, StringBuilder out)
      throws InvalidJsonException {
    List<Member> members = new ArrayList<>(object.members());
    members.sort(Comparator.comparing(Member::name));
    out.append('{');
    String previous = null;
    for (Member member : members) {
      if (member.name().equals(previous)) {
        throw new InvalidJsonException("$", "member occurs twice");
      }
      if (previous != null) {
        out.append(',');
      }
      previous = member.name();
      writeString(member.name(), out);
      out.append(':');
      write(member.value(), out);
    }
    out.append('}');
  }

  /** Section 3.2.2.2. */
  private static void writeString(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
