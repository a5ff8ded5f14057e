package io.sealbus.verifier;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What was last published on a reference; 56 bytes in the store.
 *
 * @param id of the verdict
 * @param governedBy fingerprint of the policies that it rests on
 * @param policyVersion of the policies that were the newest when it was sent
 */
record Published(String id, Fingerprint governedBy, long policyVersion) {
  private static final int ID_BYTES = 32;

  /** A tombstone was sent, and is not yet known to have arrived. */
  private static final byte[] GONE = {0};

  byte[] toBytes() {
    ByteBuffer row = ByteBuffer.allocate(ID_BYTES + Fingerprint.BYTES + Long.BYTES);
    row.put(HexFormat.of().parseHex(id));
    governedBy.write(row);
    return row.putLong(policyVersion).array();
  }

  /** Null for no row, and for that of a tombstone. */
  static @Nullable Published fromBytes(byte @Nullable [] row) {
    if (row == null || isGone(row)) {
      return null;
    }
    ByteBuffer rest = ByteBuffer.wrap(row, ID_BYTES, row.length - ID_BYTES);
    return new Published(
        HexFormat.of().formatHex(row, 0, ID_BYTES), Fingerprint.read(rest), rest.getLong());
  }

  static byte[] gone() {
    return GONE.clone();
  }

  static boolean isGone(byte[] row) {
    return row.length == GONE.length;
  }
}
