package io.sealbus.verification.sigstore.evaluation;

import static io.sealbus.verification.ReasonCode.BUNDLE_INVALID;
import static io.sealbus.verification.ReasonCode.BUNDLE_UNSUPPORTED;
import static io.sealbus.verification.ReasonCode.TLOG_KEY_UNKNOWN;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.Proof;
import io.sealbus.verification.Reason;
import io.sealbus.verification.Refusal;
import io.sealbus.verification.attestation.DsseEnvelope;
import io.sealbus.verification.bundle.Artifact;
import io.sealbus.verification.bundle.BundleRequirements;
import io.sealbus.verification.bundle.BundleVerifier;
import io.sealbus.verification.bundle.ExpectedSigner;
import io.sealbus.verification.bundle.SigningIdentity;
import io.sealbus.verification.bundle.UntrustedBundle;
import io.sealbus.verification.bundle.UntrustedBundle.Content;
import io.sealbus.verification.bundle.UntrustedBundle.Material;
import io.sealbus.verification.bundle.VerifiedBundle;
import io.sealbus.verification.crypto.Certificate;
import io.sealbus.verification.crypto.HashAlgorithm;
import io.sealbus.verification.crypto.MalformedException;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.crypto.VerificationKey;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.facts.Facts;
import io.sealbus.verification.facts.Question;
import io.sealbus.verification.facts.Reading;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.sigstore.evaluation.StatementMemory.Form;
import io.sealbus.verification.trust.TrustedRoot;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One bundle against an authority. That one holds, whatever the time, is remembered by all that it
 * depends on, so that nothing of it is read again.
 */
final class BundleCheck {
  private static final String NO_ENTRY =
      "failed to verify log inclusion: not enough verified log entries from transparency log:"
          + " 0 < 1";

  private final BundleVerifier verifier;
  private final ExpectedSigner signer;
  private final @Nullable BundleIdentities identities;
  private final BundleRequirements requirements;
  private final TrustedRoot root;
  private final Profile profile;
  private final Facts facts;

  /** Names all of the above. */
  private final byte[] digest;

  private BundleCheck(
      ExpectedSigner signer,
      @Nullable BundleIdentities identities,
      BundleRequirements requirements,
      TrustedRoot root,
      Profile profile,
      SignatureProvider provider) {
    this.verifier = BundleVerifier.of(root, provider);
    this.signer = signer;
    this.identities = identities;
    this.requirements = requirements;
    this.root = root;
    this.profile = profile;
    this.facts = provider.facts();
    Reading reading = Reading.of("check of bundles").add(profile.name());
    root.describe(reading);
    requirements.describe(reading);
    if (identities != null) {
      identities.describe(reading);
    }
    if (signer instanceof ExpectedSigner.OfKey(VerificationKey key)) {
      key.describe(reading);
    }
    this.digest = reading.digest();
  }

  /** For bundles of the holder of {@code key}. */
  static BundleCheck of(
      VerificationKey key,
      BundleRequirements requirements,
      TrustedRoot root,
      Profile profile,
      SignatureProvider provider) {
    var signer = new ExpectedSigner.OfKey(key);
    return new BundleCheck(signer, null, requirements, root, profile, provider);
  }

  /** For bundles of holders of certificates that were issued to one of {@code identities}. */
  static BundleCheck of(
      BundleIdentities identities,
      BundleRequirements requirements,
      TrustedRoot root,
      Profile profile,
      SignatureProvider provider) {
    var signer = new ExpectedSigner.OfIdentity(identities::accept);
    return new BundleCheck(signer, identities, requirements, root, profile, provider);
  }

  /**
   * A bundle that holds, as the controller takes it: its signature is in the envelope.
   *
   * @param envelope asked for once it is needed
   */
  record Holds(
      Supplier<DsseEnvelope> envelope,
      @Nullable Instant validUntil,
      @Nullable StatementMemory memory) {
    VerifiedAttestation attestation() {
      return new VerifiedAttestation(
          VerifiedSignature.IN_ENVELOPE,
          () -> VerifiedAttestation.Statement.of(envelope.get().payload()),
          () -> digest(envelope.get()),
          memory);
    }
  }

  /** Whether the bundle in {@code attachment} is known to hold, whatever the time. */
  boolean isKnownToHold(Attachment attachment, Digest image) {
    return facts.concludes() && facts.holds(conclusion(attachment, image));
  }

  private Question conclusion(Attachment attachment, Digest image) {
    Bytes bundle = attachment.fingerprint();
    return facts.conclusion("a bundle holds").add(digest).add(image.text()).add(bundle).question();
  }

  /**
   * Refuses the bundle in {@code attachment} where the controller is known to find no log of its
   * entries. Of all refusals this one is remembered, and of the controller's reading only, by which
   * nothing is let in: with a TrustRoot it is what every logged bundle meets with there.
   */
  void requireNotKnownAsUnlogged(Attachment attachment) throws Refusal {
    if (profile == Profile.REFERENCE && facts.concludes() && facts.holds(unlogged(attachment))) {
      throw new Refusal(TLOG_KEY_UNKNOWN, NO_ENTRY);
    }
  }

  private boolean isOfController(Reason refusal) {
    return profile == Profile.REFERENCE && refusal.code() == TLOG_KEY_UNKNOWN;
  }

  private Question unlogged(Attachment attachment) {
    Bytes bundle = attachment.fingerprint();
    return facts
        .conclusion("the controller finds no log of a bundle")
        .add(digest)
        .add(bundle)
        .question();
  }

  /** A bundle that is known to hold. */
  Holds known(Attachment attachment, Supplier<UntrustedBundle> bundle) {
    return new Holds(
        () -> ((Content.Envelope) bundle.get().content()).dsse(), null, memory(attachment));
  }

  private @Nullable StatementMemory memory(Attachment attachment) {
    return facts.concludes() ? StatementMemory.of(facts, Form.BUNDLE, attachment) : null;
  }

  /**
   * Proves that the bundle is about {@code image}; refused in the controller's words.
   *
   * @param attachment that the bundle is in
   */
  Holds require(UntrustedBundle bundle, Attachment attachment, Digest image, Instant now)
      throws Refusal {
    if (profile == Profile.REFERENCE && identities != null && identities.areSeveral()) {
      throw new Refusal(
          BUNDLE_UNSUPPORTED, "unsupported: multiple identities are not supported at this time");
    }
    var artifact = new Artifact.ByDigest(image);
    VerifiedBundle verified =
        switch (verifier.verify(bundle, artifact, signer, requirements, now)) {
          case Proof.Proven<VerifiedBundle>(VerifiedBundle proven) -> proven;
          case Proof.Refused<VerifiedBundle>(Reason reason) -> {
            if (facts.concludes() && isOfController(reason)) {
              facts.conclude(unlogged(attachment));
            }
            throw new Refusal(reason.code(), text(reason, bundle));
          }
        };
    if (!(bundle.content() instanceof Content.Envelope(DsseEnvelope envelope))) {
      throw new Refusal(BUNDLE_INVALID, "bundle does not contain a DSSE envelope");
    }
    if (facts.concludes() && !verified.dependsOnNow()) {
      facts.conclude(conclusion(attachment, image));
    }
    return new Holds(
        () -> envelope, verified.dependsOnNow() ? nextExpiry(now) : null, memory(attachment));
  }

  /** When the first of the timestamp authorities' certificates that are valid now expires. */
  private @Nullable Instant nextExpiry(Instant now) {
    return root.timestampAuthorities().stream()
        .flatMap(authority -> authority.chain().stream())
        .map(Certificate::notAfter)
        .filter(end -> !end.isBefore(now))
        .min(Instant::compareTo)
        .orElse(null);
  }

  /** Of the envelope as the controller writes it anew, by which policies may name it. */
  private static Digest digest(DsseEnvelope envelope) {
    Base64.Encoder base64 = Base64.getEncoder();
    String json =
        "{\"payload\":\""
            + base64.encodeToString(envelope.payload())
            + "\",\"payload_type\":\""
            + envelope.payloadType()
            + "\",\"signatures\":[{\"sig\":\""
            + base64.encodeToString(envelope.signatures().get(0))
            + "\"}]}";
    byte[] hash = HashAlgorithm.SHA256.digest(json.getBytes(StandardCharsets.UTF_8));
    return new Digest("sha256:" + HexFormat.of().formatHex(hash));
  }

  /** The controller's words by what is wrong. */
  private String text(Reason reason, UntrustedBundle bundle) {
    return switch (reason.code()) {
      case TLOG_MISSING, TLOG_KEY_UNKNOWN, TLOG_SET_INVALID -> NO_ENTRY;
      case CERT_EXPIRED_AT_TLOG_TIME, CERT_NOT_YET_VALID_AT_TLOG_TIME ->
          "failed to verify log inclusion: integrated time outside certificate validity";
      case TLOG_CHECKPOINT_INVALID, TLOG_PROOF_INVALID, TLOG_ENTRY_INVALID, TLOG_ENTRY_MISMATCH ->
          "failed to verify log inclusion: " + reason.message();
      case TIMESTAMP_MISSING, TIMESTAMP_INVALID, TSA_UNTRUSTED ->
          "failed to verify timestamps: threshold not met for verified signed timestamps: 0 < 1;"
              + " error: "
              + reason.message();
      case CERT_UNTRUSTED,
          CERT_EXPIRED_AT_TIMESTAMP,
          CERT_NOT_YET_VALID_AT_TIMESTAMP,
          CHAIN_EXPIRED,
          CHAIN_NOT_YET_VALID ->
          "failed to verify leaf certificate: leaf certificate verification failed";
      case SCT_MISSING, SCT_INVALID, SCT_KEY_UNKNOWN ->
          "failed to verify signed certificate timestamp: only able to verify 0 SCT entries; unable"
              + " to meet threshold of 1";
      case ATTESTATION_SIGNATURE_INVALID ->
          "failed to verify signature: could not verify envelope: accepted signatures do not match"
              + " threshold, Found: 0, Expected 1";
      case CLAIM_DIGEST_MISMATCH ->
          "failed to verify signature: provided artifact digest does not match any digest in"
              + " statement";
      case IDENTITY_MISMATCH -> "failed to verify certificate identity: " + identityFault(bundle);
      default -> reason.message();
    };
  }

  private String identityFault(UntrustedBundle bundle) {
    try {
      return identities != null
              && bundle.material() instanceof Material.OfCertificate(Certificate certificate)
          ? identities.fault(SigningIdentity.of(certificate))
          : "the bundle has no certificate";
    } catch (MalformedException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
