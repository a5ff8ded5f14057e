package io.sealbus.verifier.records;

import io.sealbus.schemas.FetchFailure;
import io.sealbus.schemas.UndecodableRecordException;
import io.sealbus.verification.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads values in Avro's binary encoding, one after the other. Takes what Avro's own reader takes,
 * and refuses what it refuses.
 *
 * @see <a href="https://avro.apache.org/docs/1.12.0/specification/#binary-encoding">Avro 1.12,
 *     Binary encoding</a>
 */
final class AvroReader {
  private static final int LONG_BYTES = 10;
  private static final int INT_BYTES = 5;

  private final byte[] bytes;
  private int at;

  /** From {@code begin} to the end of {@code bytes}. */
  AvroReader(byte[] bytes, int begin) {
    this.bytes = bytes;
    this.at = begin;
  }

  /** Reads one item of an array. */
  @FunctionalInterface
  interface Item<T> {
    T read() throws UndecodableRecordException;
  }

  /** A long. */
  long number() throws UndecodableRecordException {
    return varint(LONG_BYTES);
  }

  /** An int. */
  int integer() throws UndecodableRecordException {
    return (int) varint(INT_BYTES);
  }

  private long varint(int most) throws UndecodableRecordException {
    long value = 0;
    for (int i = 0; i < most && at < bytes.length; i++) {
      byte part = bytes[at++];
      value |= (part & 0x7fL) << 7 * i;
      if (part >= 0) {
        return most == INT_BYTES ? zigzag((int) value) : value >>> 1 ^ -(value & 1);
      }
    }
    throw new UndecodableRecordException("a number does not end");
  }

  private static int zigzag(int value) {
    return value >>> 1 ^ -(value & 1);
  }

  /** An enum's symbol. */
  <E> E symbol(E[] symbols) throws UndecodableRecordException {
    int ordinal = integer();
    if (ordinal < 0 || ordinal >= symbols.length) {
      throw new UndecodableRecordException("no symbol " + ordinal);
    }
    return symbols[ordinal];
  }

  /** A string. */
  String text() throws UndecodableRecordException {
    int length = length();
    var text = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    return text;
  }

  /** Passes over a text or bytes. */
  void skip() throws UndecodableRecordException {
    int length = length();
    at += length;
  }

  /** Bytes. */
  Bytes bytes() throws UndecodableRecordException {
    int length = length();
    Bytes copy = Bytes.copyOf(bytes, at, at + length);
    at += length;
    return copy;
  }

  private int length() throws UndecodableRecordException {
    long length = number();
    if (length < 0 || length > bytes.length - at) {
      throw new UndecodableRecordException("a length of " + length);
    }
    return (int) length;
  }

  /** Of a union of null and something else, whether that follows. */
  boolean isPresent() throws UndecodableRecordException {
    int branch = integer();
    if (branch != 0 && branch != 1) {
      throw new UndecodableRecordException("no branch " + branch);
    }
    return branch == 1;
  }

  /** A union of null and a string. */
  @Nullable String optional() throws UndecodableRecordException {
    return isPresent() ? text() : null;
  }

  /** A union of null and a failure. */
  @Nullable FetchFailure failure() throws UndecodableRecordException {
    return isPresent()
        ? new FetchFailure(text(), text(), integer(), Instant.ofEpochMilli(number()))
        : null;
  }

  /** An array. */
  <T> List<T> array(Item<T> item) throws UndecodableRecordException {
    int count = block();
    if (count == 0) {
      return List.of();
    }
    var items = new ArrayList<T>(Math.min(count, 16));
    for (; count > 0; count = block()) {
      for (int i = 0; i < count; i++) {
        items.add(item.read());
      }
    }
    return items;
  }

  /** A map of strings. */
  Map<String, String> map() throws UndecodableRecordException {
    int count = block();
    if (count == 0) {
      return Map.of();
    }
    var entries = new HashMap<String, String>();
    for (; count > 0; count = block()) {
      for (int i = 0; i < count; i++) {
        String key = text();
        entries.put(key, text());
      }
    }
    return entries;
  }

  /** How many items follow; a writer may say in how many bytes. Each item takes one at least. */
  private int block() throws UndecodableRecordException {
    long count = number();
    if (count < 0) {
      number();
      count = -count;
    }
    if (count < 0 || count > bytes.length - at) {
      throw new UndecodableRecordException("a block of " + count);
    }
    return (int) count;
  }

  /** Nothing may be left. */
  void end() throws UndecodableRecordException {
    if (at != bytes.length) {
      throw new UndecodableRecordException("bytes after the Avro value");
    }
  }
}
