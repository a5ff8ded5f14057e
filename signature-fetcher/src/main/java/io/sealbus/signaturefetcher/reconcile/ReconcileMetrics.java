package io.sealbus.signaturefetcher.reconcile;

import io.micrometer.core.instrument.MeterRegistry;
import io.sealbus.signaturefetcher.registry.Lookup;
import java.util.Locale;

/** What comparing costs and finds. Labels are codes, never foreign text. */
final class ReconcileMetrics {
  private final MeterRegistry registry;

  ReconcileMetrics(MeterRegistry registry, Reconciler reconciler) {
    this.registry = registry;
    registry.gauge("sealbus.fetcher.reconcile.behind", reconciler, Reconciler::waiting);
    registry.gauge(
        "sealbus.fetcher.reconcile.cycle.age.seconds",
        reconciler,
        one -> one.oldest().toMillis() / 1000.0);
  }

  /** A registry was asked, in about so many requests. */
  void asked(String what, int requests, Lookup<?> answer) {
    String outcome =
        switch (answer) {
          case Lookup.Found<?> found -> "FOUND";
          case Lookup.NotFound<?> gone -> "NOT_FOUND";
          case Lookup.Failed<?> failed -> failed.code().name();
        };
    registry
        .counter("sealbus.fetcher.reconcile.requests", "what", what, "outcome", outcome)
        .increment(requests);
  }

  /** Something was different. */
  void found(Finding finding) {
    registry
        .counter(
            "sealbus.fetcher.reconcile.found",
            "change",
            finding.change().name().toLowerCase(Locale.ROOT),
            "missed",
            String.valueOf(finding.missed()))
        .increment();
  }
}
