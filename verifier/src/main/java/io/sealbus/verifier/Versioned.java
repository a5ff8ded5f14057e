package io.sealbus.verifier;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A record as a store keeps it: its offset, eight bytes big-endian, then its value as on the topic.
 */
record Versioned(long offset, byte[] value) {
  byte[] toBytes() {
    return ByteBuffer.allocate(Long.BYTES + value.length).putLong(offset).put(value).array();
  }

  static @Nullable Versioned fromBytes(byte @Nullable [] bytes) {
    return bytes == null
        ? null
        : new Versioned(
            ByteBuffer.wrap(bytes).getLong(), Arrays.copyOfRange(bytes, Long.BYTES, bytes.length));
  }
}
