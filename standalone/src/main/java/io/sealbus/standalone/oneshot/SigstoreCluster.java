package io.sealbus.standalone.oneshot;

import io.sealbus.policyingest.trust.TrustRootResolver;
import io.sealbus.verification.language.PolicyLanguages;
import io.sealbus.verification.resource.Finding;
import io.sealbus.verification.resource.Reading;
import io.sealbus.verification.resource.Resource;
import io.sealbus.verification.sigstore.Admission;
import io.sealbus.verification.sigstore.Admission.Outcome;
import io.sealbus.verification.sigstore.Admission.Strictness;
import io.sealbus.verification.sigstore.ClusterImagePolicy;
import io.sealbus.verification.sigstore.ControllerConfiguration;
import io.sealbus.verification.sigstore.MaterialAdmission;
import io.sealbus.verification.sigstore.ReferredMaterial;
import io.sealbus.verification.sigstore.RemoteTexts;
import io.sealbus.verification.sigstore.TrustResolution;
import io.sealbus.verification.sigstore.TrustRoot;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * The policies of {@code policy.sigstore.dev} that documents describe, and what they refer to.
 *
 * @param trustRoots read from their repositories where they have one, over the network for a mirror
 * @param material secrets and config maps of the controller's namespace
 * @param configuration what the controller is configured to
 */
public record SigstoreCluster(
    List<ClusterImagePolicy> policies,
    List<TrustRoot> trustRoots,
    List<ReferredMaterial> material,
    ControllerConfiguration configuration) {
  public SigstoreCluster {
    policies = List.copyOf(policies);
    trustRoots = List.copyOf(trustRoots);
    material = List.copyOf(material);
  }

  /** How many resources there are. */
  public int size() {
    return policies.size() + trustRoots.size() + material.size();
  }

  /** Whether a resource is one of these. */
  static boolean concerns(Resource resource) {
    return Admission.knows(resource.apiVersion(), resource.kind())
        || MaterialAdmission.knows(resource.apiVersion(), resource.kind());
  }

  /** Takes resources in; policies are judged when all are there, for one may configure the others. */
  static final class Reader {
    private record Placed(String place, Resource resource) {}

    private final List<Placed> resources = new ArrayList<>();
    private final List<ReferredMaterial> material = new ArrayList<>();
    private final List<ClusterImagePolicy> policies = new ArrayList<>();
    private final List<TrustRoot> trustRoots = new ArrayList<>();
    private final TrustRootResolver resolver = new TrustRootResolver(InstantSource.system(), null);

    void add(String place, Resource resource) {
      resources.add(new Placed(place, resource));
    }

    /** Judges them all; what is wrong goes to {@code faults}. */
    SigstoreCluster cluster(List<Cluster.Fault> faults) {
      var configuration = ControllerConfiguration.DEFAULT;
      for (Placed placed : resources) {
        Resource resource = placed.resource();
        if (MaterialAdmission.knows(resource.apiVersion(), resource.kind())) {
          switch (new MaterialAdmission(Admission.DEFAULT_NAMESPACE).admit(resource)) {
            case Reading.Read<ReferredMaterial>(ReferredMaterial read) -> material.add(read);
            case Reading.Refused<ReferredMaterial>(List<Finding> findings) ->
                add(placed, findings, faults);
          }
        }
      }
      for (ReferredMaterial each : material) {
        if (each instanceof ReferredMaterial.ConfigMap map && map.isConfiguration()) {
          configuration = ControllerConfiguration.of(map.entries()).orElse(configuration);
        }
      }
      for (Placed placed : resources) {
        if (Admission.knows(placed.resource().apiVersion(), placed.resource().kind())) {
          admit(placed, configuration, faults);
        }
      }
      return new SigstoreCluster(policies, trustRoots, material, configuration);
    }

    private void admit(
        Placed placed, ControllerConfiguration configuration, List<Cluster.Fault> faults) {
      var admission =
          new Admission(
              Strictness.SOUND,
              Admission.DEFAULT_NAMESPACE,
              configuration,
              PolicyLanguages::compile,
              RemoteTexts.NONE,
              resolver);
      switch (admission.admit(placed.resource())) {
        case Outcome.AdmittedPolicy admitted -> policies.add(admitted.policy());
        case Outcome.AdmittedTrustRoot admitted ->
            trustRoots.add(
                resolver
                    .resolve(
                        admitted.trustRoot().material(),
                        admitted.mirror(),
                        new TrustResolution.Pending())
                    .map(resolution -> admitted.with(resolution).trustRoot())
                    .orElse(admitted.trustRoot()));
        case Outcome.Rejected rejected -> add(placed, rejected.findings(), faults);
      }
    }

    private static void add(Placed placed, List<Finding> findings, List<Cluster.Fault> faults) {
      findings.forEach(finding -> faults.add(new Cluster.Fault(placed.place(), finding)));
    }
  }
}
