package io.sealbus.signaturefetcher.reconcile;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** For how long a registry that is away is left alone. */
public interface Backoff {
  /**
   * The instant before which it is not asked.
   *
   * @param failures in a row, at least 1
   * @param wish what the registry asked for, where it did
   */
  Instant next(Instant now, int failures, @Nullable Duration wish);
}
