package io.sealbus.bench.corpus;

import io.sealbus.testkit.FakeFulcio.Identity;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The policies' texts. */
final class Policies {
  /** Holds for every attestation of the corpus, as the two below do. */
  static final String CUE =
      """
      predicateType: "https://slsa.dev/provenance/v1"
      predicate: {
        buildDefinition: externalParameters: ref: =~"^refs/heads/"
        runDetails: builder: id: "https://build.example.com/builder"
      }
      """;

  static final String REGO =
      """
      package sigstore
      default isCompliant = false
      isCompliant {
        input.predicateType == "https://slsa.dev/provenance/v1"
        startswith(input.predicate.buildDefinition.externalParameters.ref, "refs/heads/")
        input.predicate.runDetails.builder.id == "https://build.example.com/builder"
      }
      """;

  static final String CEL =
      """
      predicateType == "https://slsa.dev/provenance/v1"
        && predicate.buildDefinition.externalParameters.ref.startsWith("refs/heads/")
        && predicate.runDetails.builder.id == "https://build.example.com/builder"
      """;

  private Policies() {}

  static String nodeKey(String key, @Nullable String log) {
    String logKey = log == null ? "" : ", rekorKeyData: " + base64(log);
    return node(
        "{policyType: PublicKey, publicKey: {keyData: %s%s}}".formatted(base64(key), logKey));
  }

  static String nodeFulcio(String root, String log, Identity signer) {
    String subject =
        "{oidcIssuer: \"%s\", signedEmail: %s}".formatted(signer.issuer(), signer.subject());
    return node(
        ("{policyType: FulcioCAWithRekor, fulcioCAWithRekor:"
                + " {fulcioCAData: %s, rekorKeyData: %s, fulcioSubject: %s}}")
            .formatted(base64(root), base64(log), subject));
  }

  static String nodePki(String root, String address) {
    return node(
        "{policyType: PKI, pki: {caRootsData: %s, pkiCertificateSubject: {email: %s}}}"
            .formatted(base64(root), address));
  }

  private static String node(String rootOfTrust) {
    return """
    apiVersion: config.openshift.io/v1
    kind: ClusterImagePolicy
    metadata: {name: bench}
    spec:
      scopes: [registry.example.test]
      policy:
        rootOfTrust: %s
        signedIdentity: {matchPolicy: MatchRepository}
    """
        .formatted(rootOfTrust);
  }

  static String admissionKey(String key) {
    return admission("- key: {data: " + quoted(key) + "}");
  }

  static String keylessTimestamped(Identity signer) {
    return admission(
        """
        - keyless:
            url: https://fulcio.example.com
            trustRootRef: %1$s
            insecureIgnoreSCT: true
            identities: [{issuer: "%2$s", subject: %3$s}]
          rfc3161timestamp: {trustRootRef: %1$s}\
        """
            .formatted(Kind.TRUST_ROOT, signer.issuer(), signer.subject()));
  }

  static String keylessLogged(Identity signer) {
    return admission(
        """
        - keyless:
            url: https://fulcio.example.com
            trustRootRef: %1$s
            identities: [{issuer: "%2$s", subject: %3$s}]
          ctlog: {url: "https://rekor.example.com", trustRootRef: %1$s}\
        """
            .formatted(Kind.TRUST_ROOT, signer.issuer(), signer.subject()));
  }

  static String bundle(Identity signer) {
    return admission(
        """
        - signatureFormat: bundle
          keyless:
            url: https://fulcio.example.com
            trustRootRef: %1$s
            identities: [{issuer: "%2$s", subject: %3$s}]
          attestations:
            - {name: provenance, predicateType: "https://slsa.dev/provenance/v1"}\
        """
            .formatted(Kind.TRUST_ROOT, signer.issuer(), signer.subject()));
  }

  static String attestation(String key, String language, String text) {
    return admission(
        """
        - key: {data: %s}
          attestations:
            - name: provenance
              predicateType: https://slsa.dev/provenance/v1
              policy: {type: %s, data: %s}\
        """
            .formatted(quoted(key), language, quoted(text)));
  }

  private static String admission(String authority) {
    return """
    apiVersion: policy.sigstore.dev/v1beta1
    kind: ClusterImagePolicy
    metadata: {name: bench}
    spec:
      images: [{glob: registry.example.test/**}]
      authorities:
        %s
    """
        .formatted(authority.replace("\n", "\n    "));
  }

  /** A text on one line, as YAML and JSON both read it. */
  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }

  private static String base64(String text) {
    return Sigstore.base64(text.getBytes(StandardCharsets.UTF_8));
  }
}
