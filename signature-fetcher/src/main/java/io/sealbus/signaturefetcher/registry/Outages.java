package io.sealbus.signaturefetcher.registry;

import io.sealbus.signaturefetcher.registry.Exchange.Broken;
import io.sealbus.verification.ReasonCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Registries that are left alone for a while: because they cannot be reached, so that callers do
 * not queue up for one timeout after another, or because they asked for it.
 */
final class Outages {
  /** How long an unreachable registry is left alone. */
  static final Duration UNREACHABLE = Duration.ofSeconds(5);

  /** The longest wish that is granted. */
  static final Duration LONGEST = Duration.ofHours(1);

  private static final int SWEEP_ABOVE = 256;

  private record Outage(Instant until, ReasonCode code, String message) {}

  private final InstantSource clock;
  private final Map<String, Outage> outages = new ConcurrentHashMap<>();

  Outages(InstantSource clock) {
    this.clock = clock;
  }

  /** Why {@code registry} is not asked now; null where it may be. */
  @Nullable Broken current(String registry) {
    Outage outage = outages.get(registry);
    Instant now = clock.instant();
    if (outage == null || !now.isBefore(outage.until)) {
      return null;
    }
    return new Broken(
        outage.code,
        outage.message + " (not asked again yet)",
        Duration.between(now, outage.until));
  }

  /** The registry could not be reached. */
  void unreachable(String registry, Broken broken) {
    note(registry, UNREACHABLE, broken.code(), broken.message());
  }

  /** The registry asked to be left alone for {@code wish}. */
  void busy(String registry, Duration wish) {
    if (wish.isPositive()) {
      Duration granted = wish.compareTo(LONGEST) > 0 ? LONGEST : wish;
      note(registry, granted, ReasonCode.REGISTRY_BUSY, registry + " asks to be left alone");
    }
  }

  private void note(String registry, Duration length, ReasonCode code, String message) {
    Instant now = clock.instant();
    if (outages.size() > SWEEP_ABOVE) {
      outages.values().removeIf(outage -> !now.isBefore(outage.until));
    }
    outages.put(registry, new Outage(now.plus(length), code, message));
  }
}
