package io.sealbus.signaturefetcher.reconcile;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.zip.CRC32;

/**
 * When what is looked at: each name has its own moment in every period, which follows from the name
 * and the wall clock alone. So requests are spread evenly without anyone keeping a list, every
 * process finds the same moments, and neither a restart nor a rebalance brings them all at once.
 *
 * @param period at least a millisecond
 * @param evidenceEvery in one of how many periods a manifest's attachments are looked at
 */
record ReconcileSlots(Duration period, long evidenceEvery) {
  static ReconcileSlots of(ReconcileConfig config) {
    long period = config.period().toMillis();
    return new ReconcileSlots(
        config.period(), Math.max(1, Math.ceilDiv(config.evidenceAge().toMillis(), period)));
  }

  /** The number of the period of {@code name} that {@code now} is in. */
  long cycle(String name, Instant now) {
    long length = Math.max(1, period.toMillis());
    return Math.floorDiv(now.toEpochMilli() - hash(name) % length, length);
  }

  /** Whether the attachments of the manifest under {@code key} are looked at in {@code cycle}. */
  boolean isEvidenceDue(String key, long cycle) {
    return Math.floorMod(cycle + hash(key), evidenceEvery) == 0;
  }

  /** Spread over 49 days of milliseconds: longer periods begin with them. */
  private static long hash(String name) {
    var crc = new CRC32();
    crc.update(name.getBytes(StandardCharsets.UTF_8));
    // A checksum of similar names is similar in its low bits; multiplying mixes them.
    return (crc.getValue() * 0x9E3779B97F4A7C15L) >>> 32;
  }
}
