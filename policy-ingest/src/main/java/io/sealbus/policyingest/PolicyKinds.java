package io.sealbus.policyingest;

import io.sealbus.runtime.http.Problem.Fault;
import io.sealbus.verification.openshift.Admission;
import io.sealbus.verification.openshift.ImagePolicy;
import io.sealbus.verification.resource.Documents;
import io.sealbus.verification.resource.FindingCode;
import io.sealbus.verification.resource.JsonText;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Reading;
import io.sealbus.verification.resource.Resource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The kinds that are taken, and who admits each. Here the service calls the law. */
final class PolicyKinds {
  private static final List<String> KINDS =
      List.of(ImagePolicy.CLUSTER_KIND, ImagePolicy.NAMESPACED_KIND);
  private static final List<String> API_VERSIONS =
      List.of(ImagePolicy.GROUP + "/v1", ImagePolicy.GROUP + "/v1alpha1");

  private final Admission admission = Admission.newest();

  /**
   * Judges one resource.
   *
   * @param current what stands under its key: a change of it may keep what was valid when it came
   */
  Checked<Candidate> admit(Submitted submitted, @Nullable CurrentPolicy current) {
    Resource resource = submitted.resource();
    if (!KINDS.contains(resource.kind()) || !API_VERSIONS.contains(resource.apiVersion())) {
      return new Checked.Bad<>(List.of(unknown(submitted)));
    }
    return switch (judge(resource, current)) {
      case Admission.Admitted admitted ->
          new Checked.Good<>(candidate(resource, admitted.policy()));
      case Admission.Rejected rejected ->
          new Checked.Bad<>(
              rejected.findings().stream().map(f -> Rule.fault(submitted.place(), f)).toList());
    };
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
        JsonText.write(resource.document()));
  }

  private static Fault unknown(Submitted submitted) {
    Resource resource = submitted.resource();
    boolean kindKnown = KINDS.contains(resource.kind());
    String field = kindKnown ? "apiVersion" : "kind";
    String given = kindKnown ? resource.apiVersion() : resource.kind();
    return new Fault(
        submitted.place() + "." + field,
        FindingCode.KIND_NOT_SUPPORTED.name(),
        "\""
            + Printable.of(given, 200)
            + "\" is not taken"
            + Nearest.hint(given, kindKnown ? API_VERSIONS : KINDS)
            + " (taken: "
            + String.join(", ", kindKnown ? API_VERSIONS : KINDS)
            + ")");
  }
}
