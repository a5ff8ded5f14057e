package io.sealbus.verification.sigstore;

import io.sealbus.verification.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One way to satisfy a policy.
 *
 * @param name given, or {@code authority-<index>}
 * @param source where signatures are looked for instead of beside the image; null for beside it
 * @param attestations every one of which is required; where there are any, signatures are not
 *     looked at
 * @param ctlog null where the policy says nothing of a transparency log
 * @param rfc3161timestamp null where the policy says nothing of timestamps
 */
public record Authority(
    String name,
    Root root,
    @Nullable Source source,
    List<AttestationRequirement> attestations,
    @Nullable TransparencyLog ctlog,
    @Nullable Timestamp rfc3161timestamp,
    SignatureFormat signatureFormat) {
  public Authority {
    attestations = List.copyOf(attestations);
  }

  /** What an authority rests on. */
  public sealed interface Root {
    /** Every image passes, without a look at its signatures. */
    record StaticPass() implements Root {}

    /** No image passes. */
    record StaticFail(String message) implements Root {}

    /**
     * Signatures by one key.
     *
     * @param hash name of the hash as written, {@code sha256} where the policy gives none
     */
    record Key(KeyMaterial material, HashName hash) implements Root {}

    /**
     * Signatures by short-lived certificates.
     *
     * @param url of the Fulcio instance, which is never contacted; null where only {@code ca-cert}
     *     is given
     * @param trustRootRef name of a TrustRoot; null for the default trusted root
     */
    record Keyless(
        @Nullable String url,
        @Nullable KeyMaterial caCert,
        List<Identity> identities,
        @Nullable String trustRootRef,
        boolean insecureIgnoreSct)
        implements Root {
      public Keyless {
        identities = List.copyOf(identities);
      }
    }
  }

  /** Where key material comes from. */
  public sealed interface KeyMaterial {
    /** Written in the policy. */
    record Data(Bytes pem) implements KeyMaterial {}

    /** The single entry of a secret in the controller's namespace. */
    record SecretRef(String name) implements KeyMaterial {}

    /** In a key management service. */
    record Kms(String uri) implements KeyMaterial {}
  }

  /** The hash that a key signs over. */
  public enum HashName {
    SHA224,
    SHA256,
    SHA384,
    SHA512
  }

  /** Whom a certificate must be issued to, and by which identity provider. */
  public record Identity(TextRule issuer, TextRule subject) {}

  /** What a text must be. */
  public sealed interface TextRule {
    /** Exactly this. */
    record Exactly(String value) implements TextRule {}

    /**
     * Something that this RE2 pattern finds, unanchored.
     *
     * @param value the plain value where one stands beside the pattern; null for none
     */
    record Matching(String pattern, @Nullable String value) implements TextRule {}
  }

  /**
   * Another place for signatures and attestations.
   *
   * @param oci a repository, which also replaces the image's; null for the image's
   * @param tagPrefix stands before {@code sha256-<hex>}; empty for none
   * @param signaturePullSecrets names of pull secrets
   */
  public record Source(@Nullable String oci, String tagPrefix, List<String> signaturePullSecrets) {
    public Source {
      signaturePullSecrets = List.copyOf(signaturePullSecrets);
    }
  }

  /** An attestation that is required. */
  public record AttestationRequirement(
      String name, String predicateType, @Nullable PolicyText policy) {}

  /** A transparency log in which the signature must be found. */
  public record TransparencyLog(@Nullable String url, @Nullable String trustRootRef) {}

  /** Timestamp authorities, one of which must have seen the signature. */
  public record Timestamp(@Nullable String trustRootRef) {}

  /** Which form of signature is looked for. */
  public enum SignatureFormat {
    /** {@code .sig} and {@code .att} tags; every value that is not {@code bundle}. */
    LEGACY,
    /** Sigstore bundles among the referrers. */
    BUNDLE
  }
}
