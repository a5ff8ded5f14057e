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
import io.sealbus.verification.sigstore.SigstoreResources;
import io.sealbus.verification.sigstore.TrustResolution;
import io.sealbus.verification.sigstore.TrustRoot;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes in documents of {@code policy.sigstore.dev} and what they refer to. Policies are judged
 * when all are there, for one resource may configure how the others are.
 *
 * <p>Trust roots are read from their repositories where they have one, over the network for a
 * mirror.
 */
public final class SigstoreReader {
  private record Placed(String place, Resource resource) {}

  private final List<Placed> resources = new ArrayList<>();
  private final List<ReferredMaterial> material = new ArrayList<>();
  private final List<ClusterImagePolicy> policies = new ArrayList<>();
  private final List<TrustRoot> trustRoots = new ArrayList<>();

  private final Strictness strictness;

  /** With the admission's own rules or the reference's. */
  public SigstoreReader(Strictness strictness) {
    this.strictness = strictness;
  }

  /** Whether a resource is one of these. */
  public static boolean concerns(Resource resource) {
    return Admission.knows(resource.apiVersion(), resource.kind())
        || MaterialAdmission.knows(resource.apiVersion(), resource.kind());
  }

  /** Takes a resource in. */
  public void add(String place, Resource resource) {
    resources.add(new Placed(place, resource));
  }

  /** Judges them all; what is wrong goes to {@code faults}. */
  public SigstoreResources resources(List<Cluster.Fault> faults) {
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
    List<Placed> judged =
        resources.stream()
            .filter(p -> Admission.knows(p.resource().apiVersion(), p.resource().kind()))
            .toList();
    if (!judged.isEmpty()) {
      // Brings an HTTP client along, which most runs do without.
      var resolver = new TrustRootResolver(InstantSource.system(), null);
      var configuration = new SigstoreResources(policies, trustRoots, material).configuration();
      judged.forEach(placed -> admit(placed, configuration, resolver, faults));
    }
    return new SigstoreResources(policies, trustRoots, material);
  }

  private void admit(
      Placed placed,
      ControllerConfiguration configuration,
      TrustRootResolver resolver,
      List<Cluster.Fault> faults) {
    var admission =
        new Admission(
            strictness,
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
