package io.sealbus.verification.sigstore.evaluation;

import io.sealbus.verification.Proof;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.sigstore.Authority;
import io.sealbus.verification.sigstore.ClusterImagePolicy;
import io.sealbus.verification.sigstore.ClusterImagePolicy.ImagePolicyText;
import io.sealbus.verification.sigstore.ControllerConfiguration;
import io.sealbus.verification.sigstore.Glob;
import io.sealbus.verification.sigstore.WorkloadMatch;
import io.sealbus.verification.sigstore.WorkloadMatch.LabelSelector;
import io.sealbus.verification.sigstore.WorkloadMatch.Operator;
import io.sealbus.verification.trust.TrustedRoot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compiles policies, for one profile or the other. */
record PolicyCompiler(
    Map<String, Proof<TrustedRoot>> trustRoots,
    @Nullable TrustedRoot defaultTrustedRoot,
    MaterialReader material,
    ControllerConfiguration configuration,
    SignatureProvider provider) {

  /** By name, those that cannot be compiled among them. */
  List<CompiledSigstorePolicy> compile(List<ClusterImagePolicy> policies, Profile profile) {
    var compiled = new ArrayList<CompiledSigstorePolicy>();
    for (ClusterImagePolicy policy : policies) {
      try {
        requireUsable(policy);
        compiled.add(compile(policy, profile));
      } catch (NotCompiled e) {
        boolean vanishes = e.vanishes() && profile == Profile.REFERENCE;
        compiled.add(
            new CompiledSigstorePolicy(policy, List.of(), null, e.reason(), vanishes, profile));
      }
    }
    compiled.sort(Comparator.comparing(c -> c.policy().key()));
    return compiled;
  }

  private static void requireUsable(ClusterImagePolicy policy) throws NotCompiled {
    if (policy.images().stream().map(Glob::parse).anyMatch(Optional::isEmpty)) {
      throw NotCompiled.forEveryone("a glob of the policy is none");
    }
    for (WorkloadMatch match : policy.match()) {
      LabelSelector selector = match.selector();
      if (selector != null
          && selector.matchExpressions().stream().anyMatch(e -> e.operator() == Operator.UNKNOWN)) {
        throw NotCompiled.forEveryone("policy with wrong match label selector");
      }
    }
  }

  private CompiledSigstorePolicy compile(ClusterImagePolicy policy, Profile profile)
      throws NotCompiled {
    var compiler =
        new AuthorityCompiler(
            new TrustSource(trustRoots, defaultTrustedRoot, profile),
            material,
            profile,
            policy.apiVersion().endsWith("/v1beta1"),
            configuration.enableOci11(),
            provider);
    var authorities = new ArrayList<CompiledAuthority>();
    for (Authority authority : policy.authorities()) {
      authorities.add(compiler.compile(authority));
    }
    ImagePolicyText text = policy.policy();
    CompiledText compiledText = text == null ? null : material.text(text.text());
    return new CompiledSigstorePolicy(policy, authorities, compiledText, null, false, profile);
  }
}
