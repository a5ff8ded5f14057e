package io.sealbus.signaturefetcher.source;

import io.micrometer.core.instrument.MeterRegistry;
import io.sealbus.verification.ReasonCode;
import org.jspecify.annotations.Nullable;

/** What came in. Labels are codes and configured names, never foreign text. */
final class SourceMetrics {
  private final MeterRegistry registry;

  SourceMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void watch(Spool spool) {
    registry.gauge("sealbus.fetcher.spool.bytes", spool, Spool::bytes);
  }

  /** A delivery is safe. */
  void taken(Source source, Reading reading, int fresh) {
    deliveries(source.id(), "TAKEN");
    count("ACCEPTED", fresh);
    count("DUPLICATE", reading.events().size() - fresh);
    count("SKIPPED", reading.unrelated());
    count(ReasonCode.REGISTRY_NOT_ALLOWED.name(), reading.foreign());
    count(ReasonCode.IMAGE_EVENT_INVALID.name(), reading.fault() == null ? 0 : 1);
  }

  /**
   * A request was refused.
   *
   * @param source null where it was for none
   */
  void refused(@Nullable Source source, String code) {
    deliveries(source == null ? "none" : source.id(), code);
  }

  private void deliveries(String source, String outcome) {
    registry
        .counter("sealbus.fetcher.deliveries", "source", source, "outcome", outcome)
        .increment();
  }

  private void count(String outcome, int events) {
    registry.counter("sealbus.fetcher.events", "outcome", outcome).increment(events);
  }
}
