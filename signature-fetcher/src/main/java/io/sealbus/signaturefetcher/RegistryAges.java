package io.sealbus.signaturefetcher;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.sealbus.signaturefetcher.reconcile.Reconciler;
import io.sealbus.signaturefetcher.registry.RegistryClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How old what is known of each registry may be, as metrics: an outage that nobody sees, since
 * nothing is pushed, and a comparison that never gets through show themselves here. The labels are
 * the configured registries: whatever an event names, there are no more of them.
 */
final class RegistryAges {
  private RegistryAges() {}

  static void watch(
      MeterRegistry meters,
      AllowedRegistries allowed,
      RegistryClient client,
      Reconciler reconciler) {
    for (String registry : allowed.registries()) {
      Predicate<String> named = named(registry, allowed);
      List<Tag> tags = List.of(Tag.of("registry", registry));
      meters.gauge(
          "sealbus.fetcher.registry.answer.age.seconds",
          tags,
          client,
          one -> seconds(one.age(named)));
      meters.gauge(
          "sealbus.fetcher.registry.observation.age.seconds",
          tags,
          reconciler,
          one -> seconds(one.age(named)));
    }
  }

  /** Those that are not listed stand together under {@code *}, where any may be asked. */
  private static Predicate<String> named(String registry, AllowedRegistries allowed) {
    return registry.equals(AllowedRegistries.ANY)
        ? host -> !allowed.registries().contains(host)
        : registry::equals;
  }

  private static double seconds(Optional<Duration> age) {
    return age.map(one -> one.toMillis() / 1000.0).orElse(Double.NaN);
  }
}
