package io.sealbus.verifier;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sealbus.verification.facts.Facts;

/** What operators see of the memory of facts: how full it is, and how often it spared a check. */
final class VerifierMetrics {
  private VerifierMetrics() {}

  static void register(MeterRegistry registry, Facts facts) {
    registry.gauge("sealbus.verifier.facts", facts, Facts::size);
    FunctionCounter.builder("sealbus.verifier.facts.remembered", facts, Facts::hits)
        .register(registry);
    FunctionCounter.builder("sealbus.verifier.facts.found", facts, Facts::misses)
        .register(registry);
  }
}
