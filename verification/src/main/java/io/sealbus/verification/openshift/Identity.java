package io.sealbus.verification.openshift;

/** The signed identity of an image policy. Repositories and prefixes are kept verbatim. */
public sealed interface Identity {
  /** The default. */
  record MatchRepoDigestOrExact() implements Identity {}

  /** Any reference of the image's repository. */
  record MatchRepository() implements Identity {}

  /** This repository, whatever the image's. */
  record ExactRepository(String repository) implements Identity {}

  /** The image's identity after {@code prefix} was replaced by {@code signedPrefix}. */
  record RemapIdentity(String prefix, String signedPrefix) implements Identity {}
}
