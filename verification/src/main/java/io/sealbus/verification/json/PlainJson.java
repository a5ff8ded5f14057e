package io.sealbus.verification.json;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON of which every byte is foreseen: no white space, no escapes, nothing but ASCII. For
 * texts that one program writes and nearly all others copy; of such a text there is one reading,
 * whoever reads it, so it needs no parser. Whatever is unlike is for {@link JsonParser}: every
 * method answers that it does not know rather than guess.
 */
public final class PlainJson {
  /** Numbers of so many digits are exact as doubles too, and written the same. */
  private static final int MAX_DIGITS = 15;

  private final String text;
  private int at;

  private PlainJson(String text) {
    this.text = text;
  }

  /** A reader of {@code text}. */
  public static PlainJson of(String text) {
    return new PlainJson(text);
  }

  /** Goes behind {@code literal}, or stays where it is. */
  public boolean skip(String literal) {
    if (!text.startsWith(literal, at)) {
      return false;
    }
    at += literal.length();
    return true;
  }

  /** Whether nothing is left. */
  public boolean isAtEnd() {
    return at == text.length();
  }

  /**
   * Reads up to the next quotation mark, and goes behind it.
   *
   * @return null where anything but padded base64 stands there
   */
  public @Nullable Base64String base64() {
    int end = text.indexOf('"', at);
    if (end < 0 || (end - at) % 4 != 0) {
      return null;
    }
    String encoded = text.substring(at, end);
    try {
      byte[] decoded = Base64.getDecoder().decode(encoded);
      at = end + 1;
      return new Base64String(encoded, decoded);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** A string of base64, and what it is of. */
  public record Base64String(String encoded, byte[] decoded) {}

  /**
   * Reads hex in lower case up to the next quotation mark, and goes behind it.
   *
   * @return null where anything else stands there
   */
  public @Nullable String hex() {
    int end = text.indexOf('"', at);
    for (int i = at; i < end; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > 'f' || c > '9' && c < 'a') {
        return null;
      }
    }
    if (end < 0) {
      return null;
    }
    String hex = text.substring(at, end);
    at = end + 1;
    return hex;
  }

  /** Reads an integer, which is written in one way alone; -1 where none below 10¹⁵ stands there. */
  public long natural() {
    int start = at;
    int end = start;
    long number = 0;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      if (end - start == MAX_DIGITS) {
        return -1;
      }
      number = 10 * number + text.charAt(end) - '0';
      end++;
    }
    if (end == start || end - start > 1 && text.charAt(start) == '0') {
      return -1;
    }
    at = end;
    return number;
  }
}
