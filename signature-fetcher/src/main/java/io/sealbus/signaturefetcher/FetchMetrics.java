package io.sealbus.signaturefetcher;

import io.micrometer.core.instrument.MeterRegistry;
import io.sealbus.signaturefetcher.registry.Lookup;

/** What came in, and what registries answered. Labels are codes, never foreign text. */
final class FetchMetrics {
  private final MeterRegistry registry;

  FetchMetrics(MeterRegistry registry, FetchLedger ledger, StaleEvidence stale) {
    this.registry = registry;
    registry.gauge("sealbus.fetcher.records", ledger, FetchLedger::size);
    registry.gauge("sealbus.fetcher.retries.waiting", ledger, FetchLedger::waiting);
    registry.gauge("sealbus.fetcher.stale.waiting", stale, StaleEvidence::waiting);
  }

  /** A registry was asked for {@code what}. */
  void asked(String what, Lookup<?> lookup) {
    String outcome =
        switch (lookup) {
          case Lookup.Found<?> found -> "FOUND";
          case Lookup.NotFound<?> gone -> "NOT_FOUND";
          case Lookup.Failed<?> failed -> failed.code().name();
        };
    registry.counter("sealbus.fetcher.pulls", "what", what, "outcome", outcome).increment();
  }

  /** Referrers were listed that are not about the image, or are nothing that anyone could use. */
  void ignored(int referrers) {
    registry.counter("sealbus.fetcher.referrers.ignored").increment(referrers);
  }

  /** The registry was asked about what an event names after it was told. */
  void answered() {
    count("ANSWERED");
  }

  /** An event was refused. */
  void refused(String code) {
    count(code);
  }

  private void count(String outcome) {
    registry.counter("sealbus.fetcher.events", "outcome", outcome).increment();
  }
}
