package io.sealbus.verification.sigstore.evaluation;

import static io.sealbus.verification.ReasonCode.KEYLESS_UNSUPPORTED;

import com.google.re2j.PatternSyntaxException;
import io.sealbus.verification.Reason;
import io.sealbus.verification.Refusal;
import io.sealbus.verification.crypto.HashAlgorithm;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.crypto.VerificationKey;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.sigstore.Authority;
import io.sealbus.verification.sigstore.Authority.AttestationRequirement;
import io.sealbus.verification.sigstore.Authority.HashName;
import io.sealbus.verification.sigstore.Authority.Root;
import io.sealbus.verification.sigstore.Authority.SignatureFormat;
import io.sealbus.verification.sigstore.Authority.Timestamp;
import io.sealbus.verification.sigstore.Authority.TransparencyLog;
import io.sealbus.verification.sigstore.EvidenceDemand;
import io.sealbus.verification.sigstore.evaluation.LegacySignature.Kind;
import io.sealbus.verification.trust.TrustedRoot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the authorities of one policy.
 *
 * @param v1beta1 whether the policy is written in the version whose conversion drops blocks
 * @param oci11 whether referrers are looked at for the older format too
 */
record AuthorityCompiler(
    TrustSource trust,
    MaterialReader material,
    Profile profile,
    boolean v1beta1,
    boolean oci11,
    SignatureProvider provider) {

  /**
   * The authority ready for use. One that cannot work whatever the image becomes one that says so;
   * others of the policy may hold all the same.
   *
   * @throws NotCompiled where the whole policy is given up
   */
  CompiledAuthority compile(Authority authority) throws NotCompiled {
    return switch (authority.root()) {
      case Root.StaticPass ignored -> new CompiledAuthority.StaticPass(authority.name());
      case Root.StaticFail(String message) ->
          new CompiledAuthority.StaticFail(authority.name(), message);
      case Root.Key key -> signed(authority, key);
      case Root.Keyless keyless -> signed(authority, keyless);
    };
  }

  private CompiledAuthority signed(Authority authority, Root root) throws NotCompiled {
    VerificationKey key = root instanceof Root.Key k ? material.key(k.material()) : null;
    List<AttestationCheck> requirements = new ArrayList<>();
    for (AttestationRequirement requirement : authority.attestations()) {
      requirements.add(
          AttestationCheck.of(
              requirement.name(),
              requirement.predicateType(),
              requirement.policy() == null ? null : material.text(requirement.policy())));
    }
    try {
      return authority.signatureFormat() == SignatureFormat.BUNDLE
          ? bundle(authority, root, key, requirements)
          : legacy(authority, root, key, requirements);
    } catch (Refusal e) {
      String prefix =
          authority.attestations().isEmpty()
              ? "constructing checkOpts for " + authority.name() + ": "
              : "creating CheckOpts: ";
      Reason reason = Reason.of(e.code(), prefix + e.reason().message());
      return new CompiledAuthority.Unusable(authority.name(), reason);
    } catch (PatternSyntaxException e) {
      throw new NotCompiled("regex is invalid: " + e.getMessage());
    }
  }

  private CompiledAuthority bundle(
      Authority authority,
      Root root,
      @Nullable VerificationKey key,
      List<AttestationCheck> requirements)
      throws Refusal {
    Timestamp timestamp = authority.rfc3161timestamp();
    boolean lost = profile == Profile.REFERENCE && v1beta1 && !namesTrustRoot(timestamp);
    var compiler =
        new BundleCompiler(
            authority,
            written(authority.ctlog()),
            lost ? null : timestamp,
            requirements,
            trust,
            profile,
            provider);
    if (root instanceof Root.Key policyKey && key != null) {
      return compiler.key(key, hash(policyKey.hash()));
    }
    if (!(root instanceof Root.Keyless keyless)) {
      throw new IllegalArgumentException("neither key nor keyless");
    }
    CompiledAuthority compiled = compiler.keyless(keyless);
    return keyless.url() == null ? withoutUrl(authority, kind(requirements)) : compiled;
  }

  private static Kind kind(List<AttestationCheck> requirements) {
    return requirements.isEmpty() ? Kind.SIGNATURE : Kind.ATTESTATION;
  }

  private CompiledAuthority legacy(
      Authority authority,
      Root root,
      @Nullable VerificationKey key,
      List<AttestationCheck> requirements)
      throws Refusal, NotCompiled {
    LegacySigner signer = signer(authority, root, key);
    LegacyLog log = log(authority, root);
    LegacyTimestamps timestamps = timestamps(authority);
    Kind kind = kind(requirements);
    if (root instanceof Root.Keyless keyless && keyless.url() == null) {
      return withoutUrl(authority, kind);
    }
    // With timestamps of a named trust root the log is not consulted at all.
    boolean ignoresLog = namesTrustRoot(authority.rfc3161timestamp());
    return new LegacyAuthority(
        authority.name(),
        root instanceof Root.Key ? "key" : "keyless",
        new LegacyVerifier(signer, timestamps, ignoresLog ? null : log, provider),
        new LegacySearch(kind, place(authority), oci11, profile),
        requirements);
  }

  /** Certificates of {@code ca-cert} are accepted by nobody. */
  private static CompiledAuthority withoutUrl(Authority authority, Kind kind) {
    String message =
        kind == Kind.SIGNATURE
            ? "no Keyless URL specified"
            : "no matching attestations for authority " + authority.name();
    return new CompiledAuthority.Unusable(
        authority.name(), Reason.of(KEYLESS_UNSUPPORTED, message));
  }

  private LegacySigner signer(Authority authority, Root root, @Nullable VerificationKey key)
      throws Refusal {
    if (root instanceof Root.Key policyKey && key != null) {
      return new LegacySigner.PolicyKey(key, hash(policyKey.hash()));
    }
    if (!(root instanceof Root.Keyless keyless)) {
      throw new IllegalArgumentException("neither key nor keyless");
    }
    TrustedRoot trusted =
        required(keyless.trustRootRef(), "getting Fulcio certs: " + authority.name() + ": ");
    return LegacySigner.IssuedCertificate.of(
        trusted, IdentityCheck.of(keyless.identities(), profile), keyless.insecureIgnoreSct());
  }

  private TrustedRoot required(@Nullable String name, String prefix) throws Refusal {
    try {
      return trust.require(name);
    } catch (Refusal e) {
      throw new Refusal(e.code(), prefix + e.reason().message());
    }
  }

  private @Nullable LegacyLog log(Authority authority, Root root) throws Refusal {
    TransparencyLog ctlog = written(authority.ctlog());
    String prefix = "getting Rekor public keys: " + authority.name() + ": ";
    if (ctlog == null) {
      boolean byDefault = root instanceof Root.Keyless keyless && keyless.trustRootRef() == null;
      return byDefault
          ? LegacyLog.of(required(null, prefix), "offline verification failed", profile)
          : null;
    }
    if (ctlog.trustRootRef() == null && ctlog.url() == null && profile == Profile.REFERENCE) {
      return null;
    }
    return LegacyLog.of(
        required(ctlog.trustRootRef(), prefix + "fetching keys for trustRootRef: "),
        "searching log query: the signature has no entry, and no log is asked",
        profile);
  }

  /** The controller's conversion to the version that it stores loses a log without a URL. */
  private @Nullable TransparencyLog written(@Nullable TransparencyLog ctlog) {
    boolean lost = profile == Profile.REFERENCE && v1beta1 && ctlog != null && ctlog.url() == null;
    return lost ? null : ctlog;
  }

  private @Nullable LegacyTimestamps timestamps(Authority authority) throws Refusal {
    Timestamp timestamp = authority.rfc3161timestamp();
    if (timestamp == null || profile == Profile.REFERENCE && !namesTrustRoot(timestamp)) {
      return null;
    }
    TrustedRoot root = trust.require(timestamp.trustRootRef());
    return LegacyTimestamps.of(root.timestampAuthorities(), profile, provider);
  }

  private static boolean namesTrustRoot(@Nullable Timestamp timestamp) {
    return timestamp != null && timestamp.trustRootRef() != null;
  }

  private static Place place(Authority authority) throws NotCompiled {
    return EvidenceDemand.place(authority)
        .orElseThrow(() -> new NotCompiled("failed to determine source: it is no repository"));
  }

  private static HashAlgorithm hash(HashName name) {
    return switch (name) {
      case SHA224 -> HashAlgorithm.SHA224;
      case SHA256 -> HashAlgorithm.SHA256;
      case SHA384 -> HashAlgorithm.SHA384;
      case SHA512 -> HashAlgorithm.SHA512;
    };
  }
}
