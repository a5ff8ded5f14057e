package io.sealbus.policyingest;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the TUF repositories of TrustRoots again from time to time, on a thread of its own. */
final class TrustRootRefresh implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TrustRootRefresh.class);

  private final PolicyWriter writer;
  private final Duration period;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("trust-root-refresh").factory());

  TrustRootRefresh(PolicyWriter writer, Duration period) {
    this.writer = writer;
    this.period = period;
  }

  /** The first time at once: what stands there may have expired while nobody looked. */
  TrustRootRefresh start() {
    thread.scheduleWithFixedDelay(this::refresh, 0, period.toMillis(), TimeUnit.MILLISECONDS);
    return this;
  }

  private void refresh() {
    try {
      switch (writer.refresh()) {
        case Outcome.Applied(List<Change> changes) ->
            changes.forEach(c -> LOG.atInfo().addKeyValue("policy", c.key()).log("refreshed"));
        case Outcome.Interrupted(List<Change> changes, String why) ->
            LOG.atWarn().addKeyValue("reason", why).log("trust roots were not all refreshed");
        case Outcome.Refused refused -> {}
        case Outcome.OwnedByDirectory owned -> {}
        case Outcome.Missing missing -> {}
      }
    } catch (RuntimeException e) {
      // A scheduled task that throws is never run again.
      LOG.atError().setCause(e).log("trust roots could not be refreshed");
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
