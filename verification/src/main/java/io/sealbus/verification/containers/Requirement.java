package io.sealbus.verification.containers;

/** One requirement of a scope; all requirements of a scope must hold. */
public sealed interface Requirement {
  /** Accepts any image without looking at it. */
  record InsecureAcceptAnything() implements Requirement {}

  /** Refuses every image. */
  record Reject() implements Requirement {}

  /** GPG simple signing. Sealbus reads it, cannot check it, and so never passes it. */
  record SignedBy() implements Requirement {}

  /** Never implemented by containers/image, which refuses every image by it. */
  record SignedBaseLayer() implements Requirement {}

  /** At least one sigstore signature satisfies root of trust and identity together. */
  record SigstoreSigned(RootOfTrust rootOfTrust, SignedIdentity signedIdentity)
      implements Requirement {}
}
