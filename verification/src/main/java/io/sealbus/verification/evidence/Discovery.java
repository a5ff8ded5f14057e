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
  IMAGE_CONFIG
}
