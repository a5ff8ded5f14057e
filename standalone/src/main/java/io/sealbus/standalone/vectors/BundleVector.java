package io.sealbus.standalone.vectors;

import io.sealbus.testkit.BundleCase;
import io.sealbus.verification.Proof;
import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.Refusal;
import io.sealbus.verification.bundle.Artifact;
import io.sealbus.verification.bundle.BundleReader;
import io.sealbus.verification.bundle.BundleRequirements;
import io.sealbus.verification.bundle.BundleVerifier;
import io.sealbus.verification.bundle.ExpectedSigner;
import io.sealbus.verification.bundle.SigningIdentity;
import io.sealbus.verification.bundle.UntrustedBundle;
import io.sealbus.verification.bundle.VerifiedBundle;
import io.sealbus.verification.crypto.MalformedException;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.crypto.VerificationKey;
import io.sealbus.verification.trust.TrustedRoot;
import io.sealbus.verification.trust.TrustedRootReader;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Verifies a bundle of the Sigstore conformance suite, by as much as the suite has proven. */
record BundleVector(BundleCase given) implements Vector {
  private static final SignatureProvider PROVIDER = SignatureProvider.fastest();

  /** The suite's certificates of authorities are valid then; nothing else depends on it. */
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

  @Override
  public @Nullable Difference run() {
    return switch (verify()) {
      case Proof.Proven<VerifiedBundle> ignored ->
          given.passes() ? null : new Difference("refused", "verified");
      case Proof.Refused<VerifiedBundle>(Reason reason) ->
          given.passes()
              ? new Difference("verified", reason.code() + ": " + reason.message())
              : null;
    };
  }

  private Proof<VerifiedBundle> verify() {
    return Proof.of(() -> {
      TrustedRoot root = TrustedRootReader.read(given.trustedRoot(), PROVIDER).orRefuse();
      UntrustedBundle bundle = BundleReader.read(given.bundle(), PROVIDER).orRefuse();
      return BundleVerifier.of(root, PROVIDER)
          .verify(
              bundle,
              new Artifact.Content(given.artifact()),
              signer(),
              requirements(bundle, root),
              NOW)
          .orRefuse();
    });
  }

  private ExpectedSigner signer() throws Refusal {
    byte[] pem = given.key();
    if (pem == null) {
      return new ExpectedSigner.OfIdentity(
          new SigningIdentity(given.identity(), given.issuer())::equals);
    }
    try {
      return new ExpectedSigner.OfKey(VerificationKey.fromPem(pem, PROVIDER));
    } catch (MalformedException e) {
      throw new Refusal(ReasonCode.TRUST_ROOT_INVALID, "key.pub: " + e.getMessage());
    }
  }

  /** The vectors' NOTE.md, "what the suite checks". */
  private BundleRequirements requirements(UntrustedBundle bundle, TrustedRoot root) {
    boolean promised = bundle.logEntries().stream().anyMatch(entry -> entry.promise() != null);
    boolean timestamped = !bundle.timestamps().isEmpty() && !root.timestampAuthorities().isEmpty();
    return new BundleRequirements(
        given.key() == null ? 1 : 0,
        root.transparencyLogs().isEmpty() ? 0 : 1,
        timestamped ? 1 : 0,
        1,
        promised);
  }
}
