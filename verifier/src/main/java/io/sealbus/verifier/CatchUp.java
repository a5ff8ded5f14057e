package io.sealbus.verifier;

import io.sealbus.runtime.bus.TraceContext;
import io.sealbus.schemas.CauseKind;
import io.sealbus.schemas.CauseRecord;
import io.sealbus.verifier.Judge.Occasion;
import io.sealbus.verifier.clients.AfterFlush;
import io.sealbus.verifier.clients.ThreadClients;
import io.sealbus.verifier.policies.PolicySnapshot;
import io.sealbus.verifier.state.Published;
import io.sealbus.verifier.state.VerifierState;
import io.sealbus.verifier.sweep.Sweep;
import io.sealbus.verifier.sweep.SweepPace;
import io.sealbus.verifier.sweep.SweepTurns;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
  private final ThreadClients clients;
  private final boolean exactlyOnce;
  private final SweepTurns turns;
  private final SweepPace pace;
  private final Sweep sweep;
  private boolean resumed;

  /** The last one of a sweep that is under way. */
  private SweepPace.@Nullable Slice slice;

  CatchUp(VerifierState state, Judge judge, AfterFlush afterFlush, VerifierTask.Shared shared) {
    this.state = state;
    this.judge = judge;
    this.afterFlush = afterFlush;
    this.policies = shared.policies();
    this.clients = shared.clients();
    this.exactlyOnce = shared.exactlyOnce();
    this.turns = shared.turns();
    this.pace = shared.pace();
    this.sweep = new Sweep(state, afterFlush, exactlyOnce ? null : clients::flush);
  }

  /** Does one slice, or goes on resting. */
  void slice(Instant now) {
    afterFlush.catchUp();
    if (!resumed) {
      resumed = true;
      state.expired().forEach(reference -> expired(reference, now, mayBeLost()));
    }
    if (judge.nextExpiry() <= now.toEpochMilli()) {
      state
          .takeExpired(now.toEpochMilli(), EXPIRED)
          .forEach(reference -> expired(reference, now, false));
      judge.expiriesTaken();
    }
    if (turns.take(this)) {
      sweepOrRest(now);
    }
  }

  private void sweepOrRest(Instant now) {
    SweepPace.Slice last = slice;
    if (last == null || last.rest() <= 0) {
      last = pace.slice();
      boolean isNothingLeft = sweep(last::goesOn, now) == 0;
      last.end();
      if (isNothingLeft) {
        endTurn();
        return;
      }
      slice = last;
    }
    clients.resumeWithin(last.rest());
  }

  private void endTurn() {
    turns.end(this);
    if (slice != null) {
      slice = null;
      state.forgetNearby();
      clients.hurry();
    }
  }

  private int sweep(BooleanSupplier time, Instant now) {
    TraceContext trace = TraceContext.root();
    return sweep.slice(
        policies.get(),
        time,
        (step, changed, uncertainSince) -> {
          Published last = step.published();
          boolean again = mayBeLost() && last != null && last.policyVersion() >= uncertainSince;
          var cause = new CauseRecord(CauseKind.POLICY_CHANGED, changed);
          return judge.revisit(step, new Occasion(cause, trace, now, again));
        });
  }

  /** In a transaction, what was sent and what the store has of it are there both or neither. */
  private boolean mayBeLost() {
    return !exactlyOnce;
  }

  /**
   * What is left is for whoever has the partition next. A transaction is committed before, and
   * nothing may be written after that.
   */
  void close() {
    turns.end(this);
    try {
      if (!exactlyOnce) {
        afterFlush.catchUp();
        sweep.handOver();
        clients.flush();
      }
    } finally {
      sweep.close();
    }
  }

  private void expired(String reference, Instant now, boolean again) {
    var cause = new CauseRecord(CauseKind.TIME_PASSED, List.of());
    judge.judge(reference, new Occasion(cause, TraceContext.root(), now, again));
    afterFlush.run(() -> state.settleExpired(reference));
  }
}
