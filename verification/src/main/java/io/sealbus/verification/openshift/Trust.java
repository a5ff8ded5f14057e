package io.sealbus.verification.openshift;

import io.sealbus.verification.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The root of trust of an image policy. Key and certificate bytes are as the policy gives them,
 * base64 taken off; they need not be PEM.
 */
public sealed interface Trust {
  /** {@code PublicKey}: signatures by this key, and where a Rekor key is given its promise too. */
  record PublicKey(Bytes keyData, @Nullable Bytes rekorKeyData) implements Trust {}

  /** {@code FulcioCAWithRekor}: short-lived certificates for one e-mail address of one issuer. */
  record FulcioCaWithRekor(
      Bytes fulcioCaData, Bytes rekorKeyData, String oidcIssuer, String signedEmail)
      implements Trust {}

  /** {@code PKI}: certificates of one's own PKI. At least one of the subjects is given. */
  record Pki(
      Bytes caRootsData,
      @Nullable Bytes caIntermediatesData,
      @Nullable String email,
      @Nullable String hostname)
      implements Trust {}

  /**
   * A policy type with none of the members that would say whom to trust. Some manifests of the CRD
   * lack the list of types and so let it in; no node can be configured by it.
   */
  record Unspecified(String policyType) implements Trust {}
}
