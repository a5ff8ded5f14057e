package io.sealbus.verification;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;

/** Immutable bytes with value equality, so that records that carry them are values too. */
public final class Bytes {
  private static final String BASE64 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  private final byte[] bytes;

  private Bytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Copies {@code bytes}. */
  public static Bytes copyOf(byte[] bytes) {
    return new Bytes(bytes.clone());
  }

  /** Copies what remains of {@code buffer}, which stays as it is. */
  public static Bytes copyOf(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(buffer.position(), bytes);
    return new Bytes(bytes);
  }

  /** Copies a part of {@code bytes}, which must have it. */
  public static Bytes copyOf(byte[] bytes, int from, int to) {
    return new Bytes(Arrays.copyOfRange(bytes, from, to));
  }

  /** The UTF-8 encoding of {@code text}. */
  public static Bytes utf8(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A copy of the bytes. */
  public byte[] toArray() {
    return bytes.clone();
  }

  /** Has {@code digest} take in all bytes. */
  public void addTo(MessageDigest digest) {
    digest.update(bytes);
  }

  /** Writes all bytes to {@code to} from {@code at} on. */
  public void copyTo(byte[] to, int at) {
    System.arraycopy(bytes, 0, to, at, bytes.length);
  }

  /** Number of bytes. */
  public int size() {
    return bytes.length;
  }

  /** Standard padded base64 without line breaks. */
  public String toBase64() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** Appends what {@link #toBase64} gives, without making it first. */
  public void appendBase64To(StringBuilder out) {
    int whole = bytes.length / 3 * 3;
    for (int i = 0; i < whole; i += 3) {
      appendBase64(
          out, (bytes[i] & 0xff) << 16 | (bytes[i + 1] & 0xff) << 8 | bytes[i + 2] & 0xff, 4);
    }
    switch (bytes.length - whole) {
      case 1 -> appendBase64(out, (bytes[whole] & 0xff) << 16, 2);
      case 2 -> appendBase64(out, (bytes[whole] & 0xff) << 16 | (bytes[whole + 1] & 0xff) << 8, 3);
      default -> {}
    }
  }

  private static void appendBase64(StringBuilder out, int three, int digits) {
    for (int i = 0; i < 4; i++) {
      out.append(i < digits ? BASE64.charAt(three >> 18 - 6 * i & 0x3f) : '=');
    }
  }

  /** The bytes read as UTF-8; each malformed sequence becomes U+FFFD. */
  public String toUtf8() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return bytes.length + " bytes";
  }
}
