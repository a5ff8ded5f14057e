package io.sealbus.policyingest;

import io.sealbus.policyingest.trust.TrustRootResolver;
import io.sealbus.runtime.http.Problem.Fault;
import io.sealbus.verification.resource.Finding;
import io.sealbus.verification.resource.FindingCode;
import io.sealbus.verification.resource.JsonText;
import io.sealbus.verification.resource.Resource;
import io.sealbus.verification.resource.ResourceKey;
import io.sealbus.verification.sigstore.Admission;
import io.sealbus.verification.sigstore.Admission.Outcome.AdmittedPolicy;
import io.sealbus.verification.sigstore.Admission.Outcome.AdmittedTrustRoot;
import io.sealbus.verification.sigstore.Admission.Outcome.Rejected;
import io.sealbus.verification.sigstore.Admission.Strictness;
import io.sealbus.verification.sigstore.ClusterImagePolicy;
import io.sealbus.verification.sigstore.ControllerConfiguration;
import io.sealbus.verification.sigstore.Glob;
import io.sealbus.verification.sigstore.PolicyTexts;
import io.sealbus.verification.sigstore.RemoteTexts;
import io.sealbus.verification.sigstore.TrustResolution;
import io.sealbus.verification.sigstore.TrustRoot;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The kinds of {@code policy.sigstore.dev}. */
final class SigstoreKinds implements KindAdmission {
  private final String namespace;
  private final PolicyTexts texts;
  private final RemoteTexts remote;
  private final TrustRootResolver resolver;

  SigstoreKinds(
      String namespace, PolicyTexts texts, RemoteTexts remote, TrustRootResolver resolver) {
    this.namespace = namespace;
    this.texts = texts;
    this.remote = remote;
    this.resolver = resolver;
  }

  @Override
  public List<String> kinds() {
    return List.of(ClusterImagePolicy.KIND, TrustRoot.KIND);
  }

  @Override
  public List<String> apiVersions(String kind) {
    return Admission.apiVersions(kind);
  }

  @Override
  public Checked<Candidate> admit(
      Submitted submitted, @Nullable CurrentPolicy current, ControllerConfiguration configuration) {
    Resource resource = submitted.resource();
    return switch (admission(configuration).admit(resource)) {
      case Rejected rejected -> new Checked.Bad<>(faults(submitted.place(), rejected.findings()));
      case AdmittedPolicy admitted ->
          new Checked.Good<>(
              candidate(
                  resource,
                  admitted.policy().key(),
                  scopes(admitted.policy()),
                  admitted.specJson(),
                  faults(submitted.place(), admitted.warnings())));
      case AdmittedTrustRoot admitted -> {
        AdmittedTrustRoot resolved = resolved(admitted, last(current));
        yield new Checked.Good<>(
            candidate(
                resource,
                admitted.trustRoot().key(),
                List.of(),
                resolved.specJson(),
                warnings(submitted.place(), resolved.trustRoot())));
      }
    };
  }

  /** The spec of a TrustRoot whose repository now says something else than its record. */
  Optional<String> refreshed(CurrentPolicy current) {
    Optional<Resource> resource =
        current.document().filter(r -> Admission.knows(r.apiVersion(), r.kind()));
    if (!current.key().kind().equals(TrustRoot.KIND) || resource.isEmpty()) {
      return Optional.empty();
    }
    // A packed repository that expired is refused by admission, and yet stands there.
    Admission.Outcome outcome =
        new Admission(
                Strictness.SOUND,
                namespace,
                ControllerConfiguration.DEFAULT,
                texts,
                remote,
                (root, mirror, targets) -> Optional.empty())
            .admit(resource.get());
    return outcome instanceof AdmittedTrustRoot admitted
        ? Optional.of(resolved(admitted, last(current)).specJson())
            .filter(spec -> !spec.equals(current.record().getSpec()))
        : Optional.empty();
  }

  private Admission admission(ControllerConfiguration configuration) {
    return new Admission(Strictness.SOUND, namespace, configuration, texts, remote, resolver);
  }

  private AdmittedTrustRoot resolved(AdmittedTrustRoot admitted, TrustResolution last) {
    return resolver
        .resolve(admitted.trustRoot().material(), admitted.mirror(), last)
        .map(admitted::with)
        .orElse(admitted);
  }

  /** What stands in the record; of another repository it is of no use, and is not kept there. */
  private static TrustResolution last(@Nullable CurrentPolicy current) {
    if (current == null) {
      return new TrustResolution.Pending();
    }
    try {
      var root =
          TrustRoot.fromSpecJson(
              current.key(),
              ClusterImagePolicy.GROUP + "/" + current.record().getVersion(),
              null,
              0,
              current.record().getSpec());
      return switch (root.material()) {
        case TrustRoot.Material.SigstoreKeys keys -> new TrustResolution.Pending();
        case TrustRoot.Material.Remote remote -> remote.resolution();
        case TrustRoot.Material.Repository repository -> repository.resolution();
      };
    } catch (IllegalArgumentException e) {
      return new TrustResolution.Pending();
    }
  }

  private static List<Fault> warnings(String place, TrustRoot root) {
    TrustResolution resolution =
        switch (root.material()) {
          case TrustRoot.Material.SigstoreKeys keys -> new TrustResolution.Pending();
          case TrustRoot.Material.Remote remote -> remote.resolution();
          case TrustRoot.Material.Repository repository -> repository.resolution();
        };
    return switch (resolution) {
      case TrustResolution.Pending pending -> List.of();
      case TrustResolution.Resolved resolved -> List.of();
      case TrustResolution.Stale stale ->
          List.of(fault(place, FindingCode.TRUST_ROOT_STALE, stale.why()));
      case TrustResolution.Failed failed ->
          List.of(fault(place, FindingCode.TRUST_ROOT_UNREADABLE, failed.why()));
    };
  }

  private static Fault fault(String place, FindingCode code, String why) {
    return Rule.fault(place, new Finding("spec", code, code.meaning() + " " + why));
  }

  private static List<Fault> faults(String place, List<Finding> findings) {
    return findings.stream().map(f -> Rule.fault(place, f)).toList();
  }

  private static Candidate candidate(
      Resource resource, ResourceKey key, List<String> scopes, String spec, List<Fault> warnings) {
    return new Candidate(
        key,
        resource.version(),
        resource.uid(),
        resource.generation(),
        scopes,
        spec,
        JsonText.write(resource.document()),
        null,
        warnings);
  }

  /** None where some glob can match any image. */
  private static List<String> scopes(ClusterImagePolicy policy) {
    var prefixes = new TreeSet<String>();
    policy.images().stream()
        .map(Glob::parse)
        .flatMap(Optional::stream)
        .forEach(glob -> prefixes.addAll(glob.referencePrefixes()));
    return prefixes.contains("") ? List.of() : List.copyOf(prefixes);
  }
}
