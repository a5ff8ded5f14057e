package io.sealbus.signaturefetcher.source;

import java.util.Set;

/**
 * Somebody who may say that something changed at a registry.
 *
 * @param name in its URL, {@code /v1/webhooks/<kind>/<name>}
 * @param registries that it speaks for; empty, which only the old keys allow, for whatever host its
 *     events name
 */
record Source(
    SourceKind kind,
    String name,
    Set<String> registries,
    Authentication authentication,
    Adapter adapter) {
  Source {
    registries = Set.copyOf(registries);
  }

  /** As its events name it, such as {@code distribution/main}. */
  String id() {
    return kind.text() + "/" + name;
  }
}
