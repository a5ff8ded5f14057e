package io.sealbus.standalone.oneshot;

import io.sealbus.signaturefetcher.OneShotPull;
import io.sealbus.signaturefetcher.registry.RegistryClient;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.evidence.AttachedEvidence;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.reference.ImageReference;
import io.sealbus.verification.sigstore.evaluation.Profile;
import io.sealbus.verification.sigstore.evaluation.Workload;
import io.sealbus.verification.verdict.AdmissionPolicies;
import io.sealbus.verification.verdict.KnownEvidence;
import io.sealbus.verification.verdict.Manifest;
import io.sealbus.verification.verdict.Verdict;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One image as a cluster's admission looks at it: by the digest that the reference names, which may
 * be an index, at the registry that it names.
 *
 * @param workload what is to be admitted; null for the image on its own
 */
public record ImageAdmission(AdmissionPolicies policies, @Nullable Workload workload) {
  /** Of these policies. */
  public static ImageAdmission of(Cluster cluster, Profile profile, @Nullable Workload workload) {
    return new ImageAdmission(
        AdmissionPolicies.compile(cluster.sigstore(), Map.of(), profile), workload);
  }

  /** What it says; empty where there are no policies of its kind. Blocks. */
  public Optional<Verdict.Result> judge(ImageReference image, RegistryClient client, Instant now) {
    if (!policies.isInForce()) {
      return Optional.empty();
    }
    Optional<RepositoryName> name = RepositoryName.parse(image.registry(), image.repository());
    if (name.isEmpty()) {
      Reason reason = Reason.of(ReasonCode.REFERENCE_INVALID, image + " cannot be pulled");
      return unresolved(image, reason, now);
    }
    var pull = new OneShotPull(client, digest -> policies.places(image, digest));
    Digest digest = image.digest();
    OneShotPull.Result result =
        digest == null
            ? pull.pull(name.get(), String.valueOf(image.tag()), null)
            : pull.pull(name.get(), digest, null);
    return switch (result) {
      case OneShotPull.NotPulled(Reason reason) when digest == null ->
          unresolved(image, reason, now);
      // The admission looks at what is attached, not at the image.
      case OneShotPull.NotPulled ignored ->
          judge(image, digest, new AttachedEvidence(Map.of()), now);
      case OneShotPull.Pulled pulled -> judge(image, pulled.manifest(), pulled.evidence(), now);
    };
  }

  private Optional<Verdict.Result> unresolved(ImageReference image, Reason reason, Instant now) {
    return policies.judge(
        image, new Manifest.Unresolved(reason), ImageAdmission::nothing, workload, now);
  }

  private Optional<Verdict.Result> judge(
      ImageReference image, @Nullable Digest digest, AttachedEvidence evidence, Instant now) {
    return digest == null
        ? Optional.empty()
        : policies.judge(
            image,
            new Manifest.Single(digest),
            asked -> new KnownEvidence(evidence, null),
            workload,
            now);
  }

  private static KnownEvidence nothing(Digest digest) {
    return new KnownEvidence(new AttachedEvidence(Map.of()), null);
  }
}
