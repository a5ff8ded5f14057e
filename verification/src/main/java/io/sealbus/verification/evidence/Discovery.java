package io.sealbus.verification.evidence;

/** How attachments of a manifest are found at a registry. */
public enum Discovery {
  /** The layers of the manifest tagged {@code sha256-<hex>.sig}: cosign's signatures. */
  SIGNATURE_TAG,
  /** The layers of the manifest tagged {@code sha256-<hex>.att}: cosign's attestations. */
  ATTESTATION_TAG,
  /**
   * The layers of the manifests that name it as their subject: the referrers API, or the fallback
   * tag {@code sha256-<hex>} where a registry does not have it.
   *
   * @see <a
   *     href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-referrers">OCI
   *     distribution-spec, listing referrers</a>
   */
  REFERRERS,
  /** Not an attachment: the config files of the image, or of all children of an index. */
  IMAGE_CONFIG,
  /**
   * What a node finds where it pulls from a mirror: nothing where the mirror does not have the
   * manifest; otherwise the manifest itself, without its content, and then what stands under {@link
   * #SIGNATURE_TAG} there.
   */
  MIRROR
}
