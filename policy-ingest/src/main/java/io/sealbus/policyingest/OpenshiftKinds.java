package io.sealbus.policyingest;

import io.sealbus.verification.openshift.Admission;
import io.sealbus.verification.openshift.ImagePolicy;
import io.sealbus.verification.openshift.StandingResource;
import io.sealbus.verification.resource.JsonText;
import io.sealbus.verification.resource.Resource;
import io.sealbus.verification.sigstore.ControllerConfiguration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The policies of {@code config.openshift.io}. */
final class OpenshiftKinds implements KindAdmission {
  private final Admission admission = Admission.newest();

  @Override
  public List<String> kinds() {
    return List.of(ImagePolicy.CLUSTER_KIND, ImagePolicy.NAMESPACED_KIND);
  }

  @Override
  public List<String> apiVersions(String kind) {
    return kinds().contains(kind)
        ? List.of(ImagePolicy.GROUP + "/v1", ImagePolicy.GROUP + "/v1alpha1")
        : List.of();
  }

  @Override
  public Checked<Candidate> admit(
      Submitted submitted, @Nullable CurrentPolicy current, ControllerConfiguration configuration) {
    Resource resource = submitted.resource();
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
    return current.document().map(stored -> admission.admit(resource, stored)).orElse(alone);
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
        StandingResource.confirmation(resource),
        List.of());
  }
}
