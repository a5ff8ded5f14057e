package io.sealbus.signaturefetcher.registry;

/** How urgent a request to a registry is. */
public enum Lane {
  /** Somebody waits for it, such as for an image that was just pushed. */
  FRESH,

  /**
   * Work that comes in masses, such as looking at everything again. It takes at most half of the
   * turns at a registry, none while a fresh request waits, and stops before a rate limit is used
   * up.
   */
  BULK
}
