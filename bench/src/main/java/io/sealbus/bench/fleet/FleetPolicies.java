package io.sealbus.bench.fleet;

import io.sealbus.schemas.PolicyRecord;
import io.sealbus.testkit.Fleet;
import io.sealbus.testkit.TestKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The policies of a fleet: for each team a node policy on each kind of its images and an admission
 * policy on the attested ones, and over everything one admission policy that is changed at will.
 */
final class FleetPolicies {
  private static final String NODE = "config.openshift.io";
  private static final String ADMISSION = "policy.sigstore.dev";
  private static final Instant ACCEPTED = Instant.parse("2026-01-01T00:00:00Z");

  private FleetPolicies() {}

  static String key(PolicyRecord policy) {
    return policy.getGroup() + "/" + policy.getKind() + "//" + policy.getName();
  }

  static List<PolicyRecord> all(Fleet fleet) {
    var policies = new ArrayList<PolicyRecord>();
    for (int team = 0; team < fleet.teams(); team++) {
      for (Fleet.Kind kind : Fleet.Kind.values()) {
        policies.add(node(fleet, team, kind));
      }
      policies.add(attested(fleet, team));
    }
    policies.add(everywhere("{\"name\":\"all\",\"static\":{\"action\":\"pass\"}}"));
    return policies;
  }

  /** What nodes ask of one team's images of one kind: the team's key, and the log's where it is. */
  static PolicyRecord node(Fleet fleet, int team, Fleet.Kind kind) {
    return node(fleet, team, kind, "MatchRepository");
  }

  static PolicyRecord node(Fleet fleet, int team, Fleet.Kind kind, String identity) {
    String scope = Fleet.scope(team, kind);
    String log =
        kind == Fleet.Kind.LOGGED ? ",\"rekorKeyData\":\"" + base64(fleet.logPem()) + "\"" : "";
    String spec =
        "{\"scopes\":[\""
            + scope
            + "\"],\"policy\":{\"rootOfTrust\":{\"policyType\":\"PublicKey\","
            + "\"publicKey\":{\"keyData\":\""
            + base64(fleet.key(team).publicKeyPem())
            + "\""
            + log
            + "}},\"signedIdentity\":{\"matchPolicy\":\""
            + identity
            + "\"}}}";
    String name = "team-%02d-%s".formatted(team, kind.name().toLowerCase(java.util.Locale.ROOT));
    return policy(NODE, "v1", name, scope, spec);
  }

  private static PolicyRecord attested(Fleet fleet, int team) {
    String scope = Fleet.scope(team, Fleet.Kind.ATTESTED);
    String authority =
        "{\"name\":\"team\",\"key\":{\"data\":"
            + quoted(fleet.key(team).publicKeyPem())
            + ",\"hashAlgorithm\":\"sha256\"},\"attestations\":[{\"name\":\"provenance\",\"predicateType\":\""
            + Fleet.PREDICATE_TYPE
            + "\"}]}";
    return admission("team-%02d-attested".formatted(team), scope + "/**", scope + "/", authority);
  }

  /** The policy over everything, by one authority. */
  static PolicyRecord everywhere(String authority) {
    return admission("everywhere", Fleet.REGISTRY + "/**", Fleet.REGISTRY + "/", authority);
  }

  /** An authority by key that signs nothing in the fleet. */
  static String keyAuthority(TestKey key) {
    return "{\"name\":\"new\",\"key\":{\"data\":"
        + quoted(key.publicKeyPem())
        + ",\"hashAlgorithm\":\"sha256\"}}";
  }

  private static PolicyRecord admission(String name, String glob, String prefix, String authority) {
    String spec =
        "{\"images\":[{\"glob\":\""
            + glob
            + "\"}],\"authorities\":["
            + authority
            + "],\"mode\":\"warn\"}";
    return policy(ADMISSION, "v1beta1", name, prefix, spec);
  }

  private static PolicyRecord policy(
      String group, String version, String name, String scope, String spec) {
    return PolicyRecord.newBuilder()
        .setGroup(group)
        .setVersion(version)
        .setKind("ClusterImagePolicy")
        .setName(name)
        .setScopes(List.of(scope))
        .setSpec(spec)
        .setDocument("{}")
        .setOrigin("bench")
        .setAcceptedAt(ACCEPTED)
        .build();
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\n", "\\n") + "\"";
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
