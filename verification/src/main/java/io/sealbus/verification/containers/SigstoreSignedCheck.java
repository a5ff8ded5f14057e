package io.sealbus.verification.containers;

import static io.sealbus.verification.ReasonCode.DIGEST_MISMATCH;
import static io.sealbus.verification.ReasonCode.IDENTITY_MISMATCH;
import static io.sealbus.verification.ReasonCode.IMAGE_DIGEST_MISMATCH;
import static io.sealbus.verification.ReasonCode.KEY_MISMATCH;

import io.sealbus.verification.Quoted;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.reference.ImageReference;
import io.sealbus.verification.reference.InvalidReferenceException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One signature against one {@code sigstoreSigned} requirement. The order of the steps decides
 * which reason a signature with several faults gets, and is that of a node.
 */
record SigstoreSignedCheck(TrustRoot root, IdentityRule identity) {
  /** The image that is evaluated. */
  record Subject(ImageReference image, Digest manifest, boolean instanceOfIndex, Instant now) {
    /** Whether the manifest is the one that the reference names, where it names one. */
    boolean isNamedManifest() {
      return instanceOfIndex || image.digest() == null || image.digest().equals(manifest);
    }
  }

  /**
   * Checks {@code signature}.
   *
   * @return last instant to which the acceptance holds; null where time plays no part
   * @throws Rejection where it is not accepted
   */
  @Nullable Instant check(UntrustedSignature signature, Subject subject) throws Rejection {
    if (root instanceof TrustRoot.Unusable) {
      root.signingKeys(signature, subject.now());
    }
    signature.require(UntrustedSignature.SIGNATURE);
    SigningKeys keys = root.signingKeys(signature, subject.now());
    byte[] bytes = signature.signature();
    keys.requireUsable();
    if (!keys.verify(signature.payload(), bytes)) {
      throw new Rejection(KEY_MISMATCH, "no key verifies the signature of the payload");
    }
    SimpleSigningPayload payload = SimpleSigningPayload.parse(signature.payload());
    requireDigest(payload, subject);
    requireIdentity(payload, subject);
    return keys.validUntil();
  }

  private static void requireDigest(SimpleSigningPayload payload, Subject subject)
      throws Rejection {
    if (!subject.isNamedManifest()) {
      throw new Rejection(
          IMAGE_DIGEST_MISMATCH, "the manifest is not the one that the reference names");
    }
    if (!payload.manifestDigest().equals(subject.manifest())) {
      throw new Rejection(DIGEST_MISMATCH, "the signature is for " + payload.manifestDigest());
    }
  }

  private void requireIdentity(SimpleSigningPayload payload, Subject subject) throws Rejection {
    try {
      ImageReference signed = ImageReference.parse(payload.dockerReference());
      if (identity.accepts(subject.image(), signed)) {
        return;
      }
    } catch (InvalidReferenceException e) {
      throw new Rejection(
          IDENTITY_MISMATCH, "the signature's identity is not a reference: " + e.getMessage());
    }
    throw new Rejection(
        IDENTITY_MISMATCH,
        "the signature is for the identity " + Quoted.of(payload.dockerReference()));
  }
}
