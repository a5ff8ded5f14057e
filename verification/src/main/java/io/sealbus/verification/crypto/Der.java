package io.sealbus.verification.crypto;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A reader of DER elements, one after another. Lengths must be definite, minimal and within the
 * bytes at hand; tag numbers above 30 are refused. It copies nothing but what it is asked for.
 *
 * @see <a href="https://www.itu.int/rec/T-REC-X.690">X.690</a>
 */
public final class Der {
  public static final int BOOLEAN = 0x01;
  public static final int INTEGER = 0x02;
  public static final int BIT_STRING = 0x03;
  public static final int OCTET_STRING = 0x04;
  public static final int NULL = 0x05;
  public static final int OID = 0x06;
  public static final int UTF8_STRING = 0x0c;
  static final int NUMERIC_STRING = 0x12;
  public static final int PRINTABLE_STRING = 0x13;
  static final int T61_STRING = 0x14;
  public static final int IA5_STRING = 0x16;
  public static final int UTC_TIME = 0x17;
  public static final int GENERALIZED_TIME = 0x18;
  static final int GENERAL_STRING = 0x1b;
  static final int BMP_STRING = 0x1e;
  public static final int SEQUENCE = 0x30;
  public static final int SET = 0x31;

  private static final int CONTEXT = 0x80;
  private static final int CONSTRUCTED = 0x20;

  private final byte[] bytes;
  private int position;
  private final int end;

  private Der(byte[] bytes, int position, int end) {
    this.bytes = bytes;
    this.position = position;
    this.end = end;
  }

  /** A reader of {@code bytes}, which are not copied. */
  public static Der of(byte[] bytes) {
    return new Der(bytes, 0, bytes.length);
  }

  /** The tag byte of a primitive context-specific element. */
  public static int context(int number) {
    return CONTEXT | number;
  }

  /** The tag byte of a constructed context-specific element. */
  public static int constructedContext(int number) {
    return CONTEXT | CONSTRUCTED | number;
  }

  /** Whether nothing is left. */
  public boolean isEmpty() {
    return position == end;
  }

  /** The next element's tag byte, or -1 at the end. */
  public int peekTag() {
    return isEmpty() ? -1 : bytes[position] & 0xff;
  }

  /** The bytes that are left. */
  public byte[] remaining() {
    return Arrays.copyOfRange(bytes, position, end);
  }

  /** Reads the next element, which must have this tag byte, and gives its content. */
  public Der read(int tag) throws MalformedException {
    if (peekTag() != tag) {
      throw new MalformedException(String.format("expected DER tag 0x%02x", tag));
    }
    return readAny();
  }

  /** Reads the next element where it has this tag byte. */
  public @Nullable Der readOptional(int tag) throws MalformedException {
    return peekTag() == tag ? readAny() : null;
  }

  /** Reads the next element, whatever it is, and gives its content. */
  public Der readAny() throws MalformedException {
    if (end - position < 2 || (bytes[position] & 0x1f) == 0x1f) {
      throw new MalformedException("not a DER element");
    }
    int length = bytes[position + 1] & 0xff;
    int start = position + 2;
    if (length >= 0x80) {
      int count = length & 0x7f;
      if (count == 0 || count > 4 || end - start < count || bytes[start] == 0) {
        throw new MalformedException("DER length is not minimal");
      }
      long value = 0;
      for (int i = 0; i < count; i++) {
        value = value << 8 | bytes[start + i] & 0xff;
      }
      if (value < 0x80 || value > Integer.MAX_VALUE) {
        throw new MalformedException("DER length is not minimal");
      }
      length = (int) value;
      start += count;
    }
    if (length > end - start) {
      throw new MalformedException("DER element is cut short");
    }
    position = start + length;
    return new Der(bytes, start, position);
  }

  /** Reads the next element, which must have this tag byte, and gives all of it. */
  public byte[] readElement(int tag) throws MalformedException {
    int start = position;
    read(tag);
    return Arrays.copyOfRange(bytes, start, position);
  }

  /** Reads the next element, whatever it is, and gives all of it. */
  public byte[] readElement() throws MalformedException {
    int start = position;
    readAny();
    return Arrays.copyOfRange(bytes, start, position);
  }

  /** Reads a UTCTime or GeneralizedTime as certificates have them. */
  public Instant readTime() throws MalformedException {
    return DerTime.read(this);
  }

  /** Refuses what is left unless it begins with an element; nothing is read. */
  void checkNext() throws MalformedException {
    if (!isEmpty()) {
      new Der(bytes, position, end).readAny();
    }
  }

  /** Refuses what is left. */
  public void requireEmpty() throws MalformedException {
    if (!isEmpty()) {
      throw new MalformedException("trailing data");
    }
  }

  /** Reads an INTEGER, which must be encoded minimally. */
  public BigInteger readInteger() throws MalformedException {
    return read(INTEGER).integerContent();
  }

  /** This content as that of an INTEGER. */
  BigInteger integerContent() throws MalformedException {
    int length = end - position;
    if (length == 0) {
      throw new MalformedException("empty INTEGER");
    }
    if (length > 1
        && (bytes[position] == 0 && bytes[position + 1] >= 0
            || bytes[position] == -1 && bytes[position + 1] < 0)) {
      throw new MalformedException("INTEGER is not minimal");
    }
    return new BigInteger(bytes, position, length);
  }

  /** Reads a BOOLEAN: 0x00 or 0xff. */
  public boolean readBoolean() throws MalformedException {
    byte[] content = read(BOOLEAN).remaining();
    if (content.length != 1 || content[0] != 0 && content[0] != -1) {
      throw new MalformedException("not a DER BOOLEAN");
    }
    return content[0] != 0;
  }

  /** Reads an OBJECT IDENTIFIER in its dotted form. */
  public String readOid() throws MalformedException {
    Der oid = read(OID);
    return Oid.dotted(bytes, oid.position, oid.end);
  }

  /** Reads a BIT STRING whose bits fill whole bytes or end in zero bits. */
  BitString readBitString() throws MalformedException {
    byte[] content = read(BIT_STRING).remaining();
    if (content.length == 0 || content[0] < 0 || content[0] > 7) {
      throw new MalformedException("not a DER BIT STRING");
    }
    int unused = content[0];
    if (unused > 0
        && (content.length == 1 || (content[content.length - 1] & ((1 << unused) - 1)) != 0)) {
      throw new MalformedException("not a DER BIT STRING");
    }
    return new BitString(Arrays.copyOfRange(content, 1, content.length), unused);
  }

  /**
   * The bits of a BIT STRING.
   *
   * @param unused how many of the last byte's low bits do not count
   */
  record BitString(byte[] bytes, int unused) {
    boolean at(int index) {
      return index < bytes.length * 8 - unused && (bytes[index / 8] >> (7 - index % 8) & 1) != 0;
    }

    /** The bits as the low ones of whole bytes, which is how Go takes keys and signatures. */
    byte[] alignedRight() {
      byte[] aligned = bytes.clone();
      for (int i = bytes.length - 1; unused > 0 && i >= 0; i--) {
        int above = i == 0 ? 0 : bytes[i - 1] << (8 - unused);
        aligned[i] = (byte) (above | (bytes[i] & 0xff) >> unused);
      }
      return aligned;
    }
  }
}
