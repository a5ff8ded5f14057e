package io.sealbus.verifier.records;

import java.nio.ByteBuffer;

/** The id of a verdict: a SHA-256, which records and headers have as lower-case hex. */
public record VerdictId(long first, long second, long third, long fourth) {
  /** In its written form. */
  public static final int BYTES = 4 * Long.BYTES;

  private static final String DIGITS = "0123456789abcdef";

  /** As {@link #write} wrote it. */
  public static VerdictId read(ByteBuffer from) {
    return new VerdictId(from.getLong(), from.getLong(), from.getLong(), from.getLong());
  }

  /** Writes {@link #BYTES} bytes. */
  public void write(ByteBuffer to) {
    to.putLong(first).putLong(second).putLong(third).putLong(fourth);
  }

  /** The hex digits, in ASCII. */
  public byte[] hex() {
    byte[] hex = new byte[2 * BYTES];
    hex(first, hex, 0);
    hex(second, hex, 16);
    hex(third, hex, 32);
    hex(fourth, hex, 48);
    return hex;
  }

  private static void hex(long part, byte[] hex, int offset) {
    for (int i = 0; i < 16; i++) {
      hex[offset + i] = (byte) DIGITS.charAt((int) (part >>> Long.SIZE - 4 - 4 * i) & 0xf);
    }
  }
}
