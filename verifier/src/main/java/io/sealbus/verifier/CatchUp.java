package io.sealbus.verifier;

import io.sealbus.runtime.bus.TraceContext;
import io.sealbus.schemas.CauseKind;
import io.sealbus.schemas.CauseRecord;
import io.sealbus.verifier.Judge.Occasion;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Re-verifies what a change of policies, or the passing of time, has touched: a slice between fresh
 * records, bounded by time and not by a count, so that a push waits no longer where each image
 * costs more.
 */
final class CatchUp {
  /** Expired verdicts that are taken at once. */
  private static final int EXPIRED = 100;

  private final VerifierState state;
  private final Judge judge;
  private final AfterFlush afterFlush;
  private final Supplier<PolicySnapshot> policies;
  private final SweepPace pace;
  private final Sweep sweep;
  private boolean resumed;

  CatchUp(
      VerifierState state,
      Judge judge,
      AfterFlush afterFlush,
      Supplier<PolicySnapshot> policies,
      SweepPace pace) {
    this.state = state;
    this.judge = judge;
    this.afterFlush = afterFlush;
    this.policies = policies;
    this.pace = pace;
    this.sweep = new Sweep(state, afterFlush);
  }

  /** Does one slice. */
  void slice(Instant now) {
    BooleanSupplier time = pace.slice();
    afterFlush.catchUp();
    if (!resumed) {
      resumed = true;
      state.expired().forEach(reference -> expired(reference, now, true));
    }
    if (judge.nextExpiry() <= now.toEpochMilli()) {
      state
          .takeExpired(now.toEpochMilli(), EXPIRED)
          .forEach(reference -> expired(reference, now, false));
      judge.expiriesTaken();
    }
    sweep.slice(
        policies.get(),
        time,
        (step, changed, uncertainSince) -> {
          Published last = step.published();
          boolean again = last != null && last.policyVersion() >= uncertainSince;
          judge.revisit(step, occasion(CauseKind.POLICY_CHANGED, changed, now, again));
        });
  }

  private void expired(String reference, Instant now, boolean again) {
    judge.judge(reference, occasion(CauseKind.TIME_PASSED, List.of(), now, again));
    afterFlush.run(() -> state.settleExpired(reference));
  }

  private static Occasion occasion(
      CauseKind kind, List<String> subjects, Instant now, boolean again) {
    return new Occasion(new CauseRecord(kind, subjects), TraceContext.root(), now, again);
  }
}
