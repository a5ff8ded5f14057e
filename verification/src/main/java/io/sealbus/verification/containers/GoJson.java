package io.sealbus.verification.containers;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** JSON text with Go's escapes and an indent of two spaces. */
final class GoJson {
  private final StringBuilder out = new StringBuilder();
  private final Deque<Boolean> hasItems = new ArrayDeque<>();
  private boolean afterName;

  void object(Runnable members) {
    open('{');
    members.run();
    close('}');
  }

  <T> void array(Collection<T> items, Consumer<T> write) {
    open('[');
    items.forEach(write);
    close(']');
  }

  /** A map, by the bytes of its keys. */
  <T> void sortedMap(Map<String, T> map, Consumer<T> write) {
    open('{');
    map.entrySet().stream()
        .sorted((a, b) -> compareBytes(a.getKey(), b.getKey()))
        .forEach(entry -> {
          name(entry.getKey());
          write.accept(entry.getValue());
        });
    close('}');
  }

  private static int compareBytes(String a, String b) {
    return Arrays.compareUnsigned(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  /** A member of text; an absent one is left out. */
  void member(String name, @Nullable String value) {
    if (value != null) {
      name(name);
      string(value);
    }
  }

  void name(String name) {
    item();
    quote(name);
    out.append(": ");
    afterName = true;
  }

  void string(String value) {
    item();
    quote(value);
  }

  private void open(char bracket) {
    item();
    out.append(bracket);
    hasItems.push(false);
  }

  private void close(char bracket) {
    if (hasItems.pop()) {
      newline();
    }
    out.append(bracket);
  }

  /** What stands before the next name or value: nothing after a name, else comma and newline. */
  private void item() {
    if (afterName) {
      afterName = false;
    } else if (!hasItems.isEmpty()) {
      if (hasItems.pop()) {
        out.append(',');
      }
      hasItems.push(true);
      newline();
    }
  }

  private void newline() {
    out.append('\n').append("  ".repeat(hasItems.size()));
  }

  private void quote(String text) {
    out.append('"');
    if (isPlain(text)) {
      out.append(text);
    } else {
      text.codePoints().forEach(this::escape);
    }
    out.append('"');
  }

  /** Most text of a policy is base64 and scopes, and long; none of that needs a closer look. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&') {
        return false;
      }
    }
    return true;
  }

  private void escape(int c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        // Also what could end a script element, and the line ends that only JavaScript knows.
        boolean escaped = c < ' ' || c == '<' || c == '>' || c == '&' || c == 0x2028 || c == 0x2029;
        if (escaped) {
          out.append(String.format(Locale.ROOT, "\\u%04x", c));
        } else if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
          out.append("\\ufffd");
        } else {
          out.appendCodePoint(c);
        }
      }
    }
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
