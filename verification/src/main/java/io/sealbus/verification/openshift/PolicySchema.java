package io.sealbus.verification.openshift;

import io.sealbus.verification.openshift.Schema.ObjectSchema;
import io.sealbus.verification.openshift.Schema.Rule;
import io.sealbus.verification.openshift.Schema.SetSchema;
import io.sealbus.verification.openshift.Schema.StringSchema;
import io.sealbus.verification.resource.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The schema of {@code spec} of both kinds, for one manifest.
 *
 * @see <a
 *     href="https://github.com/openshift/api/blob/master/config/v1/types_image_policy.go">openshift/api,
 *     ImagePolicy</a>
 */
final class PolicySchema {
  private static final int LONGEST_DATA = 8192;
  private static final int LONGEST_NAME = 512;
  private static final int LONGEST_ISSUER = 2048;
  private static final int LONGEST_EMAIL = 320;
  private static final int LONGEST_HOSTNAME = 253;
  private static final int MOST_SCOPES = 256;
  private static final int SHORTEST_KEY = 68;
  private static final int SHORTEST_CERTIFICATES = 72;

  private final Manifest manifest;

  private PolicySchema(Manifest manifest) {
    this.manifest = manifest;
  }

  /** The schema of the {@code spec} of a policy. */
  static ObjectSchema of(Manifest manifest) {
    return new PolicySchema(manifest).spec();
  }

  private ObjectSchema spec() {
    var scopes = new SetSchema(StringSchema.atMost(LONGEST_NAME, ScopeRules.scope()), MOST_SCOPES);
    var policy =
        object(
            Map.of("rootOfTrust", rootOfTrust(), "signedIdentity", signedIdentity()),
            Set.of("rootOfTrust"));
    return object(Map.of("scopes", scopes, "policy", policy), Set.of("scopes", "policy"));
  }

  private ObjectSchema rootOfTrust() {
    var properties = new LinkedHashMap<String, Schema>();
    var rules = new ArrayList<Rule<Node.Mapping>>();
    properties.put("policyType", StringSchema.oneOf(manifest.policyTypes()));
    if (manifest.pki()) {
      properties.put("pki", pki());
      rules.add(SubjectRules.union("policyType", "PKI", "pki"));
    }
    properties.put("publicKey", publicKey());
    rules.add(SubjectRules.union("policyType", "PublicKey", "publicKey"));
    properties.put("fulcioCAWithRekor", fulcio());
    rules.add(SubjectRules.union("policyType", "FulcioCAWithRekor", "fulcioCAWithRekor"));
    return new ObjectSchema(properties, Set.of("policyType"), rules);
  }

  private ObjectSchema publicKey() {
    return object(
        Map.of(
            "keyData", key("keyData", manifest.alpha() ? 0 : SHORTEST_KEY),
            "rekorKeyData", key("rekorKeyData", 0)),
        Set.of("keyData"));
  }

  private StringSchema key(String field, int minLength) {
    List<Rule<String>> rules = manifest.alpha() ? List.of() : PemRules.publicKey(field);
    return StringSchema.bytes(minLength, LONGEST_DATA, rules);
  }

  private ObjectSchema fulcio() {
    List<Rule<String>> rules = manifest.alpha() ? List.of() : PemRules.certificate("fulcioCAData");
    return object(
        Map.of(
            "fulcioCAData", StringSchema.bytes(0, LONGEST_DATA, rules),
            "rekorKeyData", key("rekorKeyData", 0),
            "fulcioSubject", fulcioSubject()),
        Set.of("fulcioCAData", "rekorKeyData", "fulcioSubject"));
  }

  private ObjectSchema fulcioSubject() {
    int issuer = manifest.alpha() ? Integer.MAX_VALUE : LONGEST_ISSUER;
    int email = manifest.alpha() ? Integer.MAX_VALUE : LONGEST_EMAIL;
    return object(
        Map.of(
            "oidcIssuer", StringSchema.atMost(issuer, SubjectRules.issuer()),
            "signedEmail", StringSchema.atMost(email, SubjectRules.email())),
        Set.of("oidcIssuer", "signedEmail"));
  }

  private ObjectSchema pki() {
    return object(
        Map.of(
            "caRootsData", certificates("caRootsData"),
            "caIntermediatesData", certificates("caIntermediatesData"),
            "pkiCertificateSubject", pkiSubject()),
        Set.of("caRootsData", "pkiCertificateSubject"));
  }

  private StringSchema certificates(String field) {
    int minLength = manifest.alpha() ? 0 : SHORTEST_CERTIFICATES;
    return StringSchema.bytes(minLength, LONGEST_DATA, PemRules.certificates(field));
  }

  private ObjectSchema pkiSubject() {
    boolean alpha = manifest.alpha();
    return new ObjectSchema(
        Map.of(
            "email", StringSchema.atMost(LONGEST_EMAIL, SubjectRules.pkiEmail(alpha)),
            "hostname", StringSchema.atMost(LONGEST_HOSTNAME, SubjectRules.hostname(alpha))),
        Set.of(),
        List.of(SubjectRules.emailOrHostname()));
  }

  private ObjectSchema signedIdentity() {
    var policies =
        List.of("MatchRepoDigestOrExact", "MatchRepository", "ExactRepository", "RemapIdentity");
    return new ObjectSchema(
        Map.of(
            "matchPolicy", StringSchema.oneOf(policies),
            "exactRepository", object(Map.of("repository", repository()), Set.of("repository")),
            "remapIdentity",
                object(
                    Map.of("prefix", repository(), "signedPrefix", repository()),
                    Set.of("prefix", "signedPrefix"))),
        Set.of("matchPolicy"),
        List.of(
            SubjectRules.union("matchPolicy", "ExactRepository", "exactRepository"),
            SubjectRules.union("matchPolicy", "RemapIdentity", "remapIdentity")));
  }

  private StringSchema repository() {
    return StringSchema.atMost(LONGEST_NAME, ScopeRules.repository(manifest.alpha()));
  }

  private static ObjectSchema object(Map<String, Schema> properties, Set<String> required) {
    return new ObjectSchema(properties, required, List.of());
  }
}
