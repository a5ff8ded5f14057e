package io.sealbus.verification.containers;

/**
 * Which identity a signature's payload may claim for an image. Values are kept verbatim, as the
 * policy writes them.
 */
public sealed interface SignedIdentity {
  /** The very reference, tag or digest included. */
  record MatchExact() implements SignedIdentity {}

  /** As {@link MatchExact} for a tag; any reference of the repository for a digest. The default. */
  record MatchRepoDigestOrExact() implements SignedIdentity {}

  /** Any reference of the same repository, or the bare repository. */
  record MatchRepository() implements SignedIdentity {}

  /** This reference, whatever the image's. */
  record ExactReference(String dockerReference) implements SignedIdentity {}

  /** This repository, whatever the image's. */
  record ExactRepository(String dockerRepository) implements SignedIdentity {}

  /**
   * As {@link MatchRepoDigestOrExact}, after {@code prefix} of the image was replaced by {@code
   * signedPrefix}.
   */
  record RemapIdentity(String prefix, String signedPrefix) implements SignedIdentity {}
}
