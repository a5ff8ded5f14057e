package io.sealbus.signaturefetcher;

import java.util.List;
import java.util.Set;

/**
 * The registries that may be contacted. An event names whatever registry its sender likes; one that
 * is not listed is never contacted.
 */
record AllowedRegistries(Set<String> registries) {
  /** Stands for every registry. */
  static final String ANY = "*";

  AllowedRegistries {
    registries = Set.copyOf(registries);
  }

  static AllowedRegistries of(List<String> registries) {
    return new AllowedRegistries(Set.copyOf(registries));
  }

  boolean allows(String registry) {
    return registries.contains(registry) || registries.contains(ANY);
  }
}
