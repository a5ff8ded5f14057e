package io.sealbus.verification.containers;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whose signatures a {@link Requirement.SigstoreSigned} requirement accepts. */
public sealed interface RootOfTrust {
  /**
   * Signatures by any one of the keys.
   *
   * @param keys at least one
   * @param rekorKeys where not empty, a promise of a log with any one of these keys is needed too
   */
  record PublicKeys(List<Material> keys, List<Material> rekorKeys) implements RootOfTrust {
    public PublicKeys {
      keys = List.copyOf(keys);
      rekorKeys = List.copyOf(rekorKeys);
    }
  }

  /**
   * Short-lived certificates of a Fulcio, valid when a log promised the signature.
   *
   * @param rekorKeys at least one
   */
  record Fulcio(Material ca, String oidcIssuer, String subjectEmail, List<Material> rekorKeys)
      implements RootOfTrust {
    public Fulcio {
      rekorKeys = List.copyOf(rekorKeys);
    }
  }

  /** Certificates of one's own PKI, valid now. At least one of the two subjects is given. */
  record Pki(
      Material caRoots,
      @Nullable Material caIntermediates,
      @Nullable String subjectEmail,
      @Nullable String subjectHostname)
      implements RootOfTrust {}
}
