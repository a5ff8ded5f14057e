package io.sealbus.policyingest;

import io.sealbus.runtime.http.Printable;
import io.sealbus.runtime.http.Problem.Fault;
import io.sealbus.verification.openshift.StandingResource;
import io.sealbus.verification.resource.FindingCode;
import io.sealbus.verification.resource.Resource;
import io.sealbus.verification.resource.ResourceKey;
import io.sealbus.verification.sigstore.ControllerConfiguration;
import io.sealbus.verification.sigstore.ReferredMaterial;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The kinds that are taken, and who admits each. Here the service calls the law. */
final class PolicyKinds {
  private final SigstoreKinds sigstore;
  private final List<KindAdmission> all;
  private final String controllerNamespace;

  /**
   * All kinds.
   *
   * @param controllerNamespace where secrets and config maps are taken from
   */
  PolicyKinds(SigstoreKinds sigstore, String controllerNamespace) {
    this.sigstore = sigstore;
    this.controllerNamespace = controllerNamespace;
    this.all =
        List.of(
            new OpenshiftKinds(),
            new PlatformKinds(),
            sigstore,
            new MaterialKinds(controllerNamespace));
  }

  /**
   * Judges one resource.
   *
   * @param current what stands under its key: a change of it may keep what was valid when it came
   * @param configuration what the policy-controller is configured to
   */
  Checked<Candidate> admit(
      Submitted submitted, @Nullable CurrentPolicy current, ControllerConfiguration configuration) {
    Resource resource = submitted.resource();
    for (KindAdmission kinds : all) {
      if (kinds.apiVersions(resource.kind()).contains(resource.apiVersion())) {
        return kinds.admit(submitted, current, configuration);
      }
    }
    return new Checked.Bad<>(List.of(unknown(submitted)));
  }

  /** What the policy-controller is configured to once all of {@code submitted} stands there. */
  ControllerConfiguration configuration(List<Submitted> submitted, PolicyTable.Snapshot now) {
    for (Submitted one : submitted.reversed()) {
      ControllerConfiguration given =
          MaterialKinds.configuration(one.resource(), controllerNamespace);
      if (given != null) {
        return given;
      }
    }
    var key =
        new ResourceKey(
            "", ReferredMaterial.CONFIG_MAP, controllerNamespace, ControllerConfiguration.NAME);
    return Optional.ofNullable(now.get(key))
        .flatMap(CurrentPolicy::document)
        .map(resource -> MaterialKinds.configuration(resource, controllerNamespace))
        .orElse(ControllerConfiguration.DEFAULT);
  }

  /** The new spec of a policy that changed by itself; empty for one that did not. */
  Optional<String> refreshed(CurrentPolicy current) {
    return sigstore.refreshed(current);
  }

  /** What the resource that stands says of its impact on the platform's release. */
  static @Nullable String confirmation(CurrentPolicy current) {
    return current.document().map(StandingResource::confirmation).orElse(null);
  }

  private Fault unknown(Submitted submitted) {
    Resource resource = submitted.resource();
    List<String> kinds = all.stream().flatMap(k -> k.kinds().stream()).distinct().toList();
    List<String> versions =
        all.stream().flatMap(k -> k.apiVersions(resource.kind()).stream()).toList();
    String field = versions.isEmpty() ? "kind" : "apiVersion";
    String given = versions.isEmpty() ? resource.kind() : resource.apiVersion();
    List<String> taken = versions.isEmpty() ? kinds : versions;
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
