package io.sealbus.verification.sigstore.evaluation;

import io.sealbus.verification.sigstore.Authority;
import io.sealbus.verification.sigstore.Authority.HashName;
import io.sealbus.verification.sigstore.Authority.Identity;
import io.sealbus.verification.sigstore.Authority.KeyMaterial;
import io.sealbus.verification.sigstore.Authority.Root;
import io.sealbus.verification.sigstore.Authority.SignatureFormat;
import io.sealbus.verification.sigstore.Authority.Source;
import io.sealbus.verification.sigstore.Authority.TextRule;
import io.sealbus.verification.sigstore.ClusterImagePolicy;
import io.sealbus.verification.sigstore.ClusterImagePolicy.Mode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a policy of {@code policy.sigstore.dev} can be written for nodes, as an {@code
 * ImagePolicy} that accepts no more than it does. Two things remain different in any case: nodes
 * compare the image's name in a signature, for which {@code MatchRepository} is the widest rule,
 * and of several scopes for an image only the most specific counts.
 *
 * @param scopes what the globs mean to a node; those that are no scope are left out
 * @param obstacles why it cannot; empty where it can
 */
public record NodeRenderability(List<String> scopes, Set<Obstacle> obstacles) {
  private static final String HUB = "index.docker.io";

  public NodeRenderability {
    scopes = List.copyOf(scopes);
    obstacles = Set.copyOf(obstacles);
  }

  /** What a node's policy cannot say. A code is permanent. */
  public enum Obstacle {
    WARN_MODE("Nodes refuse or accept; they do not warn."),
    WORKLOAD_MATCH("Nodes do not know the workload that an image is pulled for."),
    GLOB_NOT_A_SCOPE(
        "A glob is no scope: only a whole registry, namespace or repository, or one digest, is."),
    SEVERAL_AUTHORITIES("The requirements of a scope must all hold; nodes know no alternatives."),
    STATIC_AUTHORITY("An ImagePolicy cannot accept or reject without looking at signatures."),
    ATTESTATIONS("Nodes do not look at attestations."),
    POLICY_OVER_AUTHORITIES("Nodes evaluate no CUE, Rego or CEL."),
    OTHER_SOURCE("Nodes look for signatures beside the image alone."),
    BUNDLES("Nodes do not know bundles."),
    TIMESTAMPS("Nodes do not verify signed timestamps."),
    HASH_NOT_SHA256("Nodes verify over SHA-256 alone."),
    KEY_NOT_INLINE("The key is not in the policy."),
    CA_CERTIFICATE("Certificates of ca-cert are accepted by nobody."),
    LOG_NOT_REQUIRED("Nodes always ask a keyless signature for a log entry; the policy does not."),
    SCT_REQUIRED("Nodes do not look at certificate timestamps, which the policy asks for."),
    DEFAULT_TRUST_ROOT("A node's policy names its authority; it has no default one."),
    SEVERAL_IDENTITIES("Nodes know one identity."),
    IDENTITY_PATTERN("Nodes compare identities as text; they know no patterns."),
    IDENTITY_NOT_AN_EMAIL("Nodes know e-mail addresses as keyless identities alone.");

    private final String meaning;

    Obstacle(String meaning) {
      this.meaning = meaning;
    }

    /** What the code means, in one sentence. */
    public String meaning() {
      return meaning;
    }
  }

  /** Whether nothing stands in the way. */
  public boolean isRenderable() {
    return obstacles.isEmpty();
  }

  /** Of {@code policy}. */
  public static NodeRenderability of(ClusterImagePolicy policy) {
    Set<Obstacle> obstacles = EnumSet.noneOf(Obstacle.class);
    var scopes = new ArrayList<String>();
    for (String glob : policy.images()) {
      Optional<String> scope = scope(glob);
      scope.ifPresentOrElse(scopes::add, () -> obstacles.add(Obstacle.GLOB_NOT_A_SCOPE));
    }
    if (policy.mode() == Mode.WARN) {
      obstacles.add(Obstacle.WARN_MODE);
    }
    if (!policy.match().isEmpty()) {
      obstacles.add(Obstacle.WORKLOAD_MATCH);
    }
    if (policy.policy() != null) {
      obstacles.add(Obstacle.POLICY_OVER_AUTHORITIES);
    }
    if (policy.authorities().size() != 1) {
      obstacles.add(Obstacle.SEVERAL_AUTHORITIES);
    }
    policy.authorities().forEach(authority -> add(obstacles, authority));
    return new NodeRenderability(scopes, obstacles);
  }

  /**
   * The scope that governs exactly the digests that {@code glob} matches: {@code registry/**},
   * {@code registry/namespace/**}, {@code registry/repository@*}, or a digest.
   */
  private static Optional<String> scope(String glob) {
    String name = glob;
    if (glob.endsWith("/**")) {
      name = glob.substring(0, glob.length() - 3);
    } else if (glob.endsWith("@*")) {
      name = glob.substring(0, glob.length() - 2);
    } else if (!glob.matches("[^@]+@sha256:[0-9a-f]{64}")) {
      return Optional.empty();
    }
    int slash = name.indexOf('/');
    String registry = slash < 0 ? name : name.substring(0, slash);
    boolean isRegistry = registry.indexOf('.') >= 0 || registry.indexOf(':') >= 0;
    if (!isRegistry || name.indexOf('*') >= 0) {
      return Optional.empty();
    }
    return Optional.of(
        registry.equals(HUB) ? "docker.io" + name.substring(registry.length()) : name);
  }

  private static void add(Set<Obstacle> obstacles, Authority authority) {
    if (!authority.attestations().isEmpty()) {
      obstacles.add(Obstacle.ATTESTATIONS);
    }
    Source source = authority.source();
    if (source != null && (source.oci() != null || !source.tagPrefix().isEmpty())) {
      obstacles.add(Obstacle.OTHER_SOURCE);
    }
    if (authority.signatureFormat() == SignatureFormat.BUNDLE) {
      obstacles.add(Obstacle.BUNDLES);
    }
    if (authority.rfc3161timestamp() != null) {
      obstacles.add(Obstacle.TIMESTAMPS);
    }
    switch (authority.root()) {
      case Root.StaticPass ignored -> obstacles.add(Obstacle.STATIC_AUTHORITY);
      case Root.StaticFail ignored -> obstacles.add(Obstacle.STATIC_AUTHORITY);
      case Root.Key key -> addKey(obstacles, key);
      case Root.Keyless keyless -> addKeyless(obstacles, authority, keyless);
    }
  }

  private static void addKey(Set<Obstacle> obstacles, Root.Key key) {
    if (key.hash() != HashName.SHA256) {
      obstacles.add(Obstacle.HASH_NOT_SHA256);
    }
    if (!(key.material() instanceof KeyMaterial.Data)) {
      obstacles.add(Obstacle.KEY_NOT_INLINE);
    }
  }

  private static void addKeyless(
      Set<Obstacle> obstacles, Authority authority, Root.Keyless keyless) {
    if (keyless.url() == null) {
      obstacles.add(Obstacle.CA_CERTIFICATE);
    }
    if (keyless.trustRootRef() == null) {
      obstacles.add(Obstacle.DEFAULT_TRUST_ROOT);
    } else if (authority.ctlog() == null) {
      obstacles.add(Obstacle.LOG_NOT_REQUIRED);
    }
    if (!keyless.insecureIgnoreSct()) {
      obstacles.add(Obstacle.SCT_REQUIRED);
    }
    if (keyless.identities().size() != 1) {
      obstacles.add(Obstacle.SEVERAL_IDENTITIES);
    }
    for (Identity identity : keyless.identities()) {
      if (identity.issuer() instanceof TextRule.Matching
          || identity.subject() instanceof TextRule.Matching) {
        obstacles.add(Obstacle.IDENTITY_PATTERN);
      }
      if (identity.subject() instanceof TextRule.Exactly(String subject)
          && (subject.indexOf('@') < 0 || subject.indexOf('/') >= 0)) {
        obstacles.add(Obstacle.IDENTITY_NOT_AN_EMAIL);
      }
    }
  }
}
