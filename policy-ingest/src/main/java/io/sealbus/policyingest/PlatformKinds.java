package io.sealbus.policyingest;

import io.sealbus.verification.openshift.PlatformKind;
import io.sealbus.verification.openshift.PlatformResource;
import io.sealbus.verification.openshift.StandingResource;
import io.sealbus.verification.resource.Finding;
import io.sealbus.verification.resource.JsonText;
import io.sealbus.verification.resource.Reading;
import io.sealbus.verification.resource.Resource;
import io.sealbus.verification.sigstore.ControllerConfiguration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The platform's own kinds that the nodes' files depend on. */
final class PlatformKinds implements KindAdmission {
  @Override
  public List<String> kinds() {
    return Arrays.stream(PlatformKind.values()).map(PlatformKind::kind).toList();
  }

  @Override
  public List<String> apiVersions() {
    return Arrays.stream(PlatformKind.values()).map(PlatformKind::apiVersion).distinct().toList();
  }

  @Override
  public boolean knows(String apiVersion, String kind) {
    return Arrays.stream(PlatformKind.values())
        .anyMatch(known -> known.kind().equals(kind) && known.apiVersion().equals(apiVersion));
  }

  @Override
  public Checked<Candidate> admit(
      Submitted submitted, @Nullable CurrentPolicy current, ControllerConfiguration configuration) {
    Resource resource = submitted.resource();
    return switch (PlatformResource.admit(resource)) {
      case Reading.Read<PlatformResource>(PlatformResource admitted) ->
          new Checked.Good<>(candidate(resource, admitted));
      case Reading.Refused<PlatformResource>(List<Finding> findings) ->
          new Checked.Bad<>(findings.stream().map(f -> Rule.fault(submitted.place(), f)).toList());
    };
  }

  private static Candidate candidate(Resource resource, PlatformResource admitted) {
    return new Candidate(
        admitted.key(),
        resource.version(),
        resource.uid(),
        resource.generation(),
        // Every image can be touched.
        List.of(),
        admitted.specJson(),
        JsonText.write(resource.document()),
        StandingResource.confirmation(resource),
        List.of());
  }
}
