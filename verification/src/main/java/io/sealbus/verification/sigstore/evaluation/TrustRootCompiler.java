package io.sealbus.verification.sigstore.evaluation;

import io.sealbus.verification.Proof;
import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.sigstore.TrustResolution;
import io.sealbus.verification.sigstore.TrustRoot;
import io.sealbus.verification.sigstore.TrustRoot.CertificateAuthority;
import io.sealbus.verification.sigstore.TrustRoot.LogInstance;
import io.sealbus.verification.sigstore.TrustRoot.Material;
import io.sealbus.verification.trust.SigstoreKeys;
import io.sealbus.verification.trust.SigstoreKeys.Chain;
import io.sealbus.verification.trust.SigstoreKeys.LogKey;
import io.sealbus.verification.trust.TrustedRoot;
import io.sealbus.verification.trust.TrustedRootReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes trust roots of TrustRoot resources. */
final class TrustRootCompiler {
  private TrustRootCompiler() {}

  /** What comes of each, by its name. */
  static Map<String, Proof<TrustedRoot>> compile(
      List<TrustRoot> resources, SignatureProvider provider) {
    var compiled = new HashMap<String, Proof<TrustedRoot>>();
    for (TrustRoot resource : resources) {
      compiled.put(resource.key().name(), compile(resource.material(), provider));
    }
    return compiled;
  }

  private static Proof<TrustedRoot> compile(Material material, SignatureProvider provider) {
    return switch (material) {
      case Material.SigstoreKeys keys ->
          new SigstoreKeys(
                  chains(keys.certificateAuthorities()),
                  chains(keys.timestampAuthorities()),
                  logs(keys.transparencyLogs()),
                  logs(keys.certificateTransparencyLogs()))
              .compile(provider);
      case Material.Remote remote -> resolved(remote.resolution(), provider);
      case Material.Repository repository -> resolved(repository.resolution(), provider);
    };
  }

  private static List<Chain> chains(List<CertificateAuthority> authorities) {
    return authorities.stream().map(a -> new Chain(a.uri(), a.certChain())).toList();
  }

  private static List<LogKey> logs(List<LogInstance> logs) {
    return logs.stream()
        .map(log -> new LogKey(log.baseUrl(), log.hashAlgorithm(), log.publicKey()))
        .toList();
  }

  private static Proof<TrustedRoot> resolved(
      TrustResolution resolution, SignatureProvider provider) {
    return switch (resolution) {
      case TrustResolution.Pending ignored ->
          refused(ReasonCode.TRUST_ROOT_PENDING, "its TUF repository has not been read yet");
      case TrustResolution.Resolved root ->
          TrustedRootReader.read(root.trustedRoot().getBytes(StandardCharsets.UTF_8), provider);
      case TrustResolution.Stale(var last, Instant since, String why) ->
          refused(
              ReasonCode.TRUST_ROOT_STALE,
              "its TUF metadata expired at " + since + " and could not be refreshed: " + why);
      case TrustResolution.Failed(String why) ->
          refused(ReasonCode.TRUST_ROOT_INVALID, "its TUF repository cannot be read: " + why);
    };
  }

  private static Proof<TrustedRoot> refused(ReasonCode code, String message) {
    return new Proof.Refused<>(Reason.of(code, message));
  }
}
