package io.sealbus.policyingest;

import io.sealbus.runtime.http.Problem.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a directory again and again, and makes the topic follow it. A fault of a file is told in
 * the log, in the metrics and with the health report, and changes nothing else.
 */
final class DirectoryWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DirectoryWatch.class);
  private static final Duration SETTLE = Duration.ofMillis(500);

  private final Path directory;
  private final Duration poll;
  private final PolicyTable table;
  private final PolicyWriter writer;
  private final IngestMetrics metrics;
  private final DirectoryMemory memory = new DirectoryMemory();
  private final Thread thread;
  private volatile boolean closed;
  private volatile boolean looked;
  private volatile List<Fault> faults = List.of();
  private Map<String, String> done = Map.of();
  private long doneAt = -1;
  private boolean again = true;

  DirectoryWatch(
      Path directory,
      Duration poll,
      PolicyTable table,
      PolicyWriter writer,
      IngestMetrics metrics) {
    this.directory = directory;
    this.poll = poll;
    this.table = table;
    this.writer = writer;
    this.metrics = metrics;
    this.thread = Thread.ofVirtual().name("policy-ingest-directory").unstarted(this::run);
    metrics.directoryFaults(() -> faults.size());
  }

  DirectoryWatch start() {
    thread.start();
    return this;
  }

  /** Whether what the directory held at the start has been dealt with. */
  boolean hasLooked() {
    return looked;
  }

  /** What could not be used, as it is now. */
  List<String> findings() {
    return faults.stream().map(f -> f.path() + ": " + f.rule() + ": " + f.message()).toList();
  }

  private void run() {
    while (!closed) {
      boolean settled = false;
      try {
        settled = round();
      } catch (RuntimeException e) {
        LOG.atError().setCause(e).log("a look at the policy directory failed");
      }
      try {
        Thread.sleep(settled || SETTLE.compareTo(poll) > 0 ? poll : SETTLE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** One look and what follows from it; whether the next one can wait for a whole poll. */
  private boolean round() {
    DirectoryLook look = PolicyDirectory.look(directory);
    DirectoryView view = memory.after(look);
    long version = table.snapshot().version();
    boolean same = view.isSettled() && view.digests().equals(done) && version == doneAt;
    if (!same || again) {
      DirectorySync.Result result = DirectorySync.run(table, writer, view);
      var found = new ArrayList<>(look.faults());
      found.addAll(result.faults());
      report(found, result.changes());
      done = view.digests();
      doneAt = version;
      again = !result.complete() || !view.isSettled() || !view.complete();
      looked |= view.isSettled() && result.complete();
    }
    return view.isSettled();
  }

  private void report(List<Fault> found, List<Change> changes) {
    for (Change change : changes) {
      LOG.atInfo()
          .addKeyValue("policy", change.key())
          .addKeyValue("action", change.action())
          .addKeyValue("policyVersion", change.version())
          .log("policy follows the directory");
    }
    metrics.changed(changes);
    Set<Fault> old = new HashSet<>(faults);
    List<Fault> fresh = found.stream().filter(f -> !old.contains(f)).toList();
    metrics.refused(fresh);
    for (Fault fault : fresh) {
      LOG.atWarn()
          .addKeyValue("path", Printable.of(fault.path(), 1000))
          .addKeyValue("rule", fault.rule())
          .addKeyValue("why", Printable.of(fault.message(), 1000))
          .log("not used; what stood before still holds");
    }
    faults = List.copyOf(found);
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
