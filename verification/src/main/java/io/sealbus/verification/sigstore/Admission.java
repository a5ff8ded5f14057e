package io.sealbus.verification.sigstore;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.golang.GoText;
import io.sealbus.verification.resource.Finding;
import io.sealbus.verification.resource.FindingCode;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Resource;
import io.sealbus.verification.resource.ResourceKey;
import io.sealbus.verification.sigstore.Shape.Struct;
import io.sealbus.verification.sigstore.StrictDecoder.Decoded;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Admits ClusterImagePolicies and TrustRoots as the policy-controller's webhooks do: strictly
 * decoded, defaulted, and refused with the same messages at the same paths.
 *
 * @param controllerNamespace where the secrets and config maps are that policies refer to
 * @param configuration what the config map {@code config-policy-controller} says
 * @param texts who compiles policy texts
 * @param remote who fetches policy texts; asked where the strictness is {@link Strictness#SOUND}
 * @param repositories who reads packed TUF repositories
 */
public record Admission(
    Strictness strictness,
    String controllerNamespace,
    ControllerConfiguration configuration,
    PolicyTexts texts,
    RemoteTexts remote,
    TufRepositories repositories) {
  /** The controller's namespace where nothing else is said. */
  public static final String DEFAULT_NAMESPACE = "cosign-system";

  private static final Map<String, List<String>> VERSIONS =
      Map.of(
          ClusterImagePolicy.KIND,
          List.of(ClusterImagePolicy.GROUP + "/v1beta1", ClusterImagePolicy.GROUP + "/v1alpha1"),
          TrustRoot.KIND,
          List.of(ClusterImagePolicy.GROUP + "/v1alpha1"));
  private static final SignatureProvider PROVIDER = SignatureProvider.jdk();

  /** What becomes of a document that only a defect of the reference lets in. */
  public enum Strictness {
    /** It is refused: what cannot work, or is checked weaker than written, is no policy. */
    SOUND,
    /** It is admitted, as the policy-controller does. */
    REFERENCE;

    /** CEL is an extension of ours. */
    private Set<String> languages() {
      return this == SOUND ? Set.of("cue", "rego", "cel") : Set.of("cue", "rego");
    }
  }

  /** The outcome of admission. */
  public sealed interface Outcome {
    /**
     * The resource is a valid policy.
     *
     * @param policy with defaults applied
     * @param spec the normalised spec: defaults applied, members in the order of the types
     * @param specJson the same as text; equal specs give equal text
     * @param warnings what is admitted, and better were not written
     * @param warningText the reference's warnings in its own form; empty for none
     */
    record AdmittedPolicy(
        ClusterImagePolicy policy,
        Node.Mapping spec,
        String specJson,
        List<Finding> warnings,
        String warningText)
        implements Outcome {
      public AdmittedPolicy {
        warnings = List.copyOf(warnings);
      }
    }

    /** The resource is a valid TrustRoot; the rest as of a policy. */
    record AdmittedTrustRoot(TrustRoot trustRoot, Node.Mapping spec, String specJson)
        implements Outcome {
      /** The packed repository as it was handed in; null for none. */
      public @Nullable Bytes mirror() {
        return TrustRootReader.mirror(spec);
      }

      /** The same with what came of reading its TUF repository. */
      public AdmittedTrustRoot with(TrustResolution resolution) {
        Node.Mapping resolved = StoredTrustRoot.of(spec, resolution);
        var read =
            TrustRootReader.read(
                trustRoot.key(),
                trustRoot.apiVersion(),
                trustRoot.uid(),
                trustRoot.generation(),
                resolved);
        return new AdmittedTrustRoot(
            read, resolved, SpecText.write(resolved, Shapes.storedTrustRootSpec()));
      }
    }

    /**
     * The resource is refused.
     *
     * @param findings at least one
     * @param text the same in the reference's form
     */
    record Rejected(List<Finding> findings, String text) implements Outcome {
      public Rejected {
        findings = List.copyOf(findings);
      }
    }
  }

  /** The API versions, with their group, in which {@code kind} is judged here. */
  public static List<String> apiVersions(String kind) {
    return VERSIONS.getOrDefault(kind, List.of());
  }

  /** Whether resources of this kind and version are judged here. */
  public static boolean knows(String apiVersion, String kind) {
    return apiVersions(kind).contains(apiVersion);
  }

  /** Judges a resource. */
  public Outcome admit(Resource resource) {
    if (!knows(resource.apiVersion(), resource.kind())) {
      String message =
          "no kind " + GoText.quote(resource.kind()) + " in " + GoText.quote(resource.apiVersion());
      return rejected(new Finding("kind", FindingCode.KIND_NOT_SUPPORTED, message));
    }
    boolean policy = resource.kind().equals(ClusterImagePolicy.KIND);
    Struct shape = policy ? Shapes.clusterImagePolicy(resource.version()) : Shapes.trustRoot();
    return switch (StrictDecoder.decode(resource.document(), shape)) {
      case Decoded.Bad(StrictDecoder.Fault fault) ->
          rejected(new Finding(fault.path(), fault.code(), "decode: " + fault.message()));
      case Decoded.Good(Node.Mapping document) -> {
        Optional<ResourceKey> key = resource.key().filter(k -> k.namespace() == null);
        if (key.isEmpty()) {
          String message = "not the name of a cluster-scoped resource";
          yield rejected(new Finding("metadata", FindingCode.INVALID_NAME, message));
        }
        Node.Mapping spec = new SpecFields(document).objectOrNone("spec").object();
        yield policy ? policy(resource, key.get(), spec) : trustRoot(resource, key.get(), spec);
      }
    };
  }

  private Outcome policy(Resource resource, ResourceKey key, Node.Mapping decoded) {
    Node.Mapping spec = Defaults.ofPolicy(decoded);
    var rules =
        new PolicyRules(
            configuration, new KeyRules(controllerNamespace, PROVIDER), strictness.languages());
    rules.check(new SpecFields(spec));
    if (!rules.errors().isEmpty()) {
      return rejected(rules.errors());
    }
    var warnings = new FieldErrors(rules.warnings());
    if (strictness == Strictness.REFERENCE) {
      return admitted(resource, key, spec, warnings, List.of());
    }
    var inlining = new RemoteInlining(remote);
    Node.Mapping inlined = inlining.inline(spec);
    var beyond = new SoundnessRules(texts, PROVIDER);
    beyond.checkPolicy(new SpecFields(inlined));
    List<FieldError> errors =
        Stream.concat(beyond.errors().stream(), inlining.errors().stream()).toList();
    return errors.isEmpty()
        ? admitted(resource, key, inlined, warnings, beyond.warnings())
        : rejected(errors);
  }

  private static Outcome admitted(
      Resource resource,
      ResourceKey key,
      Node.Mapping spec,
      FieldErrors warnings,
      List<FieldError> own) {
    return new Outcome.AdmittedPolicy(
        PolicyReader.read(key, resource.apiVersion(), resource.uid(), resource.generation(), spec),
        spec,
        SpecText.write(spec, Shapes.clusterImagePolicySpec(resource.version())),
        Stream.of(warnings, new FieldErrors(own)).flatMap(w -> w.findings().stream()).toList(),
        warnings.text());
  }

  private Outcome trustRoot(Resource resource, ResourceKey key, Node.Mapping decoded) {
    Node.Mapping spec = Defaults.ofTrustRoot(decoded);
    var fields = new SpecFields(spec);
    List<FieldError> errors = new TrustRootRules(strictness, repositories, PROVIDER).check(fields);
    if (errors.isEmpty() && strictness == Strictness.SOUND) {
      var beyond = new SoundnessRules(texts, PROVIDER);
      beyond.checkTrustRoot(fields);
      errors = beyond.errors();
    }
    if (!errors.isEmpty()) {
      return rejected(errors);
    }
    TrustRoot root =
        TrustRootReader.read(
            key, resource.apiVersion(), resource.uid(), resource.generation(), spec);
    return new Outcome.AdmittedTrustRoot(
        root, spec, SpecText.write(spec, Shapes.storedTrustRootSpec()));
  }

  private static Outcome rejected(List<FieldError> errors) {
    var all = new FieldErrors(errors);
    return new Outcome.Rejected(all.findings(), all.text());
  }

  private static Outcome rejected(Finding finding) {
    return new Outcome.Rejected(List.of(finding), finding.message());
  }
}
