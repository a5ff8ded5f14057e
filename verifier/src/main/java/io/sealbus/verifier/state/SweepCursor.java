package io.sealbus.verifier.state;

import io.sealbus.verifier.policies.Fingerprint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Where a sweep stands, as the store keeps it: from before its first verdict until its last has
 * arrived.
 *
 * @param target of the sweep
 * @param since version of the policies when verdicts began to be published that may be lost; {@link
 *     #ANY} where any verdict may be newer than what is known of it
 * @param reference up to which all have been visited; empty at the beginning
 */
public record SweepCursor(Fingerprint target, long since, String reference) {
  /** As {@code since}, where everything has arrived. */
  public static final long NOTHING_LOST = Long.MAX_VALUE;

  static final long ANY = Long.MIN_VALUE;

  /**
   * As {@code since}, for a sweep to {@code next} after this one. By what was published on the way
   * to a state of the policies that they never reached an image may have a verdict that the store
   * knows nothing of, and looks then as if nothing were to be done.
   */
  public long uncertainSince(Fingerprint next) {
    return since == NOTHING_LOST || target.equals(next) ? since : ANY;
  }

  byte[] toBytes() {
    byte[] utf8 = reference.getBytes(StandardCharsets.UTF_8);
    ByteBuffer row = ByteBuffer.allocate(Fingerprint.BYTES + Long.BYTES + utf8.length);
    target.write(row);
    return row.putLong(since).put(utf8).array();
  }

  static SweepCursor of(byte[] row) {
    ByteBuffer rest = ByteBuffer.wrap(row);
    return new SweepCursor(
        Fingerprint.read(rest), rest.getLong(), StandardCharsets.UTF_8.decode(rest).toString());
  }
}
