package io.sealbus.verifier.state;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A record as the store keeps it: its offset, eight bytes big-endian, then its value as on the
 * topic.
 */
public record Versioned(long offset, byte[] value) {
  /** For the store. */
  public byte[] toBytes() {
    return ByteBuffer.allocate(Long.BYTES + value.length).putLong(offset).put(value).array();
  }

  static Versioned of(byte[] row) {
    return new Versioned(
        ByteBuffer.wrap(row).getLong(), Arrays.copyOfRange(row, Long.BYTES, row.length));
  }

  static @Nullable Versioned orNull(byte @Nullable [] row) {
    return row == null ? null : of(row);
  }
}
