package io.sealbus.verification.trust;

import java.time.Instant;

/**
 * A time at which a signature is known to have existed.
 *
 * @param source who says so
 */
public record ObservedTime(Instant time, Source source) {
  /** Who says so. */
  public enum Source {
    /** A timestamp authority, in a timestamp. */
    TIMESTAMP,
    /** A transparency log, in its promise. */
    LOG,
    /** Nobody: the time is that of the check. */
    NOW
  }
}
