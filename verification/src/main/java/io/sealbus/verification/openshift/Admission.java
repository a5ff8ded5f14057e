package io.sealbus.verification.openshift;

import io.sealbus.verification.golang.GoText;
import io.sealbus.verification.openshift.Schema.AnySchema;
import io.sealbus.verification.openshift.Schema.ObjectSchema;
import io.sealbus.verification.resource.Finding;
import io.sealbus.verification.resource.FindingCode;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Admits ClusterImagePolicies and ImagePolicies as the API server does: the same resources, refused
 * with the same messages at the same paths.
 *
 * @param release which release's manifests decide
 * @param features which feature set's manifests decide
 * @param unknownFields what becomes of fields that the kind does not have
 */
public record Admission(Release release, FeatureSet features, UnknownFields unknownFields) {
  /** What becomes of a field that the kind does not have. */
  public enum UnknownFields {
    /**
     * The resource is refused: a misspelt field is a policy that is weaker than its author thinks.
     */
    REFUSED,
    /** The field is dropped with a warning, as the API server does for clients that do not ask. */
    PRUNED
  }

  /** The outcome of admission. */
  public sealed interface Outcome {}

  /**
   * The resource is a valid policy.
   *
   * @param policy with defaults applied
   * @param stored the resource as the API server would store it
   * @param warnings unknown fields that were dropped
   */
  public record Admitted(ImagePolicy policy, Node.Mapping stored, List<Finding> warnings)
      implements Outcome {
    public Admitted {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * The resource is refused.
   *
   * @param findings at least one; no two are equal
   */
  public record Rejected(List<Finding> findings) implements Outcome {
    public Rejected {
      findings = findings.stream().distinct().toList();
    }
  }

  private static final String UNCHECKED =
      "Invalid value: \"null\": some validation rules were not checked because the object was"
          + " invalid; correct the existing errors to complete validation";
  private static final Set<FindingCode> BLOCKING =
      Set.of(
          FindingCode.REQUIRED,
          FindingCode.WRONG_TYPE,
          FindingCode.TOO_LONG,
          FindingCode.TOO_MANY,
          FindingCode.UNSUPPORTED_VALUE);

  /** The newest release with its default features; unknown fields are refused. */
  public static Admission newest() {
    return new Admission(Release.V4_21, FeatureSet.DEFAULT, UnknownFields.REFUSED);
  }

  /** Judges a new resource by the manifest of its own version. */
  public Outcome admit(Resource resource) {
    return admit(resource, resource.version(), null);
  }

  /** Judges the change of {@code stored}, which was once admitted, to {@code resource}. */
  public Outcome admit(Resource resource, Resource stored) {
    return admit(resource, resource.version(), stored.document());
  }

  /**
   * Judges a resource that was sent to the endpoint of {@code version}.
   *
   * @param version {@code v1} or {@code v1alpha1}
   * @param stored the document before an update, or null for a new one
   */
  public Outcome admit(Resource resource, String version, Node.@Nullable Mapping stored) {
    boolean known =
        resource.kind().equals(ImagePolicy.CLUSTER_KIND)
            || resource.kind().equals(ImagePolicy.NAMESPACED_KIND);
    Optional<Manifest> manifest = Manifest.of(version, release, features);
    if (!known || manifest.isEmpty() || !resource.group().equals(ImagePolicy.GROUP)) {
      String message =
          "no kind " + GoText.quote(resource.kind()) + " in " + GoText.quote(resource.apiVersion());
      return new Rejected(List.of(new Finding("kind", FindingCode.KIND_NOT_SUPPORTED, message)));
    }
    return judge(resource, manifest.get(), stored);
  }

  private Outcome judge(Resource resource, Manifest manifest, Node.@Nullable Mapping stored) {
    ObjectSchema schema = root(PolicySchema.of(manifest));
    var pruning = new Pruning();
    var pruned = (Node.Mapping) pruning.prune(resource.document(), schema, "");
    Node old = stored == null ? null : new Pruning().prune(stored, schema, "");
    var findings = new ArrayList<Finding>();
    if (unknownFields == UnknownFields.REFUSED) {
      findings.addAll(pruning.unknown());
    }
    Names.check(resource, manifest, findings);
    validate(pruned, old, schema, findings);
    if (!findings.isEmpty()) {
      return new Rejected(findings);
    }
    return new Admitted(policy(resource, pruned), pruned, pruning.unknown());
  }

  private static ImagePolicy policy(Resource resource, Node.Mapping pruned) {
    var key = resource.key().orElseThrow();
    if (pruned.get("spec") instanceof Node.Mapping spec) {
      return new SpecReader(spec)
          .policy(key, resource.apiVersion(), resource.uid(), resource.generation());
    }
    throw new IllegalStateException("admitted without a spec");
  }

  private static ObjectSchema root(Schema spec) {
    var any = new AnySchema();
    return new ObjectSchema(
        Map.of("apiVersion", any, "kind", any, "metadata", any, "spec", spec, "status", any),
        Set.of("spec"),
        List.of());
  }

  /** In the order of the API server: schema, sets, and CEL only over what passed the schema. */
  private static void validate(
      Node.Mapping node, @Nullable Node old, ObjectSchema schema, List<Finding> findings) {
    var structural = new ArrayList<Finding>();
    Node spec = node.get("spec");
    Node oldSpec = SchemaCheck.member(old, "spec");
    Schema specSchema = schema.properties().getOrDefault("spec", new AnySchema());
    if (spec == null) {
      structural.add(new Finding("spec", FindingCode.REQUIRED, "Required value"));
    } else {
      new SchemaCheck(structural).check(spec, oldSpec, specSchema, "spec");
    }
    structural.addAll(duplicates(spec, oldSpec));
    boolean blocked = structural.stream().anyMatch(finding -> BLOCKING.contains(finding.code()));
    findings.addAll(structural);
    if (blocked) {
      findings.add(new Finding("<nil>", FindingCode.NOT_CHECKED, UNCHECKED));
    } else if (spec != null) {
      new RuleCheck(findings).check(spec, oldSpec, specSchema, "spec");
    }
  }

  /** Not looked for where the stored object has some already. */
  private static List<Finding> duplicates(@Nullable Node spec, @Nullable Node oldSpec) {
    String path = "spec.scopes";
    Node old = SchemaCheck.member(oldSpec, "scopes");
    Node scopes = SchemaCheck.member(spec, "scopes");
    boolean stored = old != null && !SchemaCheck.duplicates(old, path).isEmpty();
    return scopes == null || stored ? List.of() : SchemaCheck.duplicates(scopes, path);
  }
}
