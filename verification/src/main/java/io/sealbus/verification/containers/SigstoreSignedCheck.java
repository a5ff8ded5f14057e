package io.sealbus.verification.containers;

import static io.sealbus.verification.ReasonCode.DIGEST_MISMATCH;
import static io.sealbus.verification.ReasonCode.IDENTITY_MISMATCH;
import static io.sealbus.verification.ReasonCode.IMAGE_DIGEST_MISMATCH;
import static io.sealbus.verification.ReasonCode.KEY_MISMATCH;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.Quoted;
import io.sealbus.verification.crypto.ValidityPeriod;
import io.sealbus.verification.facts.Facts;
import io.sealbus.verification.facts.Question;
import io.sealbus.verification.facts.Reading;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.reference.ImageReference;
import io.sealbus.verification.reference.InvalidReferenceException;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One signature against one {@code sigstoreSigned} requirement. The order of the steps decides
 * which reason a signature with several faults gets, and is that of a node.
 *
 * <p>That the root vouches for a signature is remembered by all that it depends on, so that nothing
 * of it is read again but its payload.
 *
 * @param rootDigest names all of the root; null where it has no more to remember than its keys have
 */
record SigstoreSignedCheck(
    TrustRoot root, IdentityRule identity, Facts facts, byte @Nullable [] rootDigest) {
  /** What every newcomer meets first. */
  private static final String BARE =
      ", the bare repository, as plain cosign writes it; signedIdentity MatchRepository accepts"
          + " that, other rules want a tag or a digest";

  static SigstoreSignedCheck of(TrustRoot root, IdentityRule identity, Facts facts) {
    Reading reading = Reading.of("root of trust");
    boolean remembers = facts.concludes() && root.describe(reading);
    return new SigstoreSignedCheck(root, identity, facts, remembers ? reading.digest() : null);
  }

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
    Instant until = requireSigned(signature, subject.now());
    SimpleSigningPayload payload = SimpleSigningPayload.parse(signature.payload());
    requireDigest(payload, subject);
    requireIdentity(payload, subject);
    return until;
  }

  /** Until when the root vouches for the signature of the payload. */
  private @Nullable Instant requireSigned(UntrustedSignature signature, Instant now)
      throws Rejection {
    Question vouched = rootDigest == null ? null : vouched(rootDigest, signature);
    if (vouched != null && facts.holds(vouched)) {
      ValidityPeriod period = root.validity(signature);
      if (period.contains(now)) {
        return end(period);
      }
    }
    SigningKeys keys = root.signingKeys(signature, now);
    byte[] bytes = signature.signature();
    keys.requireUsable();
    if (!keys.verify(signature.payload(), bytes)) {
      throw new Rejection(KEY_MISMATCH, "no key verifies the signature of the payload");
    }
    if (vouched != null) {
      ValidityPeriod period = root.validity(signature);
      if (period.contains(now) && Objects.equals(end(period), keys.validUntil())) {
        facts.conclude(vouched);
      }
    }
    return keys.validUntil();
  }

  /**
   * That the root vouches for the signature at any time at which all certificates at hand are
   * valid, and until the first of them expires.
   */
  private Question vouched(byte[] root, UntrustedSignature signature) {
    Bytes read = signature.attachment().fingerprint();
    return facts.conclusion("a root of trust vouches").add(root).add(read).question();
  }

  private static @Nullable Instant end(ValidityPeriod period) {
    return period.equals(ValidityPeriod.ANY) ? null : period.notAfter();
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
    String hint;
    try {
      ImageReference signed = ImageReference.parse(payload.dockerReference());
      if (identity.accepts(subject.image(), signed)) {
        return;
      }
      hint = signed.isNameOnly() && signed.name().equals(subject.image().name()) ? BARE : "";
    } catch (InvalidReferenceException e) {
      throw new Rejection(
          IDENTITY_MISMATCH, "the signature's identity is not a reference: " + e.getMessage());
    }
    throw new Rejection(
        IDENTITY_MISMATCH,
        "the signature is for the identity " + Quoted.of(payload.dockerReference()) + hint);
  }
}
