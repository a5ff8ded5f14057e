package io.sealbus.signaturefetcher.registry;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Registries that do not know the referrers API, so that they are not asked in vain for each image.
 * For ten minutes: a registry may be updated. Thread-safe.
 */
final class ReferrersSupport {
  static final Duration KEPT = Duration.ofMinutes(10);

  private static final int SWEEP_ABOVE = 256;

  private final InstantSource clock;
  private final Map<String, Instant> missingUntil = new ConcurrentHashMap<>();

  ReferrersSupport(InstantSource clock) {
    this.clock = clock;
  }

  boolean isMissing(String registry) {
    Instant until = missingUntil.get(registry);
    return until != null && clock.instant().isBefore(until);
  }

  void missing(String registry) {
    Instant now = clock.instant();
    if (missingUntil.size() > SWEEP_ABOVE) {
      missingUntil.values().removeIf(now::isAfter);
    }
    missingUntil.put(registry, now.plus(KEPT));
  }
}
