package io.sealbus.policyingest;

import io.sealbus.runtime.http.Printable;
import io.sealbus.runtime.http.Problem.Fault;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a watched source has come to: each change is told once, and each fault when it is new, in
 * the log and in the metrics; faults that stand are shown with the health report. Written by the
 * source's thread, read by any.
 */
final class SourceReport {
  private static final Logger LOG = LoggerFactory.getLogger(SourceReport.class);
  private static final int LONGEST = 1000;

  private final String source;
  private final IngestMetrics metrics;
  private volatile List<Fault> faults = List.of();

  /**
   * An empty report.
   *
   * @param source {@code directory} or {@code cluster}
   */
  SourceReport(String source, IngestMetrics metrics) {
    this.source = source;
    this.metrics = metrics;
    metrics.sourceFaults(source, () -> faults.size());
  }

  /** What could not be used, as it is now. */
  List<String> findings() {
    return faults.stream().map(f -> f.path() + ": " + f.rule() + ": " + f.message()).toList();
  }

  /** Tells of a look at the source. */
  void tell(List<Fault> found, List<Change> changes) {
    for (Change change : changes) {
      LOG.atInfo()
          .addKeyValue("policy", change.key())
          .addKeyValue("action", change.action())
          .addKeyValue("policyVersion", change.version())
          .log("policy follows the {}", source);
    }
    metrics.changed(changes);
    Set<Fault> old = new HashSet<>(faults);
    List<Fault> fresh = found.stream().filter(f -> !old.contains(f)).toList();
    metrics.refused(fresh);
    for (Fault fault : fresh) {
      LOG.atWarn()
          .addKeyValue("path", Printable.of(fault.path(), LONGEST))
          .addKeyValue("rule", fault.rule())
          .addKeyValue("why", Printable.of(fault.message(), LONGEST))
          .log("not used; what stood before still holds");
    }
    faults = List.copyOf(found);
  }
}
