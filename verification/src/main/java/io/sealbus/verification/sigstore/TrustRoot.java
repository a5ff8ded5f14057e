package io.sealbus.verification.sigstore;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.resource.ResourceKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A TrustRoot of {@code policy.sigstore.dev} that passed admission, with its defaults applied.
 *
 * @param apiVersion as written, {@code policy.sigstore.dev/v1alpha1}
 * @param uid null where the platform gave none
 * @param generation {@code metadata.generation}
 */
public record TrustRoot(
    ResourceKey key, String apiVersion, @Nullable String uid, long generation, Material material) {
  /** The kind. */
  public static final String KIND = "TrustRoot";

  public TrustRoot {
    if (!key.group().equals(ClusterImagePolicy.GROUP) || !key.kind().equals(KIND)) {
      throw new IllegalArgumentException("not the key of a TrustRoot: " + key);
    }
  }

  /**
   * The TrustRoot of a record on the {@code policies} topic.
   *
   * @throws IllegalArgumentException where {@code specJson} is not what admission wrote
   */
  public static TrustRoot fromSpecJson(
      ResourceKey key, String apiVersion, @Nullable String uid, long generation, String specJson) {
    var spec = SpecText.read(specJson, Shapes.storedTrustRootSpec());
    return TrustRootReader.read(key, apiVersion, uid, generation, spec);
  }

  /** What came of reading the repository; null for material that stands in the resource. */
  public @Nullable TrustResolution resolution() {
    return switch (material) {
      case Material.SigstoreKeys keys -> null;
      case Material.Remote remote -> remote.resolution();
      case Material.Repository repository -> repository.resolution();
    };
  }

  /** Where the material comes from. */
  public sealed interface Material {
    /** Written in the resource. */
    record SigstoreKeys(
        List<CertificateAuthority> certificateAuthorities,
        List<CertificateAuthority> timestampAuthorities,
        List<LogInstance> transparencyLogs,
        List<LogInstance> certificateTransparencyLogs)
        implements Material {
      public SigstoreKeys {
        certificateAuthorities = List.copyOf(certificateAuthorities);
        timestampAuthorities = List.copyOf(timestampAuthorities);
        transparencyLogs = List.copyOf(transparencyLogs);
        certificateTransparencyLogs = List.copyOf(certificateTransparencyLogs);
      }
    }

    /** A target of a TUF repository that is asked again and again. */
    record Remote(TufTarget target, String mirror, TrustResolution resolution)
        implements Material {}

    /** A target of a TUF repository that stands in the resource. */
    record Repository(TufTarget target, TrustResolution resolution) implements Material {}
  }

  /**
   * An authority that issues certificates or timestamps. Subject and URI are not compared with
   * anything.
   *
   * @param certChain PEM, not looked into
   */
  public record CertificateAuthority(
      String organization, String commonName, String uri, Bytes certChain) {}

  /**
   * A log.
   *
   * @param publicKey PEM, not looked into
   */
  public record LogInstance(String baseUrl, String hashAlgorithm, Bytes publicKey) {}

  /**
   * What is looked for in a TUF repository.
   *
   * @param root the trusted {@code root.json}
   * @param targets where targets are, below the repository's root
   * @param trustedRootTarget name of the target that holds the trusted root
   */
  public record TufTarget(Bytes root, String targets, String trustedRootTarget) {}
}
