package io.sealbus.verification.containers;

import io.sealbus.verification.Reason;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.evidence.Evidence;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.reference.ImageReference;
import io.sealbus.verification.reference.Scopes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A {@code policy.json} ready for use: its keys and certificates are parsed. Immutable; many
 * threads may evaluate at once.
 *
 * <p>Decides as containers/image does on a node that pulls through the {@code docker} transport.
 *
 * @see <a
 *     href="https://github.com/containers/image/blob/main/docs/containers-policy.json.5.md">containers-policy.json(5)</a>
 */
public final class CompiledPolicy {
  private static final String DOCKER = "docker";

  private final List<CompiledRequirement> defaults;
  private final Map<String, List<CompiledRequirement>> scopes;

  private CompiledPolicy(
      List<CompiledRequirement> defaults, Map<String, List<CompiledRequirement>> scopes) {
    this.defaults = defaults;
    this.scopes = Map.copyOf(scopes);
  }

  /** As {@link #compile(PolicyJson, MaterialSource, SignatureProvider)} with the fastest one. */
  public static CompiledPolicy compile(PolicyJson policy, MaterialSource files) {
    return compile(policy, files, SignatureProvider.fastest());
  }

  /**
   * Parses all material of the docker transport and of the default. Material that cannot be used is
   * no error here: like a node, the policy reports it as {@code TRUST_ROOT_INVALID} once a
   * signature is checked with it.
   */
  public static CompiledPolicy compile(
      PolicyJson policy, MaterialSource files, SignatureProvider provider) {
    var loader = new TrustRootLoader(files, provider);
    var scopes = new HashMap<String, List<CompiledRequirement>>();
    policy
        .transports()
        .getOrDefault(DOCKER, Map.of())
        .forEach((scope, requirements) -> scopes.put(scope, compile(requirements, loader)));
    return new CompiledPolicy(compile(policy.defaults(), loader), scopes);
  }

  private static List<CompiledRequirement> compile(
      List<Requirement> requirements, TrustRootLoader loader) {
    return requirements.stream().map(r -> CompiledRequirement.of(r, loader)).toList();
  }

  /** The most specific scope for {@code image} that the policy has, and its requirements. */
  public Governing governing(ImageReference image) {
    String scope = scopeOf(image);
    return new Governing(
        scope, requirements(scope).stream().map(CompiledRequirement::requirement).toList());
  }

  /**
   * Evaluates the policy.
   *
   * @param image the reference that the user gave, with a tag or a digest but not both, as {@link
   *     ImageReference#parseImage} gives it; its registry is the logical one, not a mirror
   * @param manifest SHA-256 digest of the manifest that is evaluated
   * @param instanceOfIndex whether the manifest was chosen from the index that {@code image} names,
   *     as clients do when they pull; a digest in {@code image} is then the index's
   * @param evidence what is attached to {@code manifest}
   * @param now the time that certificates without a trusted time are judged at
   */
  public Evaluation evaluate(
      ImageReference image,
      Digest manifest,
      boolean instanceOfIndex,
      Evidence evidence,
      Instant now) {
    var subject = new SigstoreSignedCheck.Subject(image, manifest, instanceOfIndex, now);
    String scope = scopeOf(image);
    var outcomes = new ArrayList<RequirementOutcome>();
    for (CompiledRequirement requirement : requirements(scope)) {
      outcomes.add(requirement.evaluate(subject, evidence));
    }
    return Evaluation.of(scope, outcomes);
  }

  /**
   * Evaluates the policy for an image whose manifest is not known, for {@code reason}. What asks
   * for no signature is decided all the same, as a node would.
   */
  public Evaluation unresolved(ImageReference image, Reason reason) {
    String scope = scopeOf(image);
    List<RequirementOutcome> outcomes =
        requirements(scope).stream().map(r -> r.unresolved(reason)).toList();
    return Evaluation.of(scope, outcomes);
  }

  /** The most specific scope for {@code image} that the policy has. */
  public String scopeOf(ImageReference image) {
    if (scopes.isEmpty()) {
      return Governing.GLOBAL_DEFAULT;
    }
    for (String candidate : Scopes.of(image)) {
      if (scopes.containsKey(candidate)) {
        return candidate;
      }
    }
    return scopes.containsKey(Governing.TRANSPORT_DEFAULT)
        ? Governing.TRANSPORT_DEFAULT
        : Governing.GLOBAL_DEFAULT;
  }

  /** No image has the scope "default", so a scope of that text cannot be meant. */
  private List<CompiledRequirement> requirements(String scope) {
    return scope.equals(Governing.GLOBAL_DEFAULT) ? defaults : scopes.getOrDefault(scope, defaults);
  }
}
