package io.sealbus.signaturefetcher.reconcile;

import io.sealbus.signaturefetcher.registry.Lookup;
import io.sealbus.signaturefetcher.registry.Lookup.Failed;
import io.sealbus.verification.ReasonCode;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * The pace at one registry: so many requests a second and, after a refusal, none for a while, and
 * for longer with each further one. What it says is obeyed by who sleeps.
 */
final class RequestPace {
  /** What the registry as a whole is in trouble about; any other failure is about one name. */
  private static final Set<ReasonCode> AWAY =
      EnumSet.of(
          ReasonCode.REGISTRY_BUSY, ReasonCode.REGISTRY_UNREACHABLE, ReasonCode.REGISTRY_TIMEOUT);

  private final Duration interval;
  private final Backoff backoff;
  private Instant next = Instant.MIN;
  private int failures;

  RequestPace(int requestsPerSecond, Backoff backoff) {
    this.interval = Duration.ofSeconds(1).dividedBy(requestsPerSecond);
    this.backoff = backoff;
  }

  /** Books {@code requests}; answers how long to wait before the first of them. */
  synchronized Duration book(int requests, Instant now) {
    Instant begin = next.isAfter(now) ? next : now;
    next = begin.plus(interval.multipliedBy(requests));
    return Duration.between(now, begin);
  }

  /** Notes what came of a request; whether the registry is away. */
  synchronized boolean note(Lookup<?> lookup, Instant now) {
    if (!isAway(lookup)) {
      failures = 0;
      return false;
    }
    failures++;
    Instant until = backoff.next(now, failures, ((Failed<?>) lookup).retryAfter());
    next = until.isAfter(next) ? until : next;
    return true;
  }

  static boolean isAway(Lookup<?> lookup) {
    return lookup instanceof Failed<?> failed && AWAY.contains(failed.code());
  }
}
