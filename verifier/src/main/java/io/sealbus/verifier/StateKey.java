package io.sealbus.verifier;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;

/**
 * Keys of a task's one store: a byte for the kind of row, then a text as UTF-8, so that the rows of
 * one kind lie together, sorted by text.
 */
enum StateKey {
  /** By reference: the image record. */
  IMAGE('i'),
  /** By {@code repo@digest}: the evidence record. */
  EVIDENCE('e'),
  /** By manifest, a space and the rest of a reference: that the reference rests on it. */
  LINK('r'),
  /** By reference: what was last published on it. */
  PUBLISHED('v'),
  /** By policy: up to which state of it all images have been judged. */
  SWEPT('s'),
  /** One row: where the sweep stands. */
  CURSOR('c'),
  /** By instant and reference: when the verdict is to be looked at again. */
  EXPIRY('x'),
  /** By reference: looked at again, and the outcome not yet safely on the bus. */
  EXPIRED('y'),
  /** By number: cryptographic facts. */
  FACTS('f');

  /** Above every byte of UTF-8. */
  private static final byte LAST = (byte) 0xff;

  private final byte kind;

  StateKey(char kind) {
    this.kind = (byte) kind;
  }

  /** The key of the row for {@code text}. */
  Bytes of(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    byte[] key = new byte[1 + utf8.length];
    key[0] = kind;
    System.arraycopy(utf8, 0, key, 1, utf8.length);
    return Bytes.wrap(key);
  }

  /** Sorts right after the row for {@code text}, or before it where {@code text} is empty. */
  Bytes after(String text) {
    return text.isEmpty() ? of(text) : of(text + "\0");
  }

  /** Sorts after every row whose text begins with {@code prefix}. */
  Bytes end(String prefix) {
    byte[] key = of(prefix).get();
    byte[] end = Arrays.copyOf(key, key.length + 1);
    end[key.length] = LAST;
    return Bytes.wrap(end);
  }

  /** The text of a key. */
  static String text(Bytes key) {
    return new String(key.get(), 1, key.get().length - 1, StandardCharsets.UTF_8);
  }

  /** How the texts of two keys sort, whatever their kinds. */
  static int compareTexts(Bytes one, Bytes other) {
    byte[] a = one.get();
    byte[] b = other.get();
    return Arrays.compareUnsigned(a, 1, a.length, b, 1, b.length);
  }
}
