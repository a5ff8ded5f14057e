package io.sealbus.standalone.demo;

import static io.sealbus.verification.Decision.ALLOWED;
import static io.sealbus.verification.Decision.DENIED;

import io.sealbus.standalone.demo.Exhibit.Signature;
import io.sealbus.verification.ReasonCode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The images of the demo and the policies that govern them. */
final class Exhibition {
  /** A name that no real registry has (RFC 2606). */
  static final String REGISTRY = "registry.demo.example";

  static final String TAG = "1.0";

  static final List<Exhibit> EXHIBITS =
      List.of(
          new Exhibit(
              "shop/web",
              Signature.RELEASE,
              "signed by the key that the policy names",
              null,
              ALLOWED,
              ReasonCode.SIGNATURE_ACCEPTED),
          new Exhibit(
              "shop/worker",
              Signature.NONE,
              "its unsigned twin",
              null,
              DENIED,
              ReasonCode.NO_SIGNATURE),
          new Exhibit(
              "shop/mail",
              Signature.STRANGER,
              "signed by another key",
              null,
              DENIED,
              ReasonCode.KEY_MISMATCH),
          new Exhibit(
              "tools/build",
              Signature.RELEASE_BARE_REPOSITORY,
              "plain cosign sign, default signedIdentity",
              null,
              DENIED,
              ReasonCode.IDENTITY_MISMATCH),
          new Exhibit(
              "infra/proxy",
              Signature.RELEASE_BARE_REPOSITORY,
              "plain cosign sign, MatchRepository",
              null,
              ALLOWED,
              ReasonCode.SIGNATURE_ACCEPTED),
          new Exhibit(
              "lab/notebook",
              Signature.NONE,
              "no policy on it",
              null,
              ALLOWED,
              ReasonCode.ACCEPTED_WITHOUT_SIGNATURE_CHECK),
          new Exhibit(
              "lab/notebook",
              Signature.NONE,
              "but one in the namespace",
              "payments",
              DENIED,
              ReasonCode.NO_SIGNATURE));

  private Exhibition() {}

  /** Where an exhibit stands, as a pod spec names it. */
  static String reference(Exhibit exhibit) {
    return REGISTRY + "/" + exhibit.repository() + ":" + TAG;
  }

  /** The policies as YAML documents. */
  static byte[] policies(String releaseKeyPem) {
    return policies(releaseKeyPem, REGISTRY);
  }

  /** The policies for a registry of another name. */
  static byte[] policies(String releaseKeyPem, String registry) {
    String key =
        Base64.getEncoder().encodeToString(releaseKeyPem.getBytes(StandardCharsets.US_ASCII));
    return String.join(
            "---\n",
            policy("ClusterImagePolicy", "shop", null, registry + "/shop", null, key),
            policy("ClusterImagePolicy", "tools", null, registry + "/tools", null, key),
            policy(
                "ClusterImagePolicy", "infra", null, registry + "/infra", "MatchRepository", key),
            policy("ImagePolicy", "lab", "payments", registry + "/lab", null, key))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String policy(
      String kind,
      String name,
      @Nullable String namespace,
      String scope,
      @Nullable String identity,
      String key) {
    return """
    apiVersion: config.openshift.io/v1
    kind: %s
    metadata:
      name: %s
    %sspec:
      scopes:
      - %s
      policy:
        rootOfTrust:
          policyType: PublicKey
          publicKey:
            keyData: %s
    %s\
    """
        .formatted(
            kind,
            name,
            namespace == null ? "" : "  namespace: " + namespace + "\n",
            scope,
            key,
            identity == null ? "" : "    signedIdentity:\n      matchPolicy: " + identity + "\n");
  }
}
