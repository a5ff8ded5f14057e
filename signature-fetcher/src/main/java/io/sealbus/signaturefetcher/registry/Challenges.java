package io.sealbus.signaturefetcher.registry;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How registries challenge, so that a further repository of one need not be asked for in vain
 * first. For an hour, of the 256 that were used last. Thread-safe.
 */
final class Challenges {
  private static final int MAX_ENTRIES = 256;
  private static final Duration KEPT = Duration.ofHours(1);

  private record Posed(List<Challenge> challenges, Instant until) {}

  private final InstantSource clock;
  private final Map<String, Posed> registries =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Posed> eldest) {
          return size() > MAX_ENTRIES;
        }
      };

  Challenges(InstantSource clock) {
    this.clock = clock;
  }

  /** What {@code registry} is known to challenge with; nothing where that is not known. */
  synchronized List<Challenge> of(String registry) {
    Posed posed = registries.get(registry);
    return posed != null && clock.instant().isBefore(posed.until) ? posed.challenges : List.of();
  }

  synchronized void remember(String registry, List<Challenge> challenges) {
    registries.put(registry, new Posed(List.copyOf(challenges), clock.instant().plus(KEPT)));
  }

  synchronized void forget(String registry) {
    registries.remove(registry);
  }
}
