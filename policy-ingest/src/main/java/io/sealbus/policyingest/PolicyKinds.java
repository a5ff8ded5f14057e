package io.sealbus.policyingest;

import io.sealbus.runtime.http.Problem.Fault;
import io.sealbus.verification.openshift.Admission;
import io.sealbus.verification.openshift.ImagePolicy;
import io.sealbus.verification.openshift.PlatformConfiguration;
import io.sealbus.verification.openshift.PlatformKind;
import io.sealbus.verification.openshift.PlatformResource;
import io.sealbus.verification.openshift.StandingResource;
import io.sealbus.verification.resource.Documents;
import io.sealbus.verification.resource.Finding;
import io.sealbus.verification.resource.FindingCode;
import io.sealbus.verification.resource.JsonText;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Reading;
import io.sealbus.verification.resource.Resource;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The kinds that are taken, and who admits each. Here the service calls the law. */
final class PolicyKinds {
  private static final List<String> POLICY_VERSIONS =
      List.of(ImagePolicy.GROUP + "/v1", ImagePolicy.GROUP + "/v1alpha1");

  /** Each kind with the API versions that it is taken in. */
  private static final Map<String, List<String>> KINDS = kinds();

  private final Admission admission = Admission.newest();

  private static Map<String, List<String>> kinds() {
    var kinds = new LinkedHashMap<String, List<String>>();
    kinds.put(ImagePolicy.CLUSTER_KIND, POLICY_VERSIONS);
    kinds.put(ImagePolicy.NAMESPACED_KIND, POLICY_VERSIONS);
    for (PlatformKind kind : PlatformKind.values()) {
      kinds.put(kind.kind(), List.of(kind.apiVersion()));
    }
    return Collections.unmodifiableMap(kinds);
  }

  /**
   * Judges one resource.
   *
   * @param current what stands under its key: a change of it may keep what was valid when it came
   */
  Checked<Candidate> admit(Submitted submitted, @Nullable CurrentPolicy current) {
    Resource resource = submitted.resource();
    if (!KINDS.getOrDefault(resource.kind(), List.of()).contains(resource.apiVersion())) {
      return new Checked.Bad<>(List.of(unknown(submitted)));
    }
    return PlatformConfiguration.concerns(resource)
        ? admitPlatform(submitted)
        : admitPolicy(submitted, current);
  }

  private static Checked<Candidate> admitPlatform(Submitted submitted) {
    Resource resource = submitted.resource();
    return switch (PlatformResource.admit(resource)) {
      case Reading.Read<PlatformResource>(PlatformResource admitted) ->
          new Checked.Good<>(
              new Candidate(
                  admitted.key(),
                  resource.version(),
                  resource.uid(),
                  resource.generation(),
                  List.of(),
                  admitted.specJson(),
                  JsonText.write(resource.document()),
                  StandingResource.confirmation(resource)));
      case Reading.Refused<PlatformResource>(List<Finding> findings) ->
          bad(submitted.place(), findings);
    };
  }

  private Checked<Candidate> admitPolicy(Submitted submitted, @Nullable CurrentPolicy current) {
    Resource resource = submitted.resource();
    return switch (judge(resource, current)) {
      case Admission.Admitted admitted ->
          new Checked.Good<>(candidate(resource, admitted.policy()));
      case Admission.Rejected(List<Finding> findings) -> bad(submitted.place(), findings);
    };
  }

  private static Checked<Candidate> bad(String place, List<Finding> findings) {
    return new Checked.Bad<>(findings.stream().map(f -> Rule.fault(place, f)).toList());
  }

  /** What the resource that stands says of its impact on the platform's release. */
  static @Nullable String confirmation(CurrentPolicy current) {
    return stored(current).map(StandingResource::confirmation).orElse(null);
  }

  private Admission.Outcome judge(Resource resource, @Nullable CurrentPolicy current) {
    Admission.Outcome alone = admission.admit(resource);
    if (alone instanceof Admission.Admitted || current == null) {
      return alone;
    }
    return stored(current).map(stored -> admission.admit(resource, stored)).orElse(alone);
  }

  private static Optional<Resource> stored(CurrentPolicy current) {
    byte[] document = current.record().getDocument().getBytes(StandardCharsets.UTF_8);
    if (Documents.read(document, Submission.LIMITS)
            instanceof Reading.Read<List<Node>>(List<Node> documents)
        && documents.size() == 1
        && Resource.of(documents.getFirst()) instanceof Reading.Read<Resource>(Resource resource)) {
      return Optional.of(resource);
    }
    return Optional.empty();
  }

  private static Candidate candidate(Resource resource, ImagePolicy policy) {
    return new Candidate(
        policy.key(),
        resource.version(),
        policy.uid(),
        policy.generation(),
        policy.scopes(),
        policy.specJson(),
        JsonText.write(resource.document()),
        StandingResource.confirmation(resource));
  }

  private static Fault unknown(Submitted submitted) {
    Resource resource = submitted.resource();
    List<String> versions = KINDS.get(resource.kind());
    String field = versions == null ? "kind" : "apiVersion";
    String given = versions == null ? resource.kind() : resource.apiVersion();
    Collection<String> taken = versions == null ? KINDS.keySet() : versions;
    return new Fault(
        submitted.place() + "." + field,
        FindingCode.KIND_NOT_SUPPORTED.name(),
        "\""
            + Printable.of(given, 200)
            + "\" is not taken"
            + Nearest.hint(given, taken)
            + " (taken: "
            + String.join(", ", taken)
            + ")");
  }
}
