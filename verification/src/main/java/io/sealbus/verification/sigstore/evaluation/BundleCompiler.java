package io.sealbus.verification.sigstore.evaluation;

import static io.sealbus.verification.ReasonCode.BUNDLE_UNSUPPORTED;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.Reason;
import io.sealbus.verification.Refusal;
import io.sealbus.verification.bundle.BundleRequirements;
import io.sealbus.verification.crypto.HashAlgorithm;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.crypto.VerificationKey;
import io.sealbus.verification.sigstore.Authority;
import io.sealbus.verification.sigstore.Authority.Root;
import io.sealbus.verification.sigstore.Authority.Timestamp;
import io.sealbus.verification.sigstore.Authority.TransparencyLog;
import io.sealbus.verification.trust.TrustedRoot;
import io.sealbus.verification.trust.TrustedRoot.Log;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Compiles authorities over bundles.
 *
 * @param ctlog as far as it counts; null for none
 * @param timestamp as far as it counts; null for none
 */
record BundleCompiler(
    Authority authority,
    @Nullable TransparencyLog ctlog,
    @Nullable Timestamp timestamp,
    List<AttestationCheck> requirements,
    TrustSource trust,
    Profile profile,
    SignatureProvider provider) {
  private static final TrustedRoot NOTHING =
      new TrustedRoot(List.of(), List.of(), List.of(), List.of());

  CompiledAuthority keyless(Root.Keyless keyless) throws Refusal {
    TrustedRoot root = trustRoot(keyless.trustRootRef());
    requireSameTrustRoot(keyless.trustRootRef());
    if (profile == Profile.REFERENCE && requirements.isEmpty()) {
      Reason reason =
          Reason.of(
              BUNDLE_UNSUPPORTED, "bundle support for image signatures is not yet implemented");
      return new CompiledAuthority.Unusable(authority.name(), reason);
    }
    BundleIdentities identities = BundleIdentities.of(keyless.identities());
    // Only something that saw the signature can prove that the certificate was valid then.
    BundleRequirements wanted =
        timestamp == null
            ? BundleRequirements.logged(keyless.insecureIgnoreSct())
            : BundleRequirements.timestamped(keyless.insecureIgnoreSct());
    return authority("keyless", BundleCheck.of(identities, wanted, root, profile, provider));
  }

  /** The controller knows no keys here. */
  CompiledAuthority key(VerificationKey key, HashAlgorithm hash) throws Refusal {
    if (profile == Profile.REFERENCE) {
      throw new Refusal(
          BUNDLE_UNSUPPORTED, "when using the new bundle format, the authority must be keyless");
    }
    if (hash != HashAlgorithm.SHA256 && hash != key.naturalHash()) {
      throw new Refusal(BUNDLE_UNSUPPORTED, "the hash of a bundle is the one of its key's curve");
    }
    String name =
        timestamp != null ? timestamp.trustRootRef() : ctlog != null ? ctlog.trustRootRef() : null;
    boolean none = timestamp == null && ctlog == null;
    if (timestamp != null) {
      requireSameTrustRoot(name);
    }
    // With timestamps of a trust root the log is not consulted.
    int logs = timestamp == null && ctlog != null ? 1 : 0;
    int timestamps = timestamp == null ? 0 : 1;
    var wanted = new BundleRequirements(0, logs, timestamps, timestamps, false);
    TrustedRoot root = none ? NOTHING : trust.require(name);
    return authority("key", BundleCheck.of(key, wanted, root, profile, provider));
  }

  private CompiledAuthority authority(String words, BundleCheck check) {
    return new BundleAuthority(authority.name(), words, check, requirements, provider);
  }

  private void requireSameTrustRoot(@Nullable String name) throws Refusal {
    if (timestamp != null && !Objects.equals(timestamp.trustRootRef(), name)) {
      throw differs("TSA");
    }
    if (ctlog != null && !Objects.equals(ctlog.trustRootRef(), name)) {
      throw differs("TLog");
    }
  }

  private static Refusal differs(String what) {
    return new Refusal(
        BUNDLE_UNSUPPORTED,
        "when using the new bundle format, the trustRootRef for the "
            + what
            + " must be the same as the trustRootRef for the Keyless authority");
  }

  /** The controller keeps the ids of a TrustRoot's logs as text, and then finds no log by them. */
  private TrustedRoot trustRoot(@Nullable String name) throws Refusal {
    TrustedRoot root = trust.require(name);
    return profile == Profile.REFERENCE && name != null
        ? new TrustedRoot(
            root.certificateAuthorities(),
            root.timestampAuthorities(),
            unfindable(root.transparencyLogs()),
            unfindable(root.certificateTransparencyLogs()))
        : root;
  }

  private static List<Log> unfindable(List<Log> logs) {
    return logs.stream()
        .map(log ->
            new Log(
                log.baseUrl(),
                log.hashAlgorithm(),
                Bytes.utf8(HexFormat.of().formatHex(log.id().toArray())),
                log.key(),
                log.validFor()))
        .toList();
  }
}
