package io.sealbus.verification.bundle;

import static io.sealbus.verification.ReasonCode.ATTESTATION_INVALID;
import static io.sealbus.verification.ReasonCode.ATTESTATION_SIGNATURE_INVALID;
import static io.sealbus.verification.ReasonCode.BUNDLE_INVALID;
import static io.sealbus.verification.ReasonCode.CERT_INVALID;
import static io.sealbus.verification.ReasonCode.CERT_MISSING;
import static io.sealbus.verification.ReasonCode.CLAIM_DIGEST_MISMATCH;
import static io.sealbus.verification.ReasonCode.IDENTITY_MISMATCH;
import static io.sealbus.verification.ReasonCode.SIGNATURE_INVALID;
import static io.sealbus.verification.ReasonCode.TIMESTAMP_MISSING;
import static io.sealbus.verification.ReasonCode.TRUST_ROOT_INVALID;

import io.sealbus.verification.Proof;
import io.sealbus.verification.Quoted;
import io.sealbus.verification.Refusal;
import io.sealbus.verification.attestation.DsseEnvelope;
import io.sealbus.verification.attestation.InTotoStatement;
import io.sealbus.verification.bundle.UntrustedBundle.Content;
import io.sealbus.verification.bundle.UntrustedBundle.Material;
import io.sealbus.verification.crypto.Certificate;
import io.sealbus.verification.crypto.HashAlgorithm;
import io.sealbus.verification.crypto.MalformedException;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.crypto.VerificationKey;
import io.sealbus.verification.transparency.EmbeddedSctVerifier;
import io.sealbus.verification.transparency.LogClaim;
import io.sealbus.verification.transparency.LogEntryVerifier;
import io.sealbus.verification.transparency.LoggedSignature;
import io.sealbus.verification.transparency.VerifiedLogEntries;
import io.sealbus.verification.trust.CertificateChain;
import io.sealbus.verification.trust.IssuingAuthorities;
import io.sealbus.verification.trust.ObservedTime;
import io.sealbus.verification.trust.TrustedRoot;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Proves bundles against one trust root, made ready once. The checks come in the order of the
 * reference: log entries, timestamps, certificate, certificate timestamps, signature, artifact,
 * identity. Immutable and safe for use by many threads.
 *
 * @see <a href="https://docs.sigstore.dev/about/bundle/">Sigstore bundle format</a>
 */
public final class BundleVerifier {
  /** The one tree hash that logs use, as the reference lets a TrustRoot spell it. */
  private static final Set<String> TREE_HASHES = Set.of("sha-256", "sha256");

  private static final int MAX_STATEMENT_BYTES = 16 << 20;

  private final IssuingAuthorities authorities;
  private final LogEntryVerifier logs;
  private final EmbeddedSctVerifier certificateLogs;
  private final ObservedTimestamps timestamps;
  private final boolean usable;

  private BundleVerifier(TrustedRoot root, SignatureProvider provider) {
    this.authorities = IssuingAuthorities.ofChains(root.certificateAuthorities());
    this.logs = new LogEntryVerifier(root.transparencyLogs());
    this.certificateLogs = new EmbeddedSctVerifier(root.certificateTransparencyLogs());
    this.timestamps = ObservedTimestamps.of(root.timestampAuthorities(), provider);
    this.usable =
        Stream.concat(root.transparencyLogs().stream(), root.certificateTransparencyLogs().stream())
            .allMatch(log -> TREE_HASHES.contains(log.hashAlgorithm()));
  }

  /** Against {@code root}. */
  public static BundleVerifier of(TrustedRoot root, SignatureProvider provider) {
    return new BundleVerifier(root, provider);
  }

  /** Who signed, with a key that came from the policy or out of a certificate yet to be proven. */
  private record Signer(VerificationKey key, @Nullable Certificate leaf) {
    byte[] verifier() {
      return leaf == null ? key.spki() : leaf.encoded();
    }
  }

  /**
   * Proves that {@code expected} signed {@code artifact}. Never throws, whatever the bundle.
   *
   * @param now when timestamp authorities must be valid for a token that does not say when it was
   *     signed; nothing else depends on it
   */
  public Proof<VerifiedBundle> verify(
      UntrustedBundle bundle,
      Artifact artifact,
      ExpectedSigner expected,
      BundleRequirements requirements,
      Instant now) {
    return Proof.of(() -> {
      if (!usable) {
        throw new Refusal(TRUST_ROOT_INVALID, "a log's hash algorithm is not sha-256");
      }
      Signer signer = signer(bundle.material(), expected);
      byte[] signed = signedBytes(bundle.content(), artifact);
      LogClaim claim = claim(bundle.content(), signer, signed);
      LoggedSignature logged =
          requirements.logEntries() == 0
              ? LoggedSignature.NOT_LOOKED_AT
              : logs.verify(bundle.logEntries(), claim, signer.leaf, requirements.logEntries())
                  .orRefuse();
      ObservedTimestamps.Seen seen = timestamps.prove(bundle, logged.times(), requirements, now);
      CertificateChain chain =
          signer.leaf == null ? null : chain(signer.leaf, seen.times(), requirements);
      requireSigned(bundle.content(), signer.key, signed);
      VerifiedLogEntries entries = logged.bind().orRefuse();
      InTotoStatement statement = requireAbout(bundle.content(), artifact);
      SigningIdentity identity = signer.leaf == null ? null : identity(signer.leaf, expected);
      return new VerifiedBundle(
          identity, chain, statement, entries.logs(), seen.times(), seen.dependsOnNow());
    });
  }

  private static Signer signer(Material material, ExpectedSigner expected) throws Refusal {
    return switch (expected) {
      case ExpectedSigner.OfKey(VerificationKey key) -> {
        if (!(material instanceof Material.OfKey)) {
          throw new Refusal(
              SIGNATURE_INVALID, "the bundle has a certificate where the policy names a key");
        }
        yield new Signer(key, null);
      }
      case ExpectedSigner.OfIdentity ignored -> {
        if (!(material instanceof Material.OfCertificate(Certificate leaf))) {
          throw new Refusal(CERT_MISSING, "the bundle has no certificate");
        }
        VerificationKey key = leaf.key();
        if (key == null) {
          throw new Refusal(CERT_INVALID, "the certificate's key is of an unknown kind");
        }
        yield new Signer(key, leaf);
      }
    };
  }

  private static byte[] signedBytes(Content content, Artifact artifact) throws Refusal {
    return switch (content) {
      case Content.Envelope(DsseEnvelope dsse) -> dsse.signedBytes();
      case Content.MessageSignature ignored -> {
        if (artifact instanceof Artifact.Content(byte[] bytes)) {
          yield bytes;
        }
        throw new Refusal(BUNDLE_INVALID, "the bundle signs an artifact whose bytes are unknown");
      }
    };
  }

  private static LogClaim claim(Content content, Signer signer, byte[] signed) {
    return switch (content) {
      case Content.Envelope(DsseEnvelope dsse) ->
          LogClaim.ofEnvelope(content.signature(), signer.verifier(), signed, dsse.payload());
      case Content.MessageSignature ignored ->
          LogClaim.ofMessage(content.signature(), signer.verifier(), signed);
    };
  }

  /** The certificate must hold at every proven time, and at one at least. */
  private CertificateChain chain(
      Certificate leaf, List<ObservedTime> times, BundleRequirements requirements) throws Refusal {
    Optional<CertificateChain> chain = Optional.empty();
    for (ObservedTime time : times) {
      chain = Optional.of(authorities.proveAt(leaf, time, chain).orRefuse());
    }
    CertificateChain proven =
        chain.orElseThrow(
            () -> new Refusal(TIMESTAMP_MISSING, "nothing proves when the signature was made"));
    if (requirements.certificateTimestamps() > 0) {
      certificateLogs.verifyThreshold(proven, requirements.certificateTimestamps()).orRefuse();
    }
    return proven;
  }

  /** By the hash of the key's curve; older clients signed with SHA-256 whatever the curve. */
  private static void requireSigned(Content content, VerificationKey key, byte[] signed)
      throws Refusal {
    HashAlgorithm natural = key.naturalHash();
    boolean good =
        key.verify(natural, signed, content.signature())
            || key.isEcdsa()
                && natural != HashAlgorithm.SHA256
                && key.verify(HashAlgorithm.SHA256, signed, content.signature());
    if (!good) {
      throw new Refusal(
          content instanceof Content.Envelope ? ATTESTATION_SIGNATURE_INVALID : SIGNATURE_INVALID,
          "the signature does not verify");
    }
  }

  /** The statement, or null where the artifact itself was signed. */
  private static @Nullable InTotoStatement requireAbout(Content content, Artifact artifact)
      throws Refusal {
    switch (content) {
      case Content.MessageSignature(HashAlgorithm hash, byte[] digest, byte[] ignored) -> {
        if (artifact instanceof Artifact.Content(byte[] bytes)
            && Arrays.equals(hash.digest(bytes), digest)) {
          return null;
        }
        throw new Refusal(CLAIM_DIGEST_MISMATCH, "the bundle's digest is not the artifact's");
      }
      case Content.Envelope(DsseEnvelope dsse) -> {
        if (!dsse.payloadType().equals(DsseEnvelope.IN_TOTO)) {
          throw new Refusal(ATTESTATION_INVALID, "payload type " + Quoted.of(dsse.payloadType()));
        }
        InTotoStatement statement =
            InTotoStatement.parse(dsse.payload(), MAX_STATEMENT_BYTES).orRefuse();
        if (artifact.digests().stream().noneMatch(statement::isAbout)) {
          throw new Refusal(CLAIM_DIGEST_MISMATCH, "no subject of the statement is the artifact");
        }
        return statement;
      }
    }
  }

  private static SigningIdentity identity(Certificate leaf, ExpectedSigner expected)
      throws Refusal {
    try {
      SigningIdentity identity = SigningIdentity.of(leaf);
      boolean accepted =
          expected instanceof ExpectedSigner.OfIdentity(var accepts) && accepts.test(identity);
      if (!accepted) {
        throw new Refusal(
            IDENTITY_MISMATCH,
            "signed by "
                + Quoted.of(identity.subject())
                + ", issuer "
                + Quoted.of(identity.issuer()));
      }
      return identity;
    } catch (MalformedException e) {
      throw new Refusal(CERT_INVALID, "the certificate's identity: " + e.getMessage());
    }
  }
}
