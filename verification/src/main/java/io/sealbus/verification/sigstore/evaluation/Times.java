package io.sealbus.verification.sigstore.evaluation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Ends of validity, where null is no end. */
final class Times {
  private Times() {}

  /** The earlier of two ends. */
  static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.isBefore(b) ? a : b;
  }
}
