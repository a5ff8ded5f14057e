package io.sealbus.verification.json;

import io.sealbus.verification.json.JsonValue.JsonArray;
import io.sealbus.verification.json.JsonValue.JsonBoolean;
import io.sealbus.verification.json.JsonValue.JsonNull;
import io.sealbus.verification.json.JsonValue.JsonNumber;
import io.sealbus.verification.json.JsonValue.JsonObject;
import io.sealbus.verification.json.JsonValue.JsonString;
import io.sealbus.verification.json.JsonValue.Member;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON in one pass that is ASCII but for a character here and there in its strings, such as
 * the dash of a log's checkpoint; which is what signed documents are but for rare ones. Whatever it
 * does not take, whatever the reason, is left to the general parser of {@link JsonParser}, which
 * alone says what is wrong with a text.
 */
final class QuickJson {
  /** Far below the general parser's bound, so that which of a number's parts count is no matter. */
  private static final int MAX_NUMBER_LENGTH = 100;

  private static final int END = -1;
  private static final long EACH = 0x0101010101010101L;
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final JsonValue TRUE = new JsonBoolean(true);
  private static final JsonValue FALSE = new JsonBoolean(false);
  private static final JsonValue NULL = new JsonNull();

  private final byte[] text;
  private int at;
  private int depth;

  private QuickJson(byte[] text) {
    this.text = text;
  }

  /** The value, or null where this is left to the general parser. */
  static @Nullable JsonValue read(byte[] text) {
    if (text.length > JsonParser.MAX_STRING_LENGTH) {
      return null;
    }
    var reader = new QuickJson(text);
    JsonValue value = reader.value();
    return value != null && reader.next() == END ? value : null;
  }

  private @Nullable JsonValue value() {
    return switch (next()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> {
        String string = string();
        yield string == null ? null : new JsonString(string);
      }
      case 't' -> word("true", TRUE);
      case 'f' -> word("false", FALSE);
      case 'n' -> word("null", NULL);
      default -> number();
    };
  }

  private @Nullable JsonValue object() {
    at++;
    if (++depth > JsonParser.MAX_DEPTH) {
      return null;
    }
    var members = new ArrayList<Member>();
    boolean more = next() != '}';
    while (more) {
      String name = next() == '"' ? string() : null;
      if (name == null || next() != ':') {
        return null;
      }
      at++;
      JsonValue value = value();
      if (value == null) {
        return null;
      }
      members.add(new Member(name, value));
      more = next() == ',';
      if (more) {
        at++;
      }
    }
    if (next() != '}') {
      return null;
    }
    at++;
    depth--;
    return new JsonObject(members);
  }

  private @Nullable JsonValue array() {
    at++;
    if (++depth > JsonParser.MAX_DEPTH) {
      return null;
    }
    List<JsonValue> elements = new ArrayList<>();
    boolean more = next() != ']';
    while (more) {
      JsonValue element = value();
      if (element == null) {
        return null;
      }
      elements.add(element);
      more = next() == ',';
      if (more) {
        at++;
      }
    }
    if (next() != ']') {
      return null;
    }
    at++;
    depth--;
    return new JsonArray(elements);
  }

  /** The string whose quote is the next character. */
  private @Nullable String string() {
    int start = ++at;
    while (at <= text.length - Long.BYTES && isPlain((long) EIGHT.get(text, at))) {
      at += Long.BYTES;
    }
    while (at < text.length) {
      byte b = text[at];
      if (b == '"') {
        return new String(text, start, at++ - start, StandardCharsets.ISO_8859_1);
      }
      // Beyond ASCII, bytes are negative.
      if (b == '\\' || b < 0) {
        return special(start);
      }
      if (b < ' ') {
        return null;
      }
      at++;
    }
    return null;
  }

  /** Whether none of eight bytes is a quote, a backslash, a control character or beyond ASCII. */
  private static boolean isPlain(long bytes) {
    long quotes = bytes ^ EACH * '"';
    long backslashes = bytes ^ EACH * '\\';
    // The lowest byte that is any of these sets its top bit, and others above it may do so then.
    long found = bytes - EACH * ' ' | quotes - EACH | backslashes - EACH | bytes;
    return (found & EACH << 7) == 0;
  }

  /** As {@link #string}, from the first escape or the first byte beyond ASCII on. */
  private @Nullable String special(int start) {
    var string = new StringBuilder(2 * (at - start) + 32);
    string.append(new String(text, start, at - start, StandardCharsets.ISO_8859_1));
    while (at < text.length) {
      byte b = text[at++];
      if (b == '"') {
        return string.toString();
      }
      int c = b == '\\' ? escape() : b < 0 ? beyondAscii(b & 0xff) : b < ' ' ? -1 : b;
      if (c < 0) {
        return null;
      }
      string.append((char) c);
    }
    return null;
  }

  /**
   * The character of two or three bytes of UTF-8, RFC 3629, section 4, that {@code first} begins;
   * negative for none, and for those of four bytes.
   */
  private int beyondAscii(int first) {
    int more = first >= 0xc2 && first <= 0xdf ? 1 : first >= 0xe0 && first <= 0xef ? 2 : 0;
    if (more == 0 || text.length - at < more) {
      return -1;
    }
    int c = first & (more == 1 ? 0x1f : 0x0f);
    for (int i = 0; i < more; i++) {
      int next = text[at++] & 0xff;
      if (next >>> 6 != 2) {
        return -1;
      }
      c = c << 6 | next & 0x3f;
    }
    boolean shortest = c >= (more == 1 ? 0x80 : 0x800);
    return shortest && !Character.isSurrogate((char) c) ? c : -1;
  }

  /** The character that the escape stands for whose backslash was just read; negative for none. */
  private int escape() {
    if (at == text.length) {
      return -1;
    }
    return switch (text[at++]) {
      case '"' -> '"';
      case '\\' -> '\\';
      case '/' -> '/';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> -1;
    };
  }

  /** Half a character of a pair of escapes is none of its own. */
  private int unicode() {
    if (text.length - at < 4) {
      return -1;
    }
    int c = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit((char) (text[at++] & 0xff), 16);
      if (digit < 0) {
        return -1;
      }
      c = c << 4 | digit;
    }
    return Character.isSurrogate((char) c) ? -1 : c;
  }

  private @Nullable JsonValue word(String word, JsonValue value) {
    for (int i = 0; i < word.length(); i++) {
      if (at == text.length || text[at++] != word.charAt(i)) {
        return null;
      }
    }
    return value;
  }

  /** RFC 8259, section 6. Whatever else may follow is found by who asks for what comes next. */
  private @Nullable JsonValue number() {
    int start = at;
    if (current() == '-') {
      at++;
    }
    if (current() == '0') {
      at++;
    } else if (!digits()) {
      return null;
    }
    if (current() == '.') {
      at++;
      if (!digits()) {
        return null;
      }
    }
    if (current() == 'e' || current() == 'E') {
      at++;
      if (current() == '+' || current() == '-') {
        at++;
      }
      if (!digits()) {
        return null;
      }
    }
    return at - start > MAX_NUMBER_LENGTH
        ? null
        : new JsonNumber(new String(text, start, at - start, StandardCharsets.ISO_8859_1));
  }

  /** Whether there is at least one. */
  private boolean digits() {
    int start = at;
    while (current() >= '0' && current() <= '9') {
      at++;
    }
    return at > start;
  }

  private int current() {
    return at < text.length ? text[at] : END;
  }

  /** The next character that is no white space, which stays to be read. */
  private int next() {
    while (at < text.length) {
      byte b = text[at];
      if (b != ' ' && b != '\n' && b != '\t' && b != '\r') {
        // What is beyond ASCII is nothing that anybody waits for.
        return b & 0xff;
      }
      at++;
    }
    return END;
  }
}
