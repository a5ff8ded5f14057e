package io.sealbus.policyingest;

import io.sealbus.verification.resource.Finding;
import io.sealbus.verification.resource.JsonText;
import io.sealbus.verification.resource.Reading;
import io.sealbus.verification.resource.Resource;
import io.sealbus.verification.sigstore.ControllerConfiguration;
import io.sealbus.verification.sigstore.MaterialAdmission;
import io.sealbus.verification.sigstore.ReferredMaterial;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The core group's kinds that policies of {@code policy.sigstore.dev} refer to. */
final class MaterialKinds implements KindAdmission {
  private final MaterialAdmission admission;

  MaterialKinds(String controllerNamespace) {
    this.admission = new MaterialAdmission(controllerNamespace);
  }

  @Override
  public List<String> kinds() {
    return List.of(ReferredMaterial.SECRET, ReferredMaterial.CONFIG_MAP);
  }

  @Override
  public List<String> apiVersions(String kind) {
    return kinds().contains(kind) ? List.of("v1") : List.of();
  }

  @Override
  public Checked<Candidate> admit(
      Submitted submitted, @Nullable CurrentPolicy current, ControllerConfiguration configuration) {
    return switch (admission.admit(submitted.resource())) {
      case Reading.Read<ReferredMaterial>(ReferredMaterial material) ->
          new Checked.Good<>(candidate(submitted.resource(), material));
      case Reading.Refused<ReferredMaterial>(List<Finding> findings) ->
          new Checked.Bad<>(findings.stream().map(f -> Rule.fault(submitted.place(), f)).toList());
    };
  }

  private static Candidate candidate(Resource resource, ReferredMaterial material) {
    return new Candidate(
        material.key(),
        resource.version(),
        resource.uid(),
        resource.generation(),
        // Which policies refer to it, and so which images it touches, can change at any time.
        List.of(),
        material.specJson(),
        JsonText.write(resource.document()),
        null,
        List.of());
  }

  /** What {@code submitted} configures the policy-controller to; null for another resource. */
  static @Nullable ControllerConfiguration configuration(Resource resource, String namespace) {
    boolean own =
        MaterialAdmission.knows(resource.apiVersion(), resource.kind())
            && resource.name().equals(ControllerConfiguration.NAME);
    return own
            && new MaterialAdmission(namespace).admit(resource)
                instanceof Reading.Read<ReferredMaterial>(ReferredMaterial.ConfigMap map)
        ? ControllerConfiguration.of(map.entries()).orElse(null)
        : null;
  }
}
