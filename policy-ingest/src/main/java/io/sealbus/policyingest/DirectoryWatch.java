package io.sealbus.policyingest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
  private final SourceReport report;
  private final DirectoryMemory memory = new DirectoryMemory();
  private final Thread thread;
  private volatile boolean closed;
  private volatile boolean looked;
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
    this.report = new SourceReport("directory", metrics);
    this.thread = Thread.ofVirtual().name("policy-ingest-directory").unstarted(this::run);
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
    return report.findings();
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
      report.tell(found, result.changes());
      done = view.digests();
      doneAt = version;
      again = !result.complete() || !view.isSettled() || !view.complete();
      looked |= view.isSettled() && result.complete();
    }
    return view.isSettled();
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
