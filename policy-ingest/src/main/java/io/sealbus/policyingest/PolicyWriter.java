package io.sealbus.policyingest;

import io.sealbus.policyingest.Change.Action;
import io.sealbus.runtime.http.Problem.Fault;
import io.sealbus.schemas.PolicyRecord;
import io.sealbus.verification.resource.ResourceKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes policies, one request after the other. Each is decided on the table, sent record by record
 * in the order of the request, and done when the table holds it; so the next request is decided on
 * what this one wrote. Blocks its caller.
 */
final class PolicyWriter {
  /** Longer than the sender's own patience, so that its answer is heard. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final PolicyTable table;
  private final PolicyPlan plan;
  private final PolicyLog log;
  private final boolean directoryOwns;
  private final Duration patience;
  // Fair, so that requests are taken in the order in which they came.
  private final ReentrantLock lane = new ReentrantLock(true);

  /**
   * A writer.
   *
   * @param directoryOwns whether a directory is watched, whose policies only it may change
   */
  PolicyWriter(
      PolicyTable table,
      PolicyLog log,
      PolicyKinds kinds,
      InstantSource clock,
      boolean directoryOwns) {
    this(table, log, kinds, clock, directoryOwns, PATIENCE);
  }

  PolicyWriter(
      PolicyTable table,
      PolicyLog log,
      PolicyKinds kinds,
      InstantSource clock,
      boolean directoryOwns,
      Duration patience) {
    this.table = table;
    this.plan = new PolicyPlan(kinds, log, clock);
    this.log = log;
    this.directoryOwns = directoryOwns;
    this.patience = patience;
  }

  /** One record to send, or a policy that stays as it is. */
  record Step(
      ResourceKey key,
      Action action,
      long generation,
      @Nullable PolicyRecord record,
      @Nullable Long version,
      List<Fault> warnings) {
    Step {
      warnings = List.copyOf(warnings);
    }

    Change change(Action became, @Nullable Long at) {
      return new Change(key, became, generation, at, warnings);
    }
  }

  /**
   * Writes all of {@code submitted}, or nothing where any of it is refused.
   *
   * @param dryRun whether only to say what would be done
   */
  Outcome apply(List<Submitted> submitted, Origin origin, boolean dryRun) {
    return inLane(() -> {
      PolicyTable.Snapshot now = table.snapshot();
      return switch (plan.of(submitted, origin, now)) {
        case Checked.Bad<List<Step>>(List<Fault> faults) -> new Outcome.Refused(faults);
        case Checked.Good<List<Step>>(List<Step> steps) ->
            owned(steps, origin, now, () -> dryRun ? foreseen(steps) : write(steps));
      };
    });
  }

  /** Deletes the policy under {@code key}. */
  Outcome delete(ResourceKey key, Origin origin, boolean dryRun) {
    return inLane(() -> {
      PolicyTable.Snapshot now = table.snapshot();
      CurrentPolicy current = now.get(key);
      if (current == null && !now.damaged().contains(key)) {
        return new Outcome.Missing();
      }
      long generation = current == null ? 0 : current.record().getGeneration();
      List<Step> steps = List.of(new Step(key, Action.DELETED, generation, null, null, List.of()));
      return owned(steps, origin, now, () -> dryRun ? foreseen(steps) : write(steps));
    });
  }

  /** Reads the TrustRoots again whose material changes by itself, and writes those that did. */
  Outcome refresh() {
    return inLane(() -> write(plan.refreshed(table.snapshot())));
  }

  private Outcome inLane(Supplier<Outcome> work) {
    lane.lock();
    try {
      return work.get();
    } finally {
      lane.unlock();
    }
  }

  private Outcome owned(
      List<Step> steps, Origin origin, PolicyTable.Snapshot now, Supplier<Outcome> otherwise) {
    if (directoryOwns && origin instanceof Origin.Http) {
      for (Step step : steps) {
        CurrentPolicy current = now.get(step.key());
        if (step.action() != Action.UNCHANGED
            && current != null
            && current.record().getOrigin().startsWith(Origin.DIRECTORY)) {
          return new Outcome.OwnedByDirectory(step.key(), current.record().getOrigin());
        }
      }
    }
    return otherwise.get();
  }

  private static Outcome foreseen(List<Step> steps) {
    return new Outcome.Applied(steps.stream().map(s -> s.change(s.action(), s.version())).toList());
  }

  /** One after the other: after a failure it is certain that nothing later was written. */
  private Outcome write(List<Step> steps) {
    var changes = new ArrayList<Change>();
    long last = -1;
    for (Step step : steps) {
      if (step.action() == Action.UNCHANGED) {
        changes.add(step.change(Action.UNCHANGED, step.version()));
        continue;
      }
      try {
        last = send(step);
        changes.add(step.change(step.action(), last));
      } catch (ExecutionException | TimeoutException e) {
        return interrupted(steps, changes, reason(e));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return interrupted(steps, changes, "stopped");
      }
    }
    return visible(last, changes);
  }

  private long send(Step step) throws ExecutionException, InterruptedException, TimeoutException {
    PolicyRecord record = step.record();
    var sent = record == null ? log.delete(step.key()) : log.put(record);
    return sent.get(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  private Outcome visible(long last, List<Change> changes) {
    try {
      if (last < 0 || table.awaitVersion(last, patience)) {
        return new Outcome.Applied(changes);
      }
      return new Outcome.Interrupted(changes, "all is written, but could not be read back in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Interrupted(changes, "all is written, then the service stopped");
    }
  }

  private static Outcome interrupted(List<Step> steps, List<Change> done, String why) {
    var changes = new ArrayList<>(done);
    for (Step step : steps.subList(done.size(), steps.size())) {
      boolean first = changes.size() == done.size();
      boolean stays = step.action() == Action.UNCHANGED;
      changes.add(
          stays
              ? step.change(Action.UNCHANGED, step.version())
              : step.change(first ? Action.UNKNOWN : Action.NOT_WRITTEN, null));
    }
    return new Outcome.Interrupted(changes, why);
  }

  private static String reason(Exception e) {
    Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
    return cause.getClass().getSimpleName();
  }
}
