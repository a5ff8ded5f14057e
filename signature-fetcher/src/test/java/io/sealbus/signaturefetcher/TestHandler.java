package io.sealbus.signaturefetcher;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sealbus.schemas.RecordCodecs;
import io.sealbus.schemas.TopicCatalogue;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** The handler as the service makes it, over a registry of a test and a clock of its own. */
final class TestHandler {
  /** The only registry that may be asked. */
  static final AllowedRegistries ALLOWED = AllowedRegistries.of(List.of("registry.example.com"));

  private TestHandler() {}

  static SignatureFetcherHandler of(
      Pulls pulls, Demand demand, FetchLedger ledger, StaleEvidence stale, Supplier<Instant> now) {
    var metrics = new FetchMetrics(new SimpleMeterRegistry(), ledger, stale);
    var observer =
        new ImageObserver(
            pulls,
            demand,
            ledger,
            new FetchRecords("session"),
            RetrySchedule.DEFAULT,
            new Random(1),
            now::get,
            metrics);
    return new SignatureFetcherHandler(
        RecordCodecs.singleObject().codec(TopicCatalogue.IMAGE_EVENTS),
        ALLOWED,
        new BacklogGate(now::get),
        ledger,
        observer,
        stale,
        () -> {},
        now::get,
        metrics);
  }
}
