package io.sealbus.verifier.state;

import io.sealbus.verifier.policies.Fingerprint;
import io.sealbus.verifier.records.VerdictId;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What was last published on a reference; 56 bytes in the store.
 *
 * @param id of the verdict
 * @param governedBy fingerprint of the policies that it rests on
 * @param policyVersion of the policies that were the newest when it was sent
 */
public record Published(VerdictId id, Fingerprint governedBy, long policyVersion) {
  /** A tombstone was sent, and is not yet known to have arrived. */
  private static final byte[] GONE = {0};

  /** What was published is in a page. */
  private static final byte[] IN_PAGE = {};

  byte[] toBytes() {
    ByteBuffer row = ByteBuffer.allocate(VerdictId.BYTES + Fingerprint.BYTES + Long.BYTES);
    id.write(row);
    governedBy.write(row);
    return row.putLong(policyVersion).array();
  }

  /** Null for no row, and for one that says nothing of a verdict itself. */
  static @Nullable Published fromBytes(byte @Nullable [] row) {
    if (row == null || isGone(row) || isInPage(row)) {
      return null;
    }
    ByteBuffer rest = ByteBuffer.wrap(row);
    return new Published(VerdictId.read(rest), Fingerprint.read(rest), rest.getLong());
  }

  static byte[] gone() {
    return GONE.clone();
  }

  static byte[] inPage() {
    return IN_PAGE.clone();
  }

  static boolean isInPage(byte[] row) {
    return row.length == IN_PAGE.length;
  }

  static boolean isGone(byte[] row) {
    return row.length == GONE.length;
  }
}
