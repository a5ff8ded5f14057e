package io.sealbus.signaturefetcher.registry;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** When each registry answered last, or was first asked where it never has. Thread-safe. */
final class LastAnswers {
  /** Where any registry may be asked, this bounds how many are remembered. */
  private static final int MAX_REGISTRIES = 4096;

  private static final int TOO_MANY_REQUESTS = 429;

  private final InstantSource clock;
  private final Map<String, Instant> last = new ConcurrentHashMap<>();

  LastAnswers(InstantSource clock) {
    this.clock = clock;
  }

  /** The registry is about to be asked. */
  void asked(String registry) {
    if (last.size() < MAX_REGISTRIES) {
      last.putIfAbsent(registry, clock.instant());
    }
  }

  /** The registry answered. That it is busy, or has a fault of its own, is no answer. */
  void note(String registry, Exchange exchange) {
    if (exchange instanceof Exchange.Answered answered
        && answered.status() < 500
        && answered.status() != TOO_MANY_REQUESTS) {
      last.computeIfPresent(registry, (name, before) -> clock.instant());
    }
  }

  /** The longest time that one of {@code registries} has been without an answer. */
  Optional<Duration> age(Predicate<String> registries) {
    Instant now = clock.instant();
    return last.entrySet().stream()
        .filter(one -> registries.test(one.getKey()))
        .map(one -> Duration.between(one.getValue(), now))
        .max(Comparator.naturalOrder());
  }
}
