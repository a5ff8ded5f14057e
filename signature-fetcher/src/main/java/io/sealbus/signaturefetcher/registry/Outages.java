package io.sealbus.signaturefetcher.registry;

import io.sealbus.signaturefetcher.registry.Exchange.Answered;
import io.sealbus.signaturefetcher.registry.Exchange.Broken;
import io.sealbus.verification.ReasonCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Registries that are left alone for a while: because they cannot be reached, so that callers do
 * not queue up for one timeout after another, because nothing whole has come from them for a while,
 * or because they asked for it. When the while is over one request is let through, and the others
 * only after it was answered: a registry that comes back is not met by all that waited. Each
 * further failure doubles the while. Thread-safe.
 */
final class Outages {
  /** How long an unreachable registry is left alone at first. */
  static final Duration UNREACHABLE = Duration.ofSeconds(5);

  /** How long one that is busy is left alone at first, where it has no wish of its own. */
  static final Duration BUSY = Duration.ofSeconds(1);

  /** The longest that a registry without a wish is left alone, before jitter. */
  static final Duration MOST = Duration.ofMinutes(5);

  /** The longest wish that is granted. */
  static final Duration LONGEST = Duration.ofHours(1);

  /** So many exchanges in a row without a whole answer, and the registry counts as out. */
  static final int STRIKES = 5;

  /** A trial that nobody reports back on ends after this. */
  private static final Duration TRIAL = Duration.ofMinutes(2);

  private static final int SWEEP_ABOVE = 256;

  private static final class State {
    private Instant until = Instant.EPOCH;
    private Instant trialUntil = Instant.EPOCH;
    private ReasonCode code = ReasonCode.REGISTRY_UNREACHABLE;
    private String message = "";
    private int failures;
    private int strikes;
  }

  private final InstantSource clock;
  private final RandomGenerator random;
  private final Map<String, State> states = new HashMap<>();

  Outages(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /**
   * Why {@code registry} is not asked now; null where it may be. After an outage null is the answer
   * to one caller only, who has to report what came of it.
   */
  synchronized @Nullable Broken enter(String registry) {
    State state = states.get(registry);
    Instant now = clock.instant();
    if (state == null || state.failures == 0) {
      return null;
    }
    if (now.isBefore(state.until)) {
      return refusal(state, Duration.between(now, state.until));
    }
    if (now.isBefore(state.trialUntil)) {
      return refusal(state, BUSY);
    }
    state.trialUntil = now.plus(TRIAL);
    return null;
  }

  /** {@link #enter} without the right to ask: for one who has yet to wait for its turn. */
  synchronized @Nullable Broken current(String registry) {
    State state = states.get(registry);
    Instant now = clock.instant();
    return state != null && state.failures > 0 && now.isBefore(state.until)
        ? refusal(state, Duration.between(now, state.until))
        : null;
  }

  private static Broken refusal(State state, Duration left) {
    return new Broken(state.code, state.message + " (not asked again yet)", left);
  }

  /** What came of asking the registry itself. */
  synchronized void note(String registry, Exchange exchange) {
    switch (exchange) {
      case Broken broken when broken.retryAfter() != null ->
          out(registry, UNREACHABLE, broken.code(), broken.message());
      case Broken broken -> strike(registry, broken);
      case Answered answered when answered.status() == 429 || answered.status() == 503 ->
          busy(registry, RetryAfter.parse(answered.header("Retry-After"), clock.instant()));
      case Answered answered when answered.status() >= 500 ->
          strike(
              registry,
              Broken.of(
                  ReasonCode.REGISTRY_ERROR, registry + " answers HTTP " + answered.status()));
      case Answered answered -> states.remove(registry);
      case Exchange.TooLarge tooLarge ->
          strike(
              registry,
              Broken.of(ReasonCode.REGISTRY_ERROR, registry + " sends more than it may, again"));
    }
  }

  /** The registry answered, if only to send us elsewhere. */
  synchronized void answered(String registry) {
    states.remove(registry);
  }

  /** One answer that breaks off is one manifest's trouble; nothing but such is everyone's. */
  private void strike(String registry, Broken broken) {
    State state = state(registry);
    state.strikes++;
    if (state.failures > 0 || state.strikes >= STRIKES) {
      out(registry, UNREACHABLE, broken.code(), broken.message());
    }
  }

  private void busy(String registry, @Nullable Duration wish) {
    String message = registry + " asks to be left alone";
    if (wish == null || !wish.isPositive()) {
      out(registry, BUSY, ReasonCode.REGISTRY_BUSY, message);
      return;
    }
    State state = state(registry);
    note(state, wish.compareTo(LONGEST) > 0 ? LONGEST : wish);
    state.code = ReasonCode.REGISTRY_BUSY;
    state.message = message;
  }

  private void out(String registry, Duration first, ReasonCode code, String message) {
    State state = state(registry);
    boolean counted = clock.instant().isBefore(state.until);
    int doublings = Math.min(counted ? state.failures - 1 : state.failures, 16);
    long ceiling = Math.min(first.toMillis() << doublings, MOST.toMillis());
    state.code = code;
    state.message = message;
    // Several instances that lost the same registry at once do not come back at once.
    note(state, Duration.ofMillis(ceiling + random.nextLong(Math.max(1, ceiling / 4))));
  }

  private void note(State state, Duration length) {
    // Requests that were under way together fail together, and count as one failure.
    Instant now = clock.instant();
    if (!now.isBefore(state.until)) {
      state.failures++;
    }
    Instant until = now.plus(length);
    state.until = until.isAfter(state.until) ? until : state.until;
    state.trialUntil = Instant.EPOCH;
  }

  private State state(String registry) {
    Instant now = clock.instant();
    if (states.size() > SWEEP_ABOVE) {
      states.values().removeIf(state -> state.until.plus(LONGEST).isBefore(now));
    }
    return states.computeIfAbsent(registry, name -> new State());
  }
}
