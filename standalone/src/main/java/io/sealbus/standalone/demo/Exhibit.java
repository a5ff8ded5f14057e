package io.sealbus.standalone.demo;

import io.sealbus.verification.Decision;
import io.sealbus.verification.ReasonCode;
import org.jspecify.annotations.Nullable;

/**
 * One image of the demo, and what it shows.
 *
 * @param repository without the registry
 * @param signature how it is signed
 * @param about what it shows, a few words
 * @param namespace whose decision is shown; null for the cluster's
 */
record Exhibit(
    String repository,
    Signature signature,
    String about,
    @Nullable String namespace,
    Decision decision,
    ReasonCode reason) {
  /** How an image is signed. */
  enum Signature {
    /** Not at all. */
    NONE,
    /** By the release key, under repository and tag. */
    RELEASE,
    /** By the release key, under the bare repository as plain {@code cosign sign} does. */
    RELEASE_BARE_REPOSITORY,
    /** By a key that no policy names. */
    STRANGER
  }
}
