package io.sealbus.signaturefetcher.registry;

import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.reference.Digest;
import java.util.Optional;

/** Under which tags, of which repository, something is attached to a manifest. */
public final class AttachmentTags {
  /** The tag of a list of referrers cuts a digest after so many digits. */
  private static final int FALLBACK_DIGITS = 64;

  private AttachmentTags() {}

  /** The repository that {@code place} is in; empty where it names what is none. */
  public static Optional<RepositoryName> repository(Place place, RepositoryName beside) {
    return place.repository() == null ? Optional.of(beside) : other(place);
  }

  /** The repository that {@code place} names; empty for the image's own, and for what is none. */
  public static Optional<RepositoryName> other(Place place) {
    String other = place.repository();
    if (other == null) {
      return Optional.empty();
    }
    int slash = other.indexOf('/');
    String registry = slash < 0 ? "" : other.substring(0, slash);
    // One registry has two names; the evidence is told from by the name that was asked for.
    return RepositoryName.parse(
        registry.equals("index.docker.io") ? "docker.io" : registry, other.substring(slash + 1));
  }

  /** The tag at {@code place}; for referrers, the one that stands in for the API. */
  static String of(Place place, Digest manifest) {
    String digest = place.tagPrefix() + manifest.algorithm() + "-" + manifest.hex();
    return switch (place.discovery()) {
      case SIGNATURE_TAG, MIRROR -> digest + ".sig";
      case ATTESTATION_TAG -> digest + ".att";
      case REFERRERS -> fallback(manifest);
      case IMAGE_CONFIG -> throw new IllegalArgumentException("a config has no tag");
    };
  }

  private static String fallback(Digest manifest) {
    String hex = manifest.hex();
    return manifest.algorithm() + "-" + hex.substring(0, Math.min(hex.length(), FALLBACK_DIGITS));
  }
}
