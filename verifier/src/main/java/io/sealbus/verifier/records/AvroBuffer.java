package io.sealbus.verifier.records;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Values in Avro's binary encoding, one after the other, in an array that is kept from one verdict
 * to the next.
 *
 * @see <a href="https://avro.apache.org/docs/1.12.0/specification/#binary-encoding">Avro 1.12,
 *     Binary encoding</a>
 */
final class AvroBuffer {
  private static final int USUAL = 4 * 1024;
  private static final int MAX_VARINT = 10;

  private byte[] bytes = new byte[USUAL];
  private int length;

  /** Empty again, and no larger than usual. */
  void clear() {
    length = 0;
    if (bytes.length > 16 * USUAL) {
      bytes = new byte[USUAL];
    }
  }

  int length() {
    return length;
  }

  /** Bytes as they are. */
  void raw(byte[] from) {
    room(from.length);
    System.arraycopy(from, 0, bytes, length, from.length);
    length += from.length;
  }

  /** Bytes of another one as they are. */
  void raw(AvroBuffer from, int begin, int end) {
    room(end - begin);
    System.arraycopy(from.bytes, begin, bytes, length, end - begin);
    length += end - begin;
  }

  /** An int, a long, the ordinal of an enum's symbol, or the branch of a union. */
  void number(long value) {
    room(MAX_VARINT);
    long rest = value << 1 ^ value >> Long.SIZE - 1;
    while ((rest & ~0x7fL) != 0) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  void text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    number(utf8.length);
    raw(utf8);
  }

  /** A union of null and a string. */
  void optional(@Nullable String text) {
    if (text == null) {
      number(0);
    } else {
      number(1);
      text(text);
    }
  }

  /** An array: one block where it is not empty, and the end. */
  <T> void array(List<T> items, Consumer<T> each) {
    if (!items.isEmpty()) {
      number(items.size());
      items.forEach(each);
    }
    number(0);
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  /** Adds all that is in it to {@code digest}. */
  void addTo(MessageDigest digest) {
    digest.update(bytes, 0, length);
  }

  private void room(int count) {
    if (bytes.length - length < count) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
    }
  }
}
