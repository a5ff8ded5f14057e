package io.sealbus.verification.sigstore;

import io.sealbus.verification.resource.Finding;
import io.sealbus.verification.resource.FindingCode;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Resource;
import io.sealbus.verification.resource.ResourceKey;
import io.sealbus.verification.sigstore.Shape.Struct;
import io.sealbus.verification.sigstore.StrictDecoder.Decoded;
import java.util.List;
import java.util.Set;

/**
 * Admits ClusterImagePolicies and TrustRoots as the policy-controller's webhooks do: strictly
 * decoded, defaulted, and refused with the same messages at the same paths.
 */
public record Admission(Strictness strictness) {
  private static final Set<String> POLICY_VERSIONS = Set.of("v1beta1", "v1alpha1");

  /** What becomes of a document that only a defect of the reference lets in. */
  public enum Strictness {
    /** It is refused: what cannot work, or is checked weaker than written, is no policy. */
    SOUND,
    /** It is admitted, as the policy-controller does. */
    REFERENCE
  }

  /** The outcome of admission. */
  public sealed interface Outcome {
    /**
     * The resource is a valid policy.
     *
     * @param policy with defaults applied
     * @param spec the normalised spec: defaults applied, members in the order of the types
     * @param specJson the same as text; equal specs give equal text
     */
    record AdmittedPolicy(ClusterImagePolicy policy, Node.Mapping spec, String specJson)
        implements Outcome {}

    /** The resource is a valid TrustRoot; the rest as of a policy. */
    record AdmittedTrustRoot(TrustRoot trustRoot, Node.Mapping spec, String specJson)
        implements Outcome {}

    /**
     * The resource is refused.
     *
     * @param findings at least one
     */
    record Rejected(List<Finding> findings) implements Outcome {
      public Rejected {
        findings = List.copyOf(findings);
      }
    }
  }

  /** Judges a resource. */
  public Outcome admit(Resource resource) {
    boolean own = resource.group().equals(ClusterImagePolicy.GROUP);
    boolean policy =
        own
            && resource.kind().equals(ClusterImagePolicy.KIND)
            && POLICY_VERSIONS.contains(resource.version());
    boolean trustRoot =
        own && resource.kind().equals(TrustRoot.KIND) && resource.version().equals("v1alpha1");
    if (!policy && !trustRoot) {
      String message = "no kind " + resource.kind() + " in " + resource.apiVersion();
      return new Outcome.Rejected(
          List.of(new Finding("kind", FindingCode.KIND_NOT_SUPPORTED, message)));
    }
    Struct shape = policy ? Shapes.clusterImagePolicy(resource.version()) : Shapes.trustRoot();
    return switch (StrictDecoder.decode(resource.document(), shape)) {
      case Decoded.Bad(StrictDecoder.Fault fault) ->
          new Outcome.Rejected(
              List.of(new Finding(fault.path(), fault.code(), "decode: " + fault.message())));
      case Decoded.Good(Node.Mapping document) when document.get("spec") instanceof Node.Mapping s ->
          policy ? policy(resource, s) : trustRoot(resource, s);
      case Decoded.Good good -> throw new IllegalStateException("decoded without a spec");
    };
  }

  private static Outcome policy(Resource resource, Node.Mapping decoded) {
    Struct shape = Shapes.clusterImagePolicySpec(resource.version());
    Node.Mapping spec = Defaults.ofPolicy(decoded);
    ResourceKey key = resource.key().orElseThrow();
    ClusterImagePolicy policy =
        PolicyReader.read(key, resource.apiVersion(), resource.uid(), resource.generation(), spec);
    return new Outcome.AdmittedPolicy(policy, spec, SpecText.write(spec, shape));
  }

  private static Outcome trustRoot(Resource resource, Node.Mapping decoded) {
    Node.Mapping spec = Defaults.ofTrustRoot(decoded);
    ResourceKey key = resource.key().orElseThrow();
    TrustRoot root =
        TrustRootReader.read(
            key, resource.apiVersion(), resource.uid(), resource.generation(), spec);
    return new Outcome.AdmittedTrustRoot(
        root, spec, SpecText.write(spec, Shapes.trustRootSpec()));
  }
}
