package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.RegoValue.RegoArray;
import io.sealbus.verification.language.rego.RegoValue.RegoBoolean;
import io.sealbus.verification.language.rego.RegoValue.RegoNull;
import io.sealbus.verification.language.rego.RegoValue.RegoObject;
import io.sealbus.verification.language.rego.RegoValue.RegoSet;
import io.sealbus.verification.language.rego.RegoValue.RegoString;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Values as text. */
final class Format {
  private Format() {}

  /** A string as it is, anything else as the language writes it. */
  static String plain(RegoValue value) {
    return value instanceof RegoString(String text) ? text : term(value);
  }

  /** As the language writes it. */
  static String term(RegoValue value) {
    return switch (value) {
      case RegoNull ignored -> "null";
      case RegoBoolean(boolean truth) -> Boolean.toString(truth);
      case RegoNumber number -> number.text();
      case RegoString(String text) -> quoted(text);
      case RegoArray array -> list(array.elements(), "[", "]");
      case RegoSet set -> set.members().isEmpty() ? "set()" : list(set.members(), "{", "}");
      case RegoObject object -> {
        var members = new ArrayList<String>();
        for (int i = 0; i < object.keys().size(); i++) {
          members.add(term(object.keys().get(i)) + ": " + term(object.values().get(i)));
        }
        yield "{" + String.join(", ", members) + "}";
      }
    };
  }

  private static String list(List<RegoValue> values, String open, String close) {
    return values.stream().map(Format::term).collect(Collectors.joining(", ", open, close));
  }

  /** As Go quotes strings. */
  static String quoted(String text) {
    var out = new StringBuilder("\"");
    text.codePoints().forEach(c -> quote(c, out));
    return out.append('"').toString();
  }

  private static void quote(int c, StringBuilder out) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case 7 -> out.append("\\a");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case 11 -> out.append("\\v");
      default -> {
        if (isPrintable(c)) {
          out.appendCodePoint(c);
        } else if (c < 0x80) {
          out.append(String.format("\\x%02x", c));
        } else if (c < 0x10000) {
          out.append(String.format("\\u%04x", c));
        } else {
          out.append(String.format("\\U%08x", c));
        }
      }
    }
  }

  private static boolean isPrintable(int c) {
    return c == ' '
        || switch (Character.getType(c)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.PRIVATE_USE,
              Character.UNASSIGNED,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR,
              Character.SPACE_SEPARATOR ->
              false;
          default -> true;
        };
  }

  /** As JSON, as Go writes it: sets are arrays, keys that are no strings are written as JSON. */
  static String json(RegoValue value) {
    var out = new StringBuilder();
    json(value, out);
    return out.toString();
  }

  private static void json(RegoValue value, StringBuilder out) {
    switch (value) {
      case RegoNull ignored -> out.append("null");
      case RegoBoolean(boolean truth) -> out.append(truth);
      case RegoNumber number -> out.append(number.text());
      case RegoString(String text) -> jsonText(text, out);
      case RegoArray array -> jsonList(array.elements(), out);
      case RegoSet set -> jsonList(set.members(), out);
      case RegoObject object -> {
        var members = new TreeMap<String, RegoValue>(ValueOrder::compareText);
        for (int i = 0; i < object.keys().size(); i++) {
          members.put(key(object.keys().get(i)), object.values().get(i));
        }
        String separator = "{";
        for (var member : members.entrySet()) {
          out.append(separator);
          jsonText(member.getKey(), out);
          out.append(':');
          json(member.getValue(), out);
          separator = ",";
        }
        out.append(members.isEmpty() ? "{}" : "}");
      }
    }
  }

  /** The name that a key has in JSON. */
  static String key(RegoValue key) {
    return key instanceof RegoString(String text) ? text : json(key);
  }

  private static void jsonList(List<RegoValue> values, StringBuilder out) {
    out.append('[');
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      json(values.get(i), out);
    }
    out.append(']');
  }

  private static void jsonText(String text, StringBuilder out) {
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
          boolean escaped = c < 0x20 || "<>&\u2028\u2029".indexOf(c) >= 0;
          out.append(escaped ? String.format("\\u%04x", (int) c) : String.valueOf(c));
        }
      }
    }
    out.append('"');
  }
}
