package io.sealbus.signaturefetcher.registry;

import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.reference.Digest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Under which tags, of which repository, something is attached to a manifest. */
public final class AttachmentTags {
  /** The tag of a list of referrers cuts a digest after so many digits. */
  private static final int FALLBACK_DIGITS = 64;

  /** The tags of signatures, attestations and SBOMs; a policy may prefix them. */
  private static final Pattern ATTACHED =
      Pattern.compile("([A-Za-z0-9_.-]*?)sha256-([0-9a-f]{64})\\.(sig|att|sbom)");

  /** The tag of a list of referrers, which nothing can prefix. */
  private static final Pattern REFERRERS = Pattern.compile("sha256-([0-9a-f]{64})");

  private AttachmentTags() {}

  /** Whether what {@code tag} names is attached to an image, and is none itself. */
  public static boolean isAttached(String tag) {
    return ATTACHED.matcher(tag).matches() || REFERRERS.matcher(tag).matches();
  }

  /**
   * The digest whose evidence {@code tag} holds, if it is such a tag; an SBOM is none by itself.
   */
  public static Optional<Digest> about(String tag) {
    Matcher attached = ATTACHED.matcher(tag);
    if (attached.matches()) {
      return attached.group(3).equals("sbom") ? Optional.empty() : sha256(attached.group(2));
    }
    Matcher referrers = REFERRERS.matcher(tag);
    return referrers.matches() ? sha256(referrers.group(1)) : Optional.empty();
  }

  /** The same where it is signatures or attestations without a prefix. */
  public static Optional<Digest> signed(String tag) {
    Matcher attached = ATTACHED.matcher(tag);
    return attached.matches() && attached.group(1).isEmpty() ? about(tag) : Optional.empty();
  }

  /** The place beside the image of a {@link #signed} tag. */
  public static Place beside(String tag) {
    return tag.endsWith(".sig") ? Place.SIGNATURES : Place.ATTESTATIONS;
  }

  private static Optional<Digest> sha256(String hex) {
    return Digest.parse("sha256:" + hex);
  }

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
