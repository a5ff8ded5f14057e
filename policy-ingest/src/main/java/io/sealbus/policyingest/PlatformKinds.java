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

/** The platform's own kinds, which say what its nodes are given besides policies. */
final class PlatformKinds implements KindAdmission {
  @Override
  public List<String> kinds() {
    return Arrays.stream(PlatformKind.values()).map(PlatformKind::kind).toList();
  }

  @Override
  public List<String> apiVersions(String kind) {
    return Arrays.stream(PlatformKind.values())
        .filter(known -> known.kind().equals(kind))
        .map(PlatformKind::apiVersion)
        .toList();
  }

  @Override
  public Checked<Candidate> admit(
      Submitted submitted, @Nullable CurrentPolicy current, ControllerConfiguration configuration) {
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
                  StandingResource.confirmation(resource),
                  List.of()));
      case Reading.Refused<PlatformResource>(List<Finding> findings) ->
          new Checked.Bad<>(findings.stream().map(f -> Rule.fault(submitted.place(), f)).toList());
    };
  }
}
