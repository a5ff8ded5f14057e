package io.sealbus.verification.containers;

import io.sealbus.verification.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** JSON text with Go's escapes and an indent of two spaces. */
final class IndentedJson {
  private final StringBuilder out = new StringBuilder();
  private final Deque<Boolean> hasItems = new ArrayDeque<>();
  private boolean afterName;

  void openObject() {
    open('{');
  }

  void closeObject() {
    close('}');
  }

  <T> void array(List<T> items, Consumer<T> write) {
    open('[');
    for (int i = 0; i < items.size(); i++) {
      write.accept(items.get(i));
    }
    close(']');
  }

  /** A map, by the bytes of its keys. */
  <T> void sortedMap(Map<String, T> map, Consumer<T> write) {
    open('{');
    if (isSorted(map.keySet())) {
      map.forEach((key, value) -> member(key, value, write));
    } else {
      map.entrySet().stream()
          .sorted((a, b) -> compareBytes(a.getKey(), b.getKey()))
          .forEach(entry -> member(entry.getKey(), entry.getValue(), write));
    }
    close('}');
  }

  private <T> void member(String name, T value, Consumer<T> write) {
    name(name);
    write.accept(value);
  }

  private static boolean isSorted(Collection<String> keys) {
    String last = null;
    for (String key : keys) {
      if (last != null && compareBytes(last, key) > 0) {
        return false;
      }
      last = key;
    }
    return true;
  }

  /** UTF-8 sorts as code points do, which UTF-16 does where there are no surrogates. */
  private static int compareBytes(String a, String b) {
    int shared = Math.min(a.length(), b.length());
    for (int i = 0; i < shared; i++) {
      if (a.charAt(i) != b.charAt(i)) {
        return Character.isSurrogate(a.charAt(i)) || Character.isSurrogate(b.charAt(i))
            ? Arrays.compareUnsigned(
                a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8))
            : a.charAt(i) - b.charAt(i);
      }
    }
    return a.length() - b.length();
  }

  /** A member of text; an absent one is left out. */
  void member(String name, @Nullable String value) {
    if (value != null) {
      name(name);
      string(value);
    }
  }

  /** A member of bytes in base64, with a name of two parts; nothing of it needs escapes. */
  void member(String name, String suffix, Bytes value) {
    item();
    out.append('"').append(name).append(suffix).append("\": \"");
    value.appendBase64To(out);
    out.append('"');
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
    out.append('\n');
    for (int i = hasItems.size(); i > 0; i--) {
      out.append("  ");
    }
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
