package io.sealbus.verification.evidence;

import org.jspecify.annotations.Nullable;

/**
 * Where attachments of a manifest are looked for.
 *
 * @param repository another repository, {@code registry/path}; null for the image's own
 * @param tagPrefix stands before {@code sha256-<hex>}; empty for none
 */
public record Place(Discovery discovery, @Nullable String repository, String tagPrefix) {
  /** Cosign's signatures beside the image, the only place that nodes look at. */
  public static final Place SIGNATURES = beside(Discovery.SIGNATURE_TAG);

  /** Cosign's attestations beside the image. */
  public static final Place ATTESTATIONS = beside(Discovery.ATTESTATION_TAG);

  /** The manifest's referrers, which are always beside it. */
  public static final Place REFERRERS = beside(Discovery.REFERRERS);

  /** The image's config files. */
  public static final Place CONFIG = beside(Discovery.IMAGE_CONFIG);

  /** A mirror of the image's repository, {@code registry/path}. */
  public static Place mirror(String repository) {
    return new Place(Discovery.MIRROR, repository, "");
  }

  /**
   * {@link #SIGNATURES} with the image's repository by its name, {@code registry/path}: the same
   * manifest as an admission controller reads it where nodes do not.
   */
  public static Place signaturesOf(String repository) {
    return new Place(Discovery.SIGNATURE_TAG, repository, "");
  }

  /** In the image's own repository, under plain tags. */
  public static Place beside(Discovery discovery) {
    return new Place(discovery, null, "");
  }
}
