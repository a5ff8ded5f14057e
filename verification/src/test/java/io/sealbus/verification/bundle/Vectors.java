package io.sealbus.verification.bundle;

import io.sealbus.testkit.BundleCase;
import io.sealbus.verification.Proof;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.Refusal;
import io.sealbus.verification.crypto.MalformedException;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.crypto.VerificationKey;
import io.sealbus.verification.trust.TrustedRoot;
import io.sealbus.verification.trust.TrustedRootReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** The bundles of {@code vectors/conformance-bundles}, verified as the suite has it done. */
final class Vectors {
  static final SignatureProvider PROVIDER = SignatureProvider.fastest();
  static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

  private static final Path DIRECTORY =
      Path.of(System.getProperty("sealbus.root", ".."), "vectors", "conformance-bundles");

  private Vectors() {}

  static List<BundleCase> all() {
    return BundleCase.readAll(DIRECTORY);
  }

  static BundleCase named(String name) {
    return BundleCase.read(DIRECTORY.resolve(name));
  }

  static Proof<VerifiedBundle> verify(BundleCase given) {
    return verify(given, given.bundle());
  }

  static Proof<VerifiedBundle> verify(BundleCase given, SignatureProvider provider) {
    return verify(given, given.bundle(), provider);
  }

  /** As the case says, with another bundle. */
  static Proof<VerifiedBundle> verify(BundleCase given, byte[] bundle) {
    return verify(given, bundle, PROVIDER);
  }

  private static Proof<VerifiedBundle> verify(
      BundleCase given, byte[] bundle, SignatureProvider provider) {
    return Proof.of(() -> {
      TrustedRoot root = TrustedRootReader.read(given.trustedRoot(), provider).orRefuse();
      UntrustedBundle read = BundleReader.read(bundle, provider).orRefuse();
      return verify(given, BundleVerifier.of(root, provider), root, read).orRefuse();
    });
  }

  static Proof<VerifiedBundle> verify(
      BundleCase given, BundleVerifier verifier, TrustedRoot root, UntrustedBundle bundle)
      throws Refusal {
    return verifier.verify(
        bundle,
        new Artifact.Content(given.artifact()),
        signer(given),
        requirements(bundle, root, given.key() != null),
        NOW);
  }

  static ExpectedSigner signer(BundleCase given) throws Refusal {
    byte[] pem = given.key();
    try {
      return pem == null
          ? new ExpectedSigner.OfIdentity(
              new SigningIdentity(given.identity(), given.issuer())::equals)
          : new ExpectedSigner.OfKey(VerificationKey.fromPem(pem, PROVIDER));
    } catch (MalformedException e) {
      throw new Refusal(ReasonCode.TRUST_ROOT_INVALID, "key.pub: " + e.getMessage());
    }
  }

  /** NOTE.md, "what the suite checks". */
  static BundleRequirements requirements(UntrustedBundle bundle, TrustedRoot root, boolean byKey) {
    boolean promised = bundle.logEntries().stream().anyMatch(entry -> entry.promise() != null);
    boolean timestamped = !bundle.timestamps().isEmpty() && !root.timestampAuthorities().isEmpty();
    return new BundleRequirements(
        byKey ? 0 : 1, root.transparencyLogs().isEmpty() ? 0 : 1, timestamped ? 1 : 0, 1, promised);
  }
}
