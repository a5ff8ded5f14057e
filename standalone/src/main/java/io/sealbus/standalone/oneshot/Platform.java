package io.sealbus.standalone.oneshot;

import io.sealbus.signaturefetcher.registry.ImageManifest.Instance;
import io.sealbus.verification.reference.Digest;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Chooses from an index. */
final class Platform {
  private Platform() {}

  /**
   * The first instance for {@code wanted}, {@code os/architecture[/variant]}: one with just these
   * words, else one with a variant more, else one that does not say what it is for.
   */
  static Optional<Digest> choose(List<Instance> instances, String wanted) {
    return first(instances, i -> i.platform().equals(wanted))
        .or(() -> first(instances, i -> i.platform().startsWith(wanted + "/")))
        .or(() -> first(instances, i -> i.platform().isEmpty()));
  }

  private static Optional<Digest> first(List<Instance> instances, Predicate<Instance> such) {
    return instances.stream().filter(such).map(Instance::digest).findFirst();
  }
}
