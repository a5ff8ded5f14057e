package io.sealbus.verification.openshift;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code spec.registrySources} of the image configuration of a cluster.
 *
 * @param allowed {@code allowedRegistries}
 * @param blocked {@code blockedRegistries}
 * @param insecure {@code insecureRegistries}; an empty list is not the same as none
 */
public record RegistrySources(
    List<String> allowed, List<String> blocked, @Nullable List<String> insecure) {
  /** No restriction. */
  public static final RegistrySources NONE = new RegistrySources(List.of(), List.of(), null);

  public RegistrySources {
    allowed = List.copyOf(allowed);
    blocked = List.copyOf(blocked);
    insecure = insecure == null ? null : List.copyOf(insecure);
  }

  List<String> insecureOrNone() {
    return insecure == null ? List.of() : insecure;
  }
}
