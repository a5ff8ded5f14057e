package io.sealbus.signaturefetcher.registry;

import io.sealbus.signaturefetcher.registry.Exchange.Answered;
import io.sealbus.signaturefetcher.registry.Exchange.Broken;
import io.sealbus.verification.ReasonCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Registries whose rate limit is nearly used up, by their own word. Bulk work leaves what is left
 * to fresh requests: nine tenths are its own to use, the last is not. Thread-safe.
 */
final class Allowance {
  private static final int SWEEP_ABOVE = 256;

  private final InstantSource clock;
  private final Map<String, Instant> scarceUntil = new ConcurrentHashMap<>();

  Allowance(InstantSource clock) {
    this.clock = clock;
  }

  /** Takes down what an answer of the registry says of its limit. */
  void note(String registry, Answered answered) {
    RateLimit limit = RateLimit.of(answered).orElse(null);
    if (limit == null) {
      return;
    }
    Instant now = clock.instant();
    if (limit.isScarce()) {
      if (scarceUntil.size() > SWEEP_ABOVE) {
        scarceUntil.values().removeIf(now::isAfter);
      }
      scarceUntil.put(registry, now.plus(limit.reset()));
    } else {
      scarceUntil.remove(registry);
    }
  }

  /** Why a request in {@code lane} has to wait; null where it does not. */
  @Nullable Broken current(String registry, Lane lane) {
    Instant until = lane == Lane.FRESH ? null : scarceUntil.get(registry);
    Instant now = clock.instant();
    return until == null || !now.isBefore(until)
        ? null
        : new Broken(
            ReasonCode.REGISTRY_BUSY,
            "what is left of the rate limit of " + registry + " is kept for fresh pushes",
            Duration.between(now, until));
  }
}
