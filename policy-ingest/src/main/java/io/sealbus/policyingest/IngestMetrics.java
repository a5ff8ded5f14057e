package io.sealbus.policyingest;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sealbus.runtime.http.Problem.Fault;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** What was accepted, and what was refused and why. */
final class IngestMetrics {
  private final MeterRegistry registry;

  IngestMetrics(MeterRegistry registry, PolicyTable table) {
    this.registry = registry;
    registry.gauge("sealbus.ingest.policies", table, t -> t.snapshot().policies().size());
    registry.gauge("sealbus.ingest.policies.damaged", table, t -> t.snapshot().damaged().size());
  }

  /** Shows how many faults a watched source has now: {@code directory} or {@code cluster}. */
  void sourceFaults(String source, Supplier<Number> faults) {
    Gauge.builder("sealbus.ingest." + source + ".faults", faults).register(registry);
  }

  /** Counts changes by what became of each policy. */
  void changed(List<Change> changes) {
    for (Change change : changes) {
      String action = change.action().name().toLowerCase(Locale.ROOT);
      registry.counter("sealbus.ingest.policies.accepted", "action", action).increment();
    }
  }

  /** Counts one refusal. */
  void refused(String code) {
    registry.counter("sealbus.ingest.refused", "code", code).increment();
  }

  /** Counts each fault by its rule. */
  void refused(List<Fault> faults) {
    faults.forEach(f -> refused(f.rule()));
  }
}
