package io.sealbus.verification.trust;

import io.sealbus.verification.facts.Reading;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When material may be relied upon; both ends belong to it.
 *
 * @param end null for no end
 */
public record Validity(Instant start, @Nullable Instant end) {
  /** From the epoch on, which is how a TrustRoot's own keys are taken. */
  public static final Validity ALWAYS = new Validity(Instant.EPOCH, null);

  /** Adds both ends to what an answer depends on. */
  void describe(Reading reading) {
    reading.add(start).add(end);
  }

  /** Whether {@code time} lies within. */
  public boolean contains(Instant time) {
    return !time.isBefore(start) && (end == null || !time.isAfter(end));
  }
}
