package io.sealbus.policyingest;

import io.sealbus.policyingest.trust.TrustRootResolver;
import io.sealbus.verification.language.Compilation;
import io.sealbus.verification.sigstore.Admission;
import io.sealbus.verification.sigstore.RemoteTexts;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Base64;

/** Policies as people write them. */
final class Policies {
  static final String GROUP = "config.openshift.io";
  private static final String KEY_DATA = keyData();

  private Policies() {}

  /** All kinds; policy texts of no language, and no host to fetch any from. */
  static PolicyKinds kinds() {
    return kinds(new TrustRootResolver(InstantSource.system(), null), RemoteTexts.NONE);
  }

  static PolicyKinds kinds(TrustRootResolver resolver, RemoteTexts remote) {
    var sigstore =
        new SigstoreKinds(
            Admission.DEFAULT_NAMESPACE,
            (language, text) -> new Compilation.Malformed("no language"),
            remote,
            resolver);
    return new PolicyKinds(sigstore, Admission.DEFAULT_NAMESPACE);
  }

  static String cluster(String name, String... scopes) {
    return policy("ClusterImagePolicy", "metadata:\n  name: " + name + "\n", scopes);
  }

  static String namespaced(String namespace, String name, String... scopes) {
    return policy(
        "ImagePolicy", "metadata:\n  name: " + name + "\n  namespace: " + namespace + "\n", scopes);
  }

  /** {@code metadata} is YAML lines of its own. */
  static String policy(String kind, String metadata, String... scopes) {
    var text = new StringBuilder();
    text.append("apiVersion: config.openshift.io/v1\nkind: ").append(kind).append("\n");
    text.append(metadata).append("spec:\n  scopes:\n");
    for (String scope : scopes) {
      text.append("  - ").append(scope).append("\n");
    }
    return text.append("  policy:\n    rootOfTrust:\n      policyType: PublicKey\n")
        .append("      publicKey:\n        keyData: ")
        .append(KEY_DATA)
        .append("\n")
        .toString();
  }

  static String yaml(String... documents) {
    return String.join("---\n", documents);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String keyData() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      byte[] key = generator.generateKeyPair().getPublic().getEncoded();
      String pem =
          "-----BEGIN PUBLIC KEY-----\n"
              + Base64.getMimeEncoder(64, bytes("\n")).encodeToString(key)
              + "\n-----END PUBLIC KEY-----\n";
      return Base64.getEncoder().encodeToString(bytes(pem));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
