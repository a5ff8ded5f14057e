package io.sealbus.verification.language.cue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The contents of string and bytes literals (CUE specification, "String and byte sequence
 * literals").
 */
final class Quoted {
  private final int hashes;
  private final char quote;
  private final boolean multiline;
  private final String indentation;
  private final int line;

  /**
   * Reads the quotes.
   *
   * @param first the literal, or its first segment
   * @param last the literal, or its last segment
   */
  Quoted(String first, String last, int line) throws MalformedTextException {
    int at = 0;
    while (first.charAt(at) == '#') {
      at++;
    }
    hashes = at;
    quote = first.charAt(at);
    this.line = line;
    String triple = String.valueOf(quote).repeat(3);
    int newline = hashes + 3;
    if (first.startsWith("\r", newline)) {
      newline++;
    }
    multiline = first.startsWith(triple, hashes) && first.startsWith("\n", newline);
    indentation = multiline ? indentation(last) : "";
    if (multiline && first.length() > newline + 1) {
      String body = first.substring(newline + 1);
      if (!body.startsWith("\n") && !body.startsWith("\r\n") && !body.startsWith(indentation)) {
        throw new MalformedTextException("invalid whitespace", line);
      }
    }
  }

  /** White space before the closing quotes, which every line must start with. */
  private String indentation(String last) throws MalformedTextException {
    int end = last.length() - 3 - hashes;
    int start = end;
    while (start > 0 && " \t\r".indexOf(last.charAt(start - 1)) >= 0) {
      start--;
    }
    if (start == 0 || last.charAt(start - 1) != '\n') {
      throw new MalformedTextException(
          "invalid string: closing quotes not on a line of their own", line);
    }
    return last.substring(start, end);
  }

  boolean bytes() {
    return quote == '\'';
  }

  /**
   * The bytes that a segment stands for, UTF-8 for a string.
   *
   * @param first whether it starts with the quotes; else with a parenthesis
   * @param last whether it ends with the quotes; else with the start of an interpolation
   */
  byte[] contents(String segment, boolean first, boolean last) throws MalformedTextException {
    int start = 1;
    if (first) {
      start = hashes + 1;
      if (multiline) {
        start = segment.indexOf('\n') + 1;
        if (segment.startsWith(indentation, start)) {
          start += indentation.length();
        }
      }
    }
    int end = segment.length() - (last ? (multiline ? 3 : 1) + hashes : hashes + 2);
    if (last && multiline) {
      end -= indentation.length() + 1;
    }
    return end <= start ? new byte[0] : unescape(segment.substring(start, end));
  }

  private byte[] unescape(String body) throws MalformedTextException {
    var out = new ByteArrayOutputStream();
    String escape = "\\" + "#".repeat(hashes);
    int at = 0;
    while (at < body.length()) {
      if (body.startsWith(escape, at)) {
        at = escaped(body, at + escape.length(), out);
      } else if (body.charAt(at) == '\r') {
        at++;
      } else if (body.charAt(at) == '\n') {
        out.write('\n');
        at = nextLine(body, at + 1);
      } else {
        int codePoint = body.codePointAt(at);
        write(codePoint, out);
        at += Character.charCount(codePoint);
      }
    }
    return out.toByteArray();
  }

  private int nextLine(String body, int at) throws MalformedTextException {
    if (body.startsWith(indentation, at)) {
      return at + indentation.length();
    }
    if (at >= body.length() || body.startsWith("\n", at) || body.startsWith("\r\n", at)) {
      return at;
    }
    throw new MalformedTextException("invalid string: invalid whitespace", line);
  }

  private int escaped(String body, int at, ByteArrayOutputStream out)
      throws MalformedTextException {
    if (at >= body.length()) {
      throw invalid();
    }
    char c = body.charAt(at);
    int simple = "abfnrtv/\\".indexOf(c);
    if (simple >= 0) {
      out.write("\u0007\b\f\n\r\t\u000B/\\".charAt(simple));
      return at + 1;
    }
    if (c == quote) {
      out.write(c);
      return at + 1;
    }
    if (c == '\n' && multiline) {
      if (at + 1 >= body.length()) {
        throw invalid();
      }
      return nextLine(body, at + 1);
    }
    return switch (c) {
      case 'u' -> unicode(body, at + 1, 4, out);
      case 'U' -> unicode(body, at + 1, 8, out);
      case 'x' -> singleByte(body, at + 1, 2, 16, out);
      case '0', '1', '2', '3' -> singleByte(body, at, 3, 8, out);
      default -> throw invalid();
    };
  }

  private int unicode(String body, int at, int digits, ByteArrayOutputStream out)
      throws MalformedTextException {
    long value = digits(body, at, digits, 16);
    int end = at + digits;
    if (value >= 0xD800 && value < 0xDC00) {
      String low = "\\" + "#".repeat(hashes) + "u";
      long second = body.startsWith(low, end) ? digits(body, end + low.length(), 4, 16) : -1;
      if (second < 0xDC00 || second > 0xDFFF) {
        throw invalid();
      }
      value = 0x10000 + (value - 0xD800) * 0x400 + (second - 0xDC00);
      end += low.length() + 4;
    } else if (value >= 0xDC00 && value < 0xE000 || value > Character.MAX_CODE_POINT) {
      throw invalid();
    }
    write((int) value, out);
    return end;
  }

  private int singleByte(String body, int at, int digits, int radix, ByteArrayOutputStream out)
      throws MalformedTextException {
    if (!bytes()) {
      throw invalid();
    }
    out.write((int) digits(body, at, digits, radix));
    return at + digits;
  }

  private long digits(String body, int at, int count, int radix) throws MalformedTextException {
    if (at + count > body.length()) {
      throw invalid();
    }
    long value = 0;
    for (int i = at; i < at + count; i++) {
      char c = body.charAt(i);
      int digit = c < 128 ? Character.digit(c, radix) : -1;
      if (digit < 0) {
        throw invalid();
      }
      value = value * radix + digit;
    }
    return value;
  }

  private static void write(int codePoint, ByteArrayOutputStream out) {
    out.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
  }

  private MalformedTextException invalid() {
    return new MalformedTextException("invalid string: invalid escape", line);
  }
}
