package io.sealbus.verifier.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;

/**
 * Keys of a task's one store: a byte for the kind of row, then a text as UTF-8, so that the rows of
 * one kind lie together, sorted by text.
 */
public enum StateKey {
  /** By reference: the image record. */
  IMAGE('i'),
  /** By {@code repo@digest}: the evidence record. */
  EVIDENCE('e'),
  /** By manifest, a space and the rest of a reference: that the reference rests on it. */
  LINK('r'),
  /** By reference: what was last published on it, where that is newer than its page. */
  PUBLISHED('v'),
  /** By the first of some references: what was last published on these. */
  PAGE('w'),
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
  public Bytes of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** As {@link #of(String)}, of the text's UTF-8. */
  public Bytes of(byte[] utf8) {
    byte[] key = new byte[1 + utf8.length];
    key[0] = kind;
    System.arraycopy(utf8, 0, key, 1, utf8.length);
    return Bytes.wrap(key);
  }

  /** Sorts after every row whose text begins with {@code prefix}. */
  public Bytes end(String prefix) {
    byte[] key = of(prefix).get();
    byte[] end = Arrays.copyOf(key, key.length + 1);
    end[key.length] = LAST;
    return Bytes.wrap(end);
  }

  /** The text of a key. */
  public static String text(Bytes key) {
    return new String(key.get(), 1, key.get().length - 1, StandardCharsets.UTF_8);
  }

  /** The text of a key, as UTF-8. */
  static byte[] utf8(Bytes key) {
    return Arrays.copyOfRange(key.get(), 1, key.get().length);
  }

  /** How the text of a key sorts to one that is UTF-8. */
  static int compareText(Bytes key, byte[] utf8) {
    return Arrays.compareUnsigned(key.get(), 1, key.get().length, utf8, 0, utf8.length);
  }
}
